"""Names while they are typed, and which key a name means."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from typing import Any

import pytest

from bot.corpus.model import Article, Vocabulary
from bot.store.choices import Alike, Choice, Choices
from bot.store.names import Names, Uses, all_names, article_names, lay_down
from bot.store.text import typo_limit
from tests.store.factories import article, vocabulary

_ARTICLES = (
    article(
        "valori-2022",
        short="Valori 2022",
        title="On relations",
        author="Giancarlo Valori",
        person="valori",
    ),
    article("other-2024", short="Other 2024", author="Giancarlo Valori"),
)


def _choices(words: Vocabulary, articles: Sequence[Article], uses: Uses) -> Choices:
    """The choices of a vocabulary, as if they came from a file."""
    authors = {each.person for each in articles if each.person}
    names = all_names(words, map(article_names, articles), authors, uses)
    return Choices({kind: Names.of_row(found.row()) for kind, found in names.items()})


@pytest.fixture(scope="module")
def choices() -> Choices:
    """The small vocabulary: trade is used most."""
    return _choices(
        vocabulary(),
        _ARTICLES,
        {
            "topic": {"trade": 9, "gas": 5, "treaty": 5},
            "person": {"putin": 3, "xi-jinping": 4, "sco": 1},
            "speaker": {"xi-jinping": 2},
            "article": {"valori-2022": 3, "other-2024": 5},
        },
    )


def _keys(found: Sequence[Choice]) -> list[str]:
    return [choice.key for choice in found]


def test_before_typing_the_most_used_come_first(choices: Choices) -> None:
    """Then the vocabulary's order; people and speakers only who is one."""
    assert _keys(choices.suggest("topic", "")) == ["trade", "treaty", "gas", "space"]
    assert _keys(choices.suggest("topic", " ", 2)) == ["trade", "treaty"]
    assert _keys(choices.suggest("person", "")) == ["xi-jinping", "putin", "sco"]
    assert _keys(choices.suggest("speaker", "")) == ["xi-jinping", "valori"]
    assert _keys(choices.suggest("measure", "")) == ["bilateral-trade", "plant-capacity"]
    assert _keys(choices.suggest("article", "")) == ["other-2024", "valori-2022"]


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("topic", "nat", [Choice("gas", "Natural gas")]),
        ("topic", "GAS", [Choice("gas", "Natural gas")]),
        ("topic", "газ", [Choice("gas", "Natural gas (газ)")]),
        ("topic", "天", [Choice("gas", "Natural gas (天然气)")]),
        ("topic", "lng", [Choice("gas", "Natural gas (LNG)")]),
        ("topic", "tr", [Choice("trade", "Trade"), Choice("treaty", "Treaties")]),
        ("topic", "tradde", [Choice("trade", "Trade")]),
        ("topic", "qqq", []),
        ("topic", "!!", []),
        ("person", "putin", [Choice("putin", "Vladimir Putin")]),
        ("person", "Путн", [Choice("putin", "Vladimir Putin")]),
        ("person", "Владимир П", [Choice("putin", "Vladimir Putin (Владимир Путин)")]),
        ("person", "organisation coop", [Choice("sco", "Shanghai Cooperation Organisation")]),
        ("person", "nobody", []),
        ("measure", "товар", [Choice("bilateral-trade", "Bilateral trade (Товарооборот)")]),
        ("happening", "睦", [Choice("treaty-signed", "Good-neighbour treaty (睦邻条约)")]),
        (
            "article",
            "val",
            [
                Choice("valori-2022", "Valori 2022 (valori-2022)"),
                Choice("other-2024", "Other 2024 (other-2024) (Giancarlo Valori)"),
            ],
        ),
    ],
)
def test_while_typing(choices: Choices, kind: str, typed: str, expected: list[Choice]) -> None:
    """Any name in any language; the one that matched is shown with the label."""
    found = choices.suggest(kind, typed)  # type: ignore[arg-type]
    assert sorted(found, key=lambda choice: choice.key) == sorted(
        expected, key=lambda choice: choice.key
    )


def test_slips_are_offered_only_where_they_are_asked_for(choices: Choices) -> None:
    """Who offers several kinds together wants no slip of one beside a whole name of another."""
    assert _keys(choices.suggest("topic", "tradde")) == ["trade"]
    assert choices.suggest("topic", "tradde", typos=False) == []
    assert _keys(choices.suggest("topic", "trade", typos=False)) == ["trade"]


def test_whole_names_come_before_starts_before_later_words() -> None:
    """However much the others are used."""
    term = {"ru": "х", "zh": "无"}
    words = vocabulary(
        topics={
            "a": {"en": "Gas pipelines", **term},
            "b": {"en": "Natural gas", **term},
            "c": {"en": "Gas", **term},
        }
    )
    made = _choices(words, (), {"topic": {"a": 5, "b": 9}})
    assert _keys(made.suggest("topic", "gas")) == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("kind", "typed", "key"),
    [
        ("topic", "gas", "gas"),
        ("topic", " natural  GAS! ", "gas"),
        ("topic", "Natural gas (газ)", "gas"),
        ("topic", "природный газ", "gas"),
        ("topic", "天然气", "gas"),
        ("topic", "ＬＮＧ", "gas"),
        ("person", "Си Цзиньпин", "xi-jinping"),
        ("person", "Xi-Jinping", "xi-jinping"),
        ("article", "valori 2022", "valori-2022"),
        ("topic", "gaz", None),
        ("topic", "natural", None),
        ("topic", "", None),
        ("topic", "\ud800", None),
    ],
)
def test_a_name_is_resolved_exactly_or_not(
    choices: Choices, kind: str, typed: str, key: str | None
) -> None:
    """By key, label or alias; what is only close is never taken for it."""
    assert choices.resolve(kind, typed).key == key  # type: ignore[arg-type]


def test_what_is_close_is_offered(choices: Choices) -> None:
    """A start, a typo, or several keys with one name; with a key nothing else."""
    assert _keys(choices.resolve("topic", "natural").close) == ["gas"]
    assert _keys(choices.resolve("topic", "tradee").close) == ["trade"]
    assert _keys(choices.resolve("article", "Giancarlo Valori").close) == [
        "other-2024",
        "valori-2022",
    ]
    assert choices.resolve("topic", "gas").close == ()
    assert choices.resolve("topic", "").close == ()


@pytest.mark.parametrize(
    ("language", "kind", "typed", "label"),
    [
        ("ru", "topic", "", "Торговля"),
        ("zh", "topic", "", "贸易"),
        ("ru", "topic", "приро", "Природный газ"),
        ("ru", "topic", "газ", "Природный газ"),
        ("ru", "topic", "natur", "Природный газ (Natural gas)"),
        ("zh", "topic", "lng", "天然气 (LNG)"),
        ("zh", "person", "Путн", "普京"),
        ("ru", "article", "valori 2", "Valori 2022 (valori-2022)"),
        ("fr", "topic", "natur", "Natural gas"),
    ],
)
def test_labels_are_in_the_readers_language(
    choices: Choices, language: str, kind: Any, typed: str, label: str
) -> None:
    """The name that matched stands in brackets, in whichever language; English where there is no
    label in theirs."""
    assert choices.suggest(kind, typed, 1, language)[0].label == label


def test_what_is_close_is_named_in_the_readers_language(choices: Choices) -> None:
    """Whatever the language that it was typed in."""
    [close] = choices.resolve("topic", "natural", "ru").close
    assert close == Choice("gas", "Природный газ (Natural gas)")


def test_a_name_means_whose_label_it_is_in_any_language() -> None:
    """Where others have it as an alias: who reads a label may type it."""
    words = vocabulary(
        topics={
            "oil": {"en": "Oil", "ru": "Нефть", "zh": "石油", "aliases": ["Газ"]},
            "gas": {"en": "Gas", "ru": "Газ", "zh": "天然气"},
        }
    )
    assert _choices(words, (), {"topic": {"oil": 9}}).resolve("topic", "газ").key == "gas"


def test_a_term_without_labels_in_other_languages_has_its_english_one() -> None:
    """It is laid down once."""
    made = _choices(vocabulary(topics={"k": {"en": "Kites"}}), (), {})
    assert made.suggest("topic", "ki", 1, "ru") == [Choice("k", "Kites")]


def test_labels_fit_discord() -> None:
    """A name that is cut says so."""
    words = vocabulary(topics={"long": {"en": "L" * 80, "ru": "р" * 80, "zh": "无"}})
    [choice] = _choices(words, (), {}).suggest("topic", "рр")
    assert len(choice.label) == 100
    assert choice.label.endswith("р…)")


def test_what_many_names_match_is_found_as_what_few_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """By walks and bits instead of sorting, with the same choices in the same order."""
    chance = random.Random(5)
    syllables = ["pu", "tin", "gas", "an", "во", "天"]

    def name() -> str:
        return " ".join("".join(chance.choices(syllables, k=2)) for _ in range(3))

    words = vocabulary(
        topics={f"t{place}": {"en": name(), "ru": name(), "zh": name()} for place in range(200)}
    )
    made = _choices(words, (), {"topic": {f"t{place}": place % 7 for place in range(200)}})
    typed = [name()[: chance.randint(1, 12)] for _ in range(200)]
    typed += [" ".join(text[:2] for text in name().split()[::-1]) for _ in range(200)]
    typed += [text[:1] + "x" + text[1:] for text in typed]
    monkeypatch.setattr("bot.store.choices.BUSY", 10_000)
    few = [made.suggest("topic", text) for text in typed]
    monkeypatch.setattr("bot.store.choices.BUSY", 0)
    assert [made.suggest("topic", text) for text in typed] == few
    assert len({len(found) for found in few}) > 10


def test_twenty_thousand_names_are_quick() -> None:
    """Well below what a person or the event loop notices, for any length of text and typos."""
    chance = random.Random(3)
    syllables = [
        "pu",
        "tin",
        "gas",
        "tra",
        "de",
        "mos",
        "kva",
        "bei",
        "jing",
        "vo",
        "sto",
        "li",
        "an",
    ]

    def name() -> str:
        return " ".join(
            "".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(3)
        )

    words = vocabulary(
        topics={f"t{place}": {"en": name(), "ru": name(), "zh": name()} for place in range(7000)}
    )
    made = _choices(words, (), {})
    typed = [name()[: chance.randint(1, 20)] for _ in range(300)]
    typed += [text[:3] + "x" + text[4:] for text in typed]
    start = time.process_time()
    for text in typed:
        made.suggest("topic", text)
    # A guard, no measure: a walk over all names for each would take minutes.
    assert time.process_time() - start < 20


@pytest.mark.parametrize("name", ["abcd", "abcde", "abcdefg", "abcdefgh", "one name"])
def test_any_one_slip_is_found_and_two_if_an_end_is_kept(name: str) -> None:
    """A letter more, less, other, or two swapped, at every place of a name."""
    names = lay_down([("k", ("unlike", "no name at all", name))], {})
    alike = (
        Alike(names.folded, names.phrases, names.phrases_back, names.phrase_sizes)
        if " " in name
        else Alike(names.folded, names.words, names.words_back, names.word_sizes)
    )
    limit = typo_limit(name)
    slips = {
        slip
        for place in range(len(name))
        for slip in (
            name[:place] + "x" + name[place:],
            name[:place] + "x" + name[place + 1 :],
            name[:place] + name[place + 1 :],
            name[:place] + name[place : place + 2][::-1] + name[place + 2 :],
        )
    }
    assert {tuple(alike.near(slip, limit)) for slip in slips} == {(name,)}
    if limit == 2:
        assert alike.near("xx" + name, 2) == [name]
        assert alike.near(name + "xx", 2) == [name]
        assert alike.near("xxx" + name, 2) == []
