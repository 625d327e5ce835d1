"""Free words: in three languages, with typos, hostile; and the ids offered while typing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.corpus.model import ArticleFile
from bot.store import finder
from bot.store.amounts import Amount
from bot.store.facts import FactStore
from bot.store.models import Filters
from bot.store.search import MAX_CONTINUED, MAX_TOKENS, Lexicon, ask, clean
from bot.store.text import placed_words
from tests.store.conftest import Opener
from tests.store.factories import article, compiled, corpus, event, figure, file, names, quote


def _files() -> tuple[ArticleFile, ...]:
    return (
        file(
            article("valori-2022", short="Valori 2022", author="Giancarlo Valori", person="valori"),
            event(
                "amur-plant",
                "2021-06-09",
                what="Amur gas processing plant goes into operation.",
                topics="gas",
                quote="the plant went into operation",
            ),
            event(
                "branch",
                "2021-01-06",
                what="China starts building the pipeline's branch.",
                topics="gas",
                quote="the southern branch, not the Amur one",
            ),
            event(
                "summit",
                "2018-06",
                what="Leaders meet in Qingdao.",
                people=("sco", "putin"),
                quote="the summit",
            ),
            figure(
                "amur-capacity",
                "plant-capacity",
                value="42",
                what="Design capacity of the Amur plant.",
                topics="gas",
                quote="with a capacity of 42 billion cubic metres",
            ),
            figure(
                "trade-2021",
                period="2021",
                value="146.8",
                topics="trade",
                what="Bilateral trade in 2021.",
                quote="trade increased to 146.8 billion",
            ),
        ),
        file(
            article("other-2024", short="Other 2024"),
            quote(
                "friendship",
                "xi-jinping",
                what="On friendship.",
                quote="a friendship without limits",
            ),
            event("amur-bridge", "2022", what="A bridge over the Amur opens.", quote="the bridge"),
        ),
    )


@pytest.fixture
async def store(opened: Opener) -> FactStore:
    """The corpus above."""
    return await opened(*_files())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("газ", {"amur-plant", "branch", "amur-capacity"}),
        ("天然气", {"amur-plant", "branch", "amur-capacity"}),
        ("GAS", {"amur-plant", "branch", "amur-capacity"}),
        ("Путин", {"summit"}),
        ("путина", {"summit"}),
        ("习近平", {"friendship"}),
        ("习近平说了什么", {"friendship"}),
        ("SCO", {"summit"}),
        ("ШОС", {"summit"}),
        ("146.8", {"trade-2021"}),
        ("146,80", {"trade-2021"}),
        ("2018", {"summit"}),
        ("June 2018", {"summit"}),
        ("июнь 2018", {"summit"}),
        ("2018年6月", {"summit"}),
        ("Other", {"friendship", "amur-bridge"}),
        ("xi friendship", {"friendship"}),
        ("from Russia capacity", {"amur-capacity"}),
        ("milliard", {"amur-capacity"}),
        ("миллиарда кубометров", {"amur-capacity"}),
    ],
)
async def test_facts_are_found_in_three_languages(
    store: FactStore, text: str, expected: set[str]
) -> None:
    """By their words, their numbers, their dates, and every name of what they refer to."""
    result = store.search(text, 0, 20)
    assert {told.fact.id for told in result.facts} == expected
    assert result.total == len(expected)
    assert result.articles == len({told.article for told in result.facts})
    assert result.dropped == ()


def _amount(numbers: Mapping[str, tuple[str, ...]], *said: str, plain: bool = False) -> Amount:
    """An amount that is all of what is typed behind "Amur "."""
    values = tuple((unit, tuple(map(Decimal, each))) for unit, each in numbers.items())
    return Amount(5, 9, 13, "so much", values, tuple((phrase,) for phrase in said), plain)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"bcm": ("42",)}, {"amur-capacity"}),
        ({"bcm": ("42.0",)}, {"amur-capacity"}),
        ({"usd-billion": ("146.80",)}, {"trade-2021"}),
        ({"usd-billion": ("42",), "bcm": ("42",)}, {"amur-capacity"}),
        ({"usd-billion": ("42",)}, set()),
        ({"bcm": ("146.8",)}, set()),
        ({"bcm": ("42", "43")}, set()),
        ({"no-unit": ("42",)}, set()),
    ],
)
async def test_an_amount_is_a_number_in_a_unit(
    store: FactStore, numbers: dict[str, tuple[str, ...]], expected: set[str]
) -> None:
    """A figure that has but one of the two does not have it."""
    result = store.search(" " * 13, 0, 9, amounts=[_amount(numbers)])
    assert {told.fact.id for told in result.facts} == expected
    assert result.unknown == (() if expected else ("so much",))


async def test_what_says_an_amount_stands_behind_the_figures(opened: Opener) -> None:
    """However well its words fit; a figure of that very number in another unit does not say it."""
    store = await opened(
        file(
            article(),
            event("deal", "2014", what="A deal of $42 billion.", quote="42 billion"),
            figure("trade", value="42", what="Trade."),
            figure("plant", "plant-capacity", value="42", what="Gas.", quote="42 billion metres"),
            figure("other", "plant-capacity", value="5", what="Gas, by a deal of $42 billion."),
        )
    )
    said = _amount({"usd-billion": ("42",)}, "42 billion", "42 thousand")
    found = names(store.search(" " * 13, 0, 9, amounts=[said]).facts)
    assert (found[0], set(found)) == ("one/trade", {"one/trade", "one/deal", "one/other"})


async def test_words_narrow_what_has_an_amount(store: FactStore) -> None:
    """Where nothing has all, the words go first."""
    amount = _amount({"bcm": ("42",)})
    for typed, dropped in (("Amur 42.. bcm", ()), ("Xi.. 42.. bcm", ("Xi",))):
        result = store.search(typed, 0, 9, amounts=[amount])
        assert names(result.facts) == ["valori-2022/amur-capacity"]
        assert (result.unknown, result.dropped) == ((), dropped)


async def test_an_amount_that_no_fact_has_leaves_its_unit(store: FactStore) -> None:
    """Unless it is plain: then its number is a word, too."""
    numbers = {"usd-billion": ("42",)}
    result = store.search("Amur 2018 SCO", 0, 9, amounts=[_amount(numbers)])
    assert (result.unknown, result.dropped) == (("so much",), ("Amur",))
    assert names(result.facts) == ["valori-2022/summit"]
    result = store.search("SCO  2018    ", 0, 9, amounts=[_amount(numbers, plain=True)])
    assert (result.unknown, names(result.facts)) == ((), ["valori-2022/summit"])


async def test_a_units_word_is_nothing_to_type(store: FactStore) -> None:
    """It is offered to nobody, and no slip of the fingers means it."""
    assert store.suggest_ids("usdbillion", 9) == ()
    assert store.search("0usdbillion", 0, 9).corrected == {}


async def test_slang_finds_the_figure(store: FactStore) -> None:
    """A question for a number puts figures first, and says which word stands nowhere."""
    result = store.search("how much gas does amur do lol", 0, 5)
    assert result.facts[0].id == "valori-2022/amur-capacity"
    assert (result.unknown, result.dropped, result.corrected) == (("lol",), (), {})


async def test_what_a_fact_is_about_beats_what_its_quote_mentions(store: FactStore) -> None:
    """Both hold "Amur" and gas."""
    result = store.search("Amur gas", 0, 5)
    assert names(result.facts)[-1] == "valori-2022/branch"
    assert len(result.facts) == 3


async def test_typos_are_corrected_and_told(store: FactStore) -> None:
    """Unless there is none near enough."""
    result = store.search("Pipleine Amru zzzzzz", 0, 5)
    assert result.corrected == {"Pipleine": "pipeline", "Amru": "amur"}
    assert result.unknown == ("zzzzzz",)
    assert names(result.facts) == ["valori-2022/branch"]


@pytest.mark.parametrize("typed", ["gsa", "146.9", "2019", "天燃气"])
async def test_short_words_numbers_and_chinese_are_never_corrected(
    store: FactStore, typed: str
) -> None:
    """They would become something else."""
    result = store.search(typed, 0, 5)
    assert (result.corrected, result.facts, result.total) == ({}, (), 0)
    assert result.unknown


async def test_words_that_no_fact_has_together_are_dropped(store: FactStore) -> None:
    """The commonest first, and it is told which."""
    result = store.search("gas friendship", 0, 5)
    assert names(result.facts) == ["other-2024/friendship"]
    assert result.dropped == ("gas",)


async def test_dropped_chinese_words_are_told_as_they_were_typed(store: FactStore) -> None:
    """Not as the pairs of characters that they are searched by."""
    result = store.search("天然气 friendship", 0, 5)
    assert (names(result.facts), result.dropped) == (["other-2024/friendship"], ("天然气",))


async def test_facts_that_hold_two_of_the_rarest_words_are_found(store: FactStore) -> None:
    """Whatever else is said, and nothing of it is kept; one word alone is too little."""
    sentence = "the amur plant said yesterday that processing goes on as planned"
    tokens = [word.token for word in placed_words(sentence)]
    found = store.holding_some(tokens, 5)
    assert found[0].fact.id == "amur-plant"
    assert store.holding_some(["amur"], 5) == ()
    assert store.holding_some(["nothing", "here", '"'], 5) == ()
    assert len(store._finder._kept._answers) == 0


async def test_facts_that_hold_all_of_some_words_are_found_where_they_are_few(
    store: FactStore,
) -> None:
    """Of one word, too; of more facts than are asked for none, and nothing of it is kept."""
    found = names(store.holding_all(["amur"], 20))
    assert found
    assert store.holding_all(["amur"], len(found) - 1) == ()
    assert set(names(store.holding_all(["amur", "plant"], 20))) <= set(found)
    assert store.holding_all(["amur", "nothing"], 20) == ()
    assert store.holding_all([], 20) == ()
    assert len(store._finder._kept._answers) == 0


async def test_kinds_restrict(store: FactStore) -> None:
    """Also in what is counted, and in what has to be dropped."""
    result = store.search("Amur", 0, 5, frozenset({"figure"}))
    assert (names(result.facts), result.total) == (["valori-2022/amur-capacity"], 1)
    result = store.search("Amur bridge", 0, 5, frozenset({"figure"}))
    assert (names(result.facts), result.dropped) == (["valori-2022/amur-capacity"], ("bridge",))
    assert store.search("Amur", 0, 5, frozenset()).total == 0


async def test_results_are_paged(store: FactStore) -> None:
    """Every match once."""
    whole = store.search("Amur", 0, 20)
    pages = [store.search("Amur", offset, 1) for offset in range(whole.total + 1)]
    assert [told for page in pages for told in page.facts] == list(whole.facts)
    assert len(whole.facts) == whole.total == 4


async def test_many_matches_go_by_importance(
    store: FactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the facts' numbers do: what more articles tell, what has a date."""
    monkeypatch.setattr(finder, "SMALL", 1)
    result = store.search("Amur", 0, 20)
    assert names(result.facts) == [
        "valori-2022/amur-plant",
        "valori-2022/branch",
        "other-2024/amur-bridge",
        "valori-2022/amur-capacity",
    ]


async def test_words_without_a_subject_find_nothing(store: FactStore) -> None:
    """And are not called unknown."""
    for text in ("", "  ", "what is the", "сколько", "多少", "!?", "\0"):
        result = store.search(text, 0, 5)
        assert (result.facts, result.total, result.unknown) == ((), 0, ())


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "gas OR treaty",
        "gas*",
        "NEAR(gas amur, 2)",
        "what:gas",
        "{what quote}: gas",
        "^gas",
        "gas AND NOT amur",
        "-gas",
        "'; DROP TABLE fact; --",
        "gas\0amur",
        "(",
        "gas + amur",
        "\ud800gas",
        "💥" * 500,
        "gas " * 5000,
        "（газ）",
        "a" * 100_000,
    ],
)
async def test_operators_are_words(store: FactStore, text: str) -> None:
    """Nothing that somebody types means anything to FTS5 or SQL."""
    store.search(text, 0, 5)
    store.suggest_ids(text, 5)
    store.find_quotes(text, Filters(), 0, 5)
    assert store.search("gas", 0, 5).total == 3


async def test_or_is_no_operator(store: FactStore) -> None:
    """Else this would find more, not the same."""
    both = store.search("gas OR bridge", 0, 9)
    assert both.dropped == ("gas",)
    assert names(both.facts) == ["other-2024/amur-bridge"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus above, compiled once for many examples."""
    return compiled(tmp_path_factory.mktemp("search"), corpus(*_files()))


_HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\"'*^:(){}+-~\0\ud800 gasГАЗ天然气💥\u202e")),
    max_size=400,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(_HOSTILE, min_size=1, max_size=8))
async def test_nothing_typed_raises(path: Path, texts: list[str]) -> None:
    """Whatever is typed: each word that carries a subject is searched, corrected or unknown."""
    store = await FactStore.open(path)
    try:
        for text in texts:
            result = store.search(text, 0, 3)
            assert len(result.facts) == min(result.total, 3)
            store.suggest_ids(text, 3)
            store.find_quotes(text, Filters(), 0, 3)
            for kind in ("topic", "person", "speaker", "measure", "article"):
                assert len(store.choices.suggest(kind, text)) <= 25
                store.choices.resolve(kind, text)
    finally:
        await store.close()


@given(st.text())
def test_cleaned_text_holds_no_control_characters(text: str) -> None:
    """Nor more than is allowed."""
    cleaned = clean(text * 20)
    assert len(cleaned) <= 300
    assert not any(sign < " " or "\ud800" <= sign <= "\udfff" for sign in cleaned)


def test_only_so_many_words_are_read() -> None:
    """A long text costs no more than a short one."""
    words = [f"w{number}" for number in range(60)]
    lexicon = Lexicon((word, word, 1) for word in words)
    assert len(ask(" ".join(words), lexicon).words) == MAX_TOKENS


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tretay", "treaty"),  # two swapped
        ("treay", "treaty"),  # one too few
        ("treatyy", "treaty"),  # one too many
        ("treeti", None),  # two slips are too many for a short word
        ("neighbuorhod", "neighbourhood"),
        ("ttade", "trade"),
        ("made", None),  # short, and no short word with its first letter is near
        ("tre", None),
    ],
)
def test_the_nearest_word(typed: str, expected: str | None) -> None:
    """Slips first, then the first letter, then how common a word is."""
    words = {"treaty": 5, "trade": 9, "neighbourhood": 1, "fade": 3, "jade": 2, "tree": 1}
    lexicon = Lexicon((word, word, facts) for word, facts in words.items())
    assert lexicon.nearest(typed) == expected


def test_unknown_chinese_is_told_without_what_is_known() -> None:
    """A pair that only joins two known words is no unknown word."""
    lexicon = Lexicon((word, word, 1) for word in ("中俄", "贸易", "天然"))
    assert ask("中俄贸易", lexicon).unknown == ()
    assert ask("天然氣", lexicon).unknown == ("氣",)
    assert ask("量子计算 中俄", lexicon).unknown == ("量子计算",)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "valori-2022/amur",
            ["valori-2022/amur-capacity", "valori-2022/amur-plant", "valori-2022/branch"],
        ),
        ("Other-2024/F", ["other-2024/friendship"]),
        ("bridg", ["other-2024/amur-bridge"]),
        ("amur oper", ["valori-2022/amur-plant"]),
        ("operation", ["valori-2022/amur-plant"]),
        ("amur-bridge", ["other-2024/amur-bridge"]),
        ("xyzzy", []),
    ],
)
async def test_ids_while_typing(store: FactStore, typed: str, expected: list[str]) -> None:
    """An id's start, or words of which the last may be unfinished."""
    assert names(store.suggest_ids(typed, 9)) == expected


async def test_ids_before_typing_are_the_most_important(store: FactStore) -> None:
    """As many as asked for."""
    assert len(store.suggest_ids("", 3)) == 3
    assert len(store.suggest_ids("valori", 2)) == 2


def test_a_short_word_can_be_meant_by_a_longer_one() -> None:
    """The commoner of two that are equally near, even of three letters."""
    assert Lexicon([("gas", "gas", 9), ("grass", "grass", 1)]).nearest("gass") == "gas"


def test_a_word_leads_to_the_names_that_hold_it() -> None:
    """Whatever else it stands in; all of a question's words must be met."""
    lexicon = Lexicon([("gas", "gas", 9), ("trade", "trade", 1)], [("gas", ".1 .2")])
    assert lexicon.expression(["gas", "trade"]) == '("gas" OR ".1" OR ".2") AND "trade"'
    assert [lexicon.is_exact(token) for token in ("gas", "trade")] == [False, True]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tr", '("tr" OR "trade" OR "tree" OR ".7" OR "treati")'),
        ("tre", '("tre" OR "tree" OR ".7" OR "treati")'),
        ("treaties", '("treaties" OR "treati")'),
        ("xy", '"xy"'),
    ],
)
def test_the_start_of_a_word_is_taken_for_the_commonest(typed: str, expected: str) -> None:
    """With the names that they lead to."""
    words = [("treaties", "treati", 1), ("tree", "tree", 3), ("trade", "trade", 9), ("t", "t", 99)]
    lexicon = Lexicon(words, [("tree", ".7")])
    assert lexicon.starting([typed], typed) == expected


def test_the_start_of_a_word_is_taken_for_some_only() -> None:
    """There may be thousands that begin so."""
    lexicon = Lexicon((f"word{number}", f"word{number}", number) for number in range(500))
    for typed in ("wo", "word"):
        question = lexicon.starting([typed], typed)
        assert question.startswith(f'("{typed}" OR "word499" OR "word498" OR')
        assert question.count(" OR ") == MAX_CONTINUED - 1


@pytest.mark.parametrize(
    ("weighed", "seen", "first", "last"),
    [
        (0, 99, "valori-2022/amur-plant", "valori-2022/branch"),
        (0, 0, "valori-2022/amur-plant", "valori-2022/amur-capacity"),
    ],
)
async def test_matches_of_very_common_words_go_by_importance(
    store: FactStore,
    monkeypatch: pytest.MonkeyPatch,
    weighed: int,
    seen: int,
    first: str,
    last: str,
) -> None:
    """As far as it would take too long to see how well they match; figures stay first."""
    monkeypatch.setattr(finder, "WEIGHED", weighed)
    monkeypatch.setattr(finder, "SEEN", seen)
    found = names(store.search("Amur gas", 0, 9).facts)
    assert (found[0], found[-1], len(found)) == (first, last, 3)
    result = store.search("how much gas Amur", 0, 9)
    assert result.facts[0].id == "valori-2022/amur-capacity"


async def test_a_facts_own_line_comes_before_a_name_it_refers_to(opened: Opener) -> None:
    """Also where a name of many facts has the word: they only refer to what is called so."""
    figures = [figure(f"capacity-{n}", "plant-capacity", quote=f"plant {n}") for n in range(12)]
    events = [event("opens", what="The plant opens.", quote="it opened")]
    others = [event(f"other-{n}", what="Something else.", quote="words") for n in range(30)]
    store = await opened(file("one", *figures, *events, *others))
    assert store.search("plant", 0, 1).facts[0].fact.id == "opens"


async def test_many_matches_are_weighed_as_few_are(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving out those that only mention the words changes nothing on any page."""
    about = [event(f"about-{n}", what=f"Gas {'flows ' * n}.", quote="it") for n in range(5)]
    others = [event(f"other-{n}", what="It.", quote=f"gas {'and ' * n}") for n in range(5)]
    store = await opened(file("one", *others, *about))

    def pages() -> list[tuple[list[str], int, int]]:
        found = [store.search("gas", offset, 3) for offset in (0, 2, 3, 6, 9)]
        return [(names(page.facts), page.total, page.articles) for page in found]

    few = pages()
    monkeypatch.setattr(finder, "MANY", 1)
    assert pages() == few
    assert few[0][0] == ["one/about-0", "one/about-1", "one/about-2"]
