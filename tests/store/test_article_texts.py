"""The words around a quote: from the text that it was proved against, and from no other."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.files import MAX_BYTES, read_bytes
from bot.corpus.passages import Passage
from bot.corpus.proof import Place, seal, text_of
from bot.store import article_texts
from bot.store.article_texts import KEPT, ArticleTexts, Gap
from bot.store.models import Told
from tests.store.factories import event

TEXT = "The river is wide. The bridge over it opened in caf\u00e9 weather. Nobody came."
QUOTE = "The bridge over it opened"
AROUND = Passage("The river is wide. ", QUOTE, " in caf\u00e9 weather. Nobody came.")


def told(article: str = "one", *, raw: str = TEXT, quote: str = QUOTE) -> Told:
    """A fact that was proved against a text."""
    text = text_of(raw)
    start = text.content.index(text_of(quote).content)
    place = Place(start, start + len(text_of(quote).content))
    fact = event("bridge", "2001").model_copy(update={"quote": quote})
    return Told("event", article, fact, seal(text.digest, place, quote))


async def found(texts: ArticleTexts, fact: Told) -> Passage | Gap:
    """What there is around one fact."""
    [around] = (await texts.around([fact])).values()
    return around


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "texts"
    made.mkdir()
    (made / "one.txt").write_text(TEXT, "utf-8")
    return made


async def test_the_words_around_are_those_of_the_proved_text(folder: Path) -> None:
    """Also where the file is wrapped otherwise, begins with a mark, or spells letters in two."""
    assert await found(ArticleTexts(folder), told()) == AROUND
    other = "\ufeff" + unicodedata.normalize("NFD", TEXT).replace(" ", " \n")
    (folder / "one.txt").write_text(other, "utf-8")
    assert await found(ArticleTexts(folder), told()) == AROUND


async def test_a_text_that_differs_is_not_shown(folder: Path) -> None:
    """One letter far from the quote is enough, and so is a seal of other words or another place."""
    texts = ArticleTexts(folder)
    assert await found(texts, told(raw=TEXT.replace("Nobody", "Somebody"))) == "differs"
    assert await found(texts, told(raw=f"Yes. {TEXT}")) == "differs"
    proved = told()
    reworded = proved.fact.model_copy(update={"quote": "The bridge over it closed"})
    assert await found(texts, Told("event", "one", reworded, proved.seal)) == "differs"
    assert proved.seal is not None
    place, _, _ = proved.seal.partition(":")
    assert await found(texts, Told("event", "one", proved.fact, f"{place}:{'0' * 32}")) == "differs"
    far = f"999999990-999999999:{'0' * 32}"
    assert await found(texts, Told("event", "one", proved.fact, far)) == "differs"


async def test_each_fact_is_told_by_itself(folder: Path) -> None:
    """What is wrong with one article keeps nothing of another from being shown."""
    unsealed = Told("event", "four", told().fact, None)
    (folder / "two.txt").write_text("Something else.", "utf-8")
    facts = [told("one"), told("two"), told("three"), unsealed]
    assert await ArticleTexts(folder).around(facts) == {
        "one/bridge": AROUND,
        "two/bridge": "differs",
        "three/bridge": "absent",
        "four/bridge": "unsealed",
    }
    assert await found(ArticleTexts(folder / "nowhere"), told()) == "absent"


def _not_utf_8(path: Path) -> None:
    path.write_bytes(b"caf\xe9")


def _huge(path: Path) -> None:
    path.write_text(TEXT + "\n" * MAX_BYTES, "utf-8")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _outside(path: Path) -> None:
    outside = path.parent.parent / "outside.txt"
    path.rename(outside)
    path.symlink_to(outside)


def _circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


@pytest.mark.parametrize("spoil", [_not_utf_8, _huge, _folder, _pipe, _outside, _circle])
async def test_a_file_that_cannot_be_used_is_told_as_that(
    folder: Path, spoil: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The log names the article and the reason, once while the file stays as it is."""
    caplog.set_level(logging.WARNING)
    texts = ArticleTexts(folder)
    spoil(folder / "one.txt")
    assert await found(texts, told()) == "unreadable"
    assert "the text of one " in caplog.text
    if spoil is not _circle:
        assert await found(texts, told()) == "unreadable"
        assert len(caplog.records) == 1


async def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    """Texts may stand under another name there, and the folder itself may be a link."""
    (folder / "one.txt").rename(folder / "kept.txt")
    (folder / "one.txt").symlink_to("kept.txt")
    (folder.parent / "link").symlink_to(folder)
    assert await found(ArticleTexts(folder.parent / "link"), told()) == AROUND


async def test_a_file_is_read_once_until_it_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that is put right under a running bot is found, and so is one that is spoilt."""
    reads: list[Path] = []

    def counted(path: Path) -> bytes:
        reads.append(path)
        return read_bytes(path)

    monkeypatch.setattr(article_texts, "read_bytes", counted)
    texts = ArticleTexts(folder)
    for _ in range(3):
        assert await found(texts, told()) == AROUND
    assert len(reads) == 1
    (folder / "one.txt").write_text(TEXT + " More.", "utf-8")
    assert await found(texts, told()) == "differs"
    (folder / "one.txt").unlink()
    assert await found(texts, told()) == "absent"
    (folder / "one.txt").write_text(TEXT, "utf-8")
    assert await found(texts, told()) == AROUND
    assert len(reads) == 3


async def test_few_texts_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many articles there are: the last ones, and others are read again."""
    reads: list[str] = []

    def noted(path: Path) -> bytes:
        reads.append(path.stem)
        return read_bytes(path)

    monkeypatch.setattr(article_texts, "read_bytes", noted)
    texts, slugs = ArticleTexts(folder), [f"a{number}" for number in range(KEPT + 5)]
    for slug in slugs:
        (folder / f"{slug}.txt").write_text(TEXT, "utf-8")
        assert await found(texts, told(slug)) == AROUND
    assert reads == slugs
    for slug in (*slugs[5:], slugs[4]):
        assert await found(texts, told(slug)) == AROUND
    assert reads == [*slugs, slugs[4]]


async def test_a_folder_that_hangs_holds_up_one_thread_and_no_event_loop(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who have stopped to wait leave nothing running beside the first."""
    goes_on, reading = threading.Event(), []

    def hanging(path: Path) -> bytes:
        reading.append(path)
        assert goes_on.wait(30)
        return TEXT.encode()

    monkeypatch.setattr(article_texts, "read_bytes", hanging)
    texts = ArticleTexts(folder)
    before = len(asyncio.all_tasks())
    for _ in range(5):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(texts.around([told()]), 0.05)
    assert len(reading) == 1
    assert len(asyncio.all_tasks()) == before + 1
    goes_on.set()
    assert await found(texts, told()) == AROUND
