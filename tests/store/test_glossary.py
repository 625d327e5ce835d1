"""Names found in running text: inflected, in three languages, with words between, and no others."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.model import Vocabulary
from bot.store.glossary import Glossary
from bot.store.lazy import Words


def term(en: str, ru: str, zh: str, *aliases: str, **more: object) -> dict[str, object]:
    return {"en": en, "ru": ru, "zh": zh, "aliases": list(aliases), **more}


VOCABULARY = Vocabulary.model_validate(
    {
        "format": "1",
        "topics": {
            "trade": term("Trade", "Торговля", "贸易", "commerce"),
            "treaty": term("Treaty of 2001", "Договор 2001 года", "2001年条约", "treaty"),
        },
        "people": {
            "china": term("China", "Китай", "中国", "PRC", "Chinese", "Beijing", kind="body"),
            "russia": term("Russia", "Россия", "俄罗斯", "Russian", "Moscow", kind="body"),
            "usa": term("United States", "США", "美国", "US", "U.S.", kind="body"),
            "xi": term("Xi Jinping", "Си Цзиньпин", "习近平", "Xi", kind="person"),
            "leaders": term(
                "Leaders of China and Russia", "Лидеры Китая и России", "中俄领导人", kind="body"
            ),
        },
        "units": {"percent": {"en": "percent"}, "usd": {"en": "USD billion"}, "n": {"en": "times"}},
        "measures": {
            "trade": term(
                "China-Russia trade", "Товарооборот Китая и России", "中俄贸易额",
                "trade", "bilateral trade", unit="usd",
            ),
            "oil": term(
                "Russia's share of China's oil", "Доля России в нефти Китая",
                "中国石油中俄罗斯所占比重",
                "oil from Russia", unit="percent",
            ),
            "meetings": term(
                "Meetings between the leaders of China and Russia",
                "Встречи лидеров Китая и России", "中俄领导人会晤次数", "20 years", unit="n",
            ),
        },
        "happenings": {
            "signing": term(
                "Signing of the Treaty of Good Neighbours", "Подписание Договора о добрых соседях",
                "签署睦邻条约", "treaty signed",
            )
        },
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    """The glossary of a small vocabulary."""
    found = VOCABULARY
    return Glossary(
        Words(found.topics, found.people, found.units, found.measures, found.happenings)
    )


def people(glossary: Glossary, text: str) -> list[str]:
    """Whom a text names, in order, each once."""
    found = glossary.people(text, glossary.words(text))
    return list(dict.fromkeys(one.key for one in found))


def things(glossary: Glossary, text: str) -> set[str]:
    """The measures and happenings whose names a text has."""
    words = glossary.words(text)
    return {hit.name.owner[1] for hit in glossary.things(words, glossary.people(text, words))}


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Moscow and Beijing", ["russia", "china"]),
        ("China’s and Russian oil", ["china", "russia"]),
        ("for us in the US, the U.S. that is", ["usa"]),
        ("xi is a letter, Xi a president", ["xi"]),
        ("экспорт Китая в Россию и США", ["china", "russia", "usa"]),
        ("переговоры с Китаем о Китае", ["china"]),
        ("встреча с Си Цзиньпином", ["xi"]),
        ("киты не Китай", ["china"]),
        ("中俄贸易", ["china", "russia"]),
        ("习近平访俄", ["xi", "russia"]),
        ("其中俄罗斯", ["russia"]),
        ("中国和俄罗斯", ["china", "russia"]),
        ("the leaders of China and Russia", ["leaders", "china", "russia"]),
        ("prc and Chinatown", []),
        ("nobody", []),
    ],
)
def test_people_are_found_as_they_are_called(
    glossary: Glossary, text: str, keys: list[str]
) -> None:
    """In any case and language; a short name or one of capitals only as it is written."""
    assert people(glossary, text) == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Russia's share of the oil of China", set()),
        ("Moscow's 19 percent share of Beijing's oil", {"oil"}),
        ("Russia supplies 19% of China's oil", {"oil"}),
        ("China supplies 19% of Russia's oil", set()),
        ("oil bought from Russia", {"oil"}),
        ("oil for India and from Russia", {"oil"}),
        ("bilateral trade", {"trade"}),
        ("trade between Russia and China", {"trade"}),
        ("торговля: товарооборот России и Китая", {"trade"}),
        ("2023年中俄贸易额", {"trade"}),
        ("after 20 years", set()),
        ("the Treaty of Good Neighbours was signed", {"signing"}),
        ("the treaty they had signed", {"signing"}),
        ("signed, and in quite another place and time a treaty", set()),
        ("签署了《睦邻条约》", {"signing"}),
    ],
)
def test_things_are_found_with_words_between(glossary: Glossary, text: str, keys: set[str]) -> None:
    """In order, with few words and nobody else between; a number alone is no name."""
    assert things(glossary, text) == keys


def test_sides_and_orders_come_from_the_names(glossary: Glossary) -> None:
    """Who must be named is what the fullest names have; who first, where they are not side by
    side."""
    both = (frozenset(("china", "russia")),)
    assert [glossary.sides(key) for key in ("trade", "oil", "meetings")] == [both, both, both]
    assert glossary.orders("oil", chinese=False) == {("russia", "china")}
    assert glossary.orders("oil", chinese=True) == {("china", "russia")}
    assert glossary.orders("trade", chinese=False) == frozenset()
    assert glossary.sides("nothing") == ()


def test_of_a_vast_vocabulary_the_first_things_are_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Measures before happenings, in the vocabulary's order; people and topics all."""
    monkeypatch.setattr("bot.store.things.TERMS", 1)
    found = VOCABULARY
    few = Glossary(Words(found.topics, found.people, found.units, found.measures, found.happenings))
    assert things(few, "bilateral trade, oil from Russia, the treaty signed") == {"trade"}
    assert people(few, "Moscow and Xi") == ["russia", "xi"]


def test_a_line_is_kept_by_its_words(glossary: Glossary) -> None:
    """Whom a fact's line names, and its other words."""
    line = glossary.line("Moscow signs the treaty, by this account.")
    assert line.people == {"russia"}
    assert line.tokens == {"sign", "treati"}
    assert glossary.line("Moscow signs the treaty, by this account.") is line


@given(st.text(alphabet="aChina Rusio中俄国贸易额trde'-.", max_size=300))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    """Whatever a text is: places are within it, in order."""
    found = VOCABULARY
    names = Glossary(
        Words(found.topics, found.people, found.units, found.measures, found.happenings)
    )
    words = names.words(text)
    for hit in names.things(words, names.people(text, words)):
        assert 0 <= hit.start <= hit.anchor < hit.end <= len(text)


def test_time_goes_with_the_texts_length(glossary: Glossary) -> None:
    """Ten times the text takes some ten times as long, not a hundred, also of nothing but names."""

    def seconds(text: str) -> float:
        best = float("inf")
        for _ in range(3):
            before = time.process_time()
            words = glossary.words(text)
            glossary.things(words, glossary.people(text, words))
            best = min(best, time.process_time() - before)
        return best

    for part in ("trade China Russia oil ", "中俄贸易额"):
        assert seconds(part * 400) < 60 * max(seconds(part * 40), 0.0005)
