"""Drafts: kept and read again they are the same, and compile to the same rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.check import check_corpus
from bot.corpus.model import ArticleFile, Vocabulary
from bot.store import draft as module
from bot.store.compile import assemble, compile_corpus
from bot.store.draft import Draft
from bot.store.drafting import Drafter, draft_article
from tests.benchmarks.compiled import Made, Sealed
from tests.store.factories import article, corpus, event, figure, file, quote, rows, vocabulary

FACTS = Path(__file__).parents[2] / "facts"

Sources = tuple[Vocabulary, tuple[ArticleFile, ...], dict[str, dict[str, str]]]


def _small() -> Sources:
    whole = (
        file(
            article("one", person="valori"),
            event("signed", "2001-07-19", happening="treaty-signed", topics="treaty"),
            event("open", "2013/..", people=("putin", "valori"), derived_from="then"),
            figure("trade", period="2021", as_of="2022-05", topics="trade", claim="record high"),
            quote("said", "putin", "xi-jinping", what="О газе", when_words="в 19-м июле"),
            quote("own", occasion="U.S.-China Today's. A talk, 1,000 words"),
            retired=("gone", "earlier"),
        ),
        file(article("empty", person="putin", published={"basis": "filed", "why": "so"})),
        file("two", event("signed", "2001", happening="treaty-signed", people="putin")),
    )
    return vocabulary(), whole, {"one": {"signed": "a seal", "said": "another"}}


def _bundled() -> Sources:
    checked = check_corpus(FACTS, None)
    assert checked.corpus is not None
    seals = {slug: dict(file.seals) for slug, file in checked.seals.items()}
    return checked.corpus.vocabulary, checked.corpus.articles, seals


@cache
def _made_up() -> Sources:
    made = Made(1000, 1)
    files = tuple(made.articles)
    seals = {
        file.article.id: {fact.id: Sealed()[file.article.id][fact.id] for _, fact in file.facts()}
        for file in files
    }
    return made.vocabulary, files, seals


every_corpus = pytest.mark.parametrize("sources", [_small, _bundled, _made_up])


def _kept(files: Iterable[ArticleFile], seals: dict[str, dict[str, str]]) -> dict[str, bytes]:
    """Drafts as they are kept, each made by itself."""
    return {
        file.article.id: draft_article(file, seals.get(file.article.id, {})).to_bytes()
        for file in files
    }


@every_corpus
def test_a_draft_is_the_same_when_it_is_read_again(sources: Callable[[], Sources]) -> None:
    """In every field, whichever articles were drafted before it."""
    _, files, seals = sources()
    drafter = Drafter()
    for about in files:
        own = seals.get(about.article.id, {})
        draft = draft_article(about, own)
        assert Draft.from_bytes(draft.to_bytes()) == draft == drafter.draft(about, own)


@every_corpus
def test_kept_drafts_compile_to_the_rows_of_a_compile_from_nothing(
    sources: Callable[[], Sources], tmp_path: Path
) -> None:
    """In every table and in the index of words, in whatever order and beside which they were
    made."""
    words, files, seals = sources()
    whole = corpus(*files, words=words)
    compile_corpus(whole, seals, "print", tmp_path / "whole.db")
    backwards = _kept(reversed(files), seals)
    drafter, drafts = Drafter(), []
    for place, about in enumerate(files):
        if place % 2:
            drafts.append(drafter.draft(about, seals.get(about.article.id, {})))
        else:
            drafts.append(Draft.from_bytes(backwards[about.article.id]))
    assemble(words, drafts, "print", tmp_path / "kept.db")
    assert rows(tmp_path / "kept.db") == rows(tmp_path / "whole.db")


@pytest.mark.parametrize("change", ["edited", "added", "removed", "moved", "vocabulary"])
def test_what_has_changed_is_compiled_with_what_was_kept(change: str, tmp_path: Path) -> None:
    """As if nothing had been kept; and it is another file than before."""
    words, before, seals = _made_up()
    kept = _kept(before, seals)
    words, files = _changed(change, words, before)
    drafts = [
        Draft.from_bytes(kept[about.article.id])
        if about in before
        else draft_article(about, seals.get(about.article.id, {}))
        for about in files
    ]
    assemble(words, drafts, "print", tmp_path / "kept.db")
    compile_corpus(corpus(*files, words=words), seals, "print", tmp_path / "whole.db")
    assert rows(tmp_path / "kept.db") == rows(tmp_path / "whole.db")
    compile_corpus(corpus(*before, words=_made_up()[0]), seals, "print", tmp_path / "before.db")
    assert rows(tmp_path / "kept.db") != rows(tmp_path / "before.db")


def _changed(
    change: str, words: Vocabulary, files: tuple[ArticleFile, ...]
) -> tuple[Vocabulary, tuple[ArticleFile, ...]]:
    """The same facts after one change."""
    first, second = files[3], files[4]
    match change:
        case "edited":
            fact = first.events[0].model_copy(update={"what": "Unheard of.", "topics": ()})
            edited = first.model_copy(update={"events": (fact, *first.events[2:])})
            return words, (*files[:3], edited, *files[4:])
        case "added":
            new = file("new", event("so", "2001", quote="unheard"))
            return words, (*files[:3], new, *files[3:])
        case "removed":
            return words, (*files[:3], *files[4:])
        case "moved":
            return words, (*files[:3], second, first, *files[5:])
        case _:
            topics = {
                key: term.model_copy(update={"en": "New"}) for key, term in words.topics.items()
            }
            return words.model_copy(update={"topics": topics}), files


@given(st.data())
def test_a_damaged_draft_is_refused(data: st.DataObject) -> None:
    """Cut short, drawn out, or with bytes that are others."""
    kept = _one()
    start = data.draw(st.integers(0, len(kept)))
    end = data.draw(st.integers(start, len(kept)))
    damaged = kept[:start] + data.draw(st.binary(max_size=end - start + 2)) + kept[end:]
    if damaged != kept:
        with pytest.raises(ValueError, match="damaged"):
            Draft.from_bytes(damaged)


@given(st.binary())
def test_what_is_no_draft_is_refused(data: bytes) -> None:
    """Whatever it is, with a checksum that fits it, too."""
    with pytest.raises(ValueError, match="kept draft"):
        Draft.from_bytes(data)
    with pytest.raises(ValueError, match="Draft"):
        Draft.from_bytes(module._head(data) + data)


@pytest.mark.parametrize(
    "changes",
    [
        {"documents": ()},
        {"uses": ()},
        {"labels": ()},
        {"keys": ()},
        {"sizes": (0, 0, 0)},
        {"marks": ((-1,),)},
        {"found": ((10**9,),)},
        {"words": ["signed"]},
        {"ids": (7,)},
    ],
    ids=str,
)
def test_a_draft_that_does_not_fit_together_is_refused(changes: dict[str, Any]) -> None:
    """Also where the checksum fits it."""
    values = json.loads(_one().partition(b"\n")[2])
    body = json.dumps(values | changes).encode()
    with pytest.raises(ValueError, match="raft"):
        Draft.from_bytes(module._head(body) + body)


def test_a_draft_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made anew then."""
    kept = _one()
    assert Draft.from_bytes(kept).id == "two"
    monkeypatch.setattr(module, "DRAFT", module.DRAFT + 1)
    with pytest.raises(ValueError, match="another version"):
        Draft.from_bytes(kept)


def _one() -> bytes:
    return draft_article(file("two", event("signed", "2001", topics="gas")), {}).to_bytes()
