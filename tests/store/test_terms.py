"""Names as terms: which words lead to them, and what is written instead."""

from __future__ import annotations

import pytest

from bot.store import terms
from bot.store.terms import Terms
from tests.store.conftest import Opener
from tests.store.factories import article, corpus, event, file, vocabulary


def _terms(*uses: tuple[str, int]) -> Terms:
    """Terms with these tokens, in so many facts each."""
    found = Terms()
    for tokens, facts in uses:
        term = found.term(tokens)
        for _ in range(facts):
            found.count((term, "2001"))
    return found


def test_a_word_leads_to_the_names_that_hold_it() -> None:
    """Those of the most facts first, each name once."""
    found = _terms(("natur gas", 9), ("gas gas pipelin", 20))
    assert found.leads() == {"natur": [".0"], "gas": [".1", ".0"], "pipelin": [".1"]}
    assert found.written(found.leads()) == {".0": ".0", ".1": ".1"}


def test_a_name_of_few_facts_is_written_out() -> None:
    """Each word once."""
    found = _terms(("natur gas gas", 2), ("trade", 9))
    assert found.leads() == {"trade": [".1"]}
    assert found.written(found.leads()) == {".0": "natur gas", ".1": ".1"}


def test_a_word_of_many_names_is_written_where_it_does_not_lead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The names of the most facts have their terms alone."""
    monkeypatch.setattr(terms, "LEADS", 1)
    found = _terms(("natur gas", 9), ("gas pipelin", 20), ("gas", 10))
    assert found.leads() == {"natur": [".0"], "gas": [".1"], "pipelin": [".1"]}
    assert found.written(found.leads()) == {".0": ".0 gas", ".1": ".1", ".2": "gas"}


@pytest.mark.parametrize("limit", [0, 1, 8])
async def test_facts_are_found_alike_however_names_are_written(
    opened: Opener, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    """As terms, as words, or some as these and some as those."""
    monkeypatch.setattr(terms, "LEADS", limit)
    words = vocabulary(
        topics={
            key: {"en": f"Gas {key}", "ru": f"Газ {key}", "zh": "天然气", "aliases": []}
            for key in ("pipes", "prices", "ports")
        }
    )
    keys = 9 * list(words.topics)
    facts = [event(f"e{n}", "2018-06", topics=(key,)) for n, key in enumerate(keys)]
    whole = corpus(file(article("one", person="putin"), *facts), words=words)
    store = await opened(whole=whole)
    found = {
        text: store.search(text, 0, 1).total
        for text in ("gas", "газ ports", "天然气 prices", "июнь pipes", "Путин June", "gas 2019")
    }
    assert found == {
        "gas": 27,
        "газ ports": 9,
        "天然气 prices": 9,
        "июнь pipes": 9,
        "Путин June": 27,
        "gas 2019": 27,
    }
