"""What the tests over the wire share: facts, a loopback Discord, and the bot's own process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.corpus.check import check_corpus
from bot.corpus.seals import write_seals
from tests.end_to_end import harbour
from tests.loopback.process import BotProcess, connected
from tests.loopback.server import TOKEN, Loopback


@pytest.fixture(scope="session")
def harbour_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tests' own corpus, proved and sealed: a folder with `facts/`."""
    folder = tmp_path_factory.mktemp("harbour")
    harbour.write(folder)
    checked = check_corpus(folder / "facts", folder / "texts", seals=False)
    assert [str(problem) for problem in checked.errors] == []
    write_seals(folder / "facts", checked.seals)
    return folder


@pytest.fixture
def settings(harbour_folder: Path) -> dict[str, str]:
    """The settings of a bot over the tests' own corpus."""
    return {"FOOTNOTE_FACTS_DIR": str(harbour_folder / "facts")}


@pytest.fixture
async def server() -> AsyncIterator[Loopback]:
    """A Discord with one guild. What the bot asked it wrongly fails the test."""
    async with Loopback.open() as opened:
        opened.world.guild()
        yield opened
        assert opened.rest.violations == []


@pytest.fixture
async def bot(
    server: Loopback, settings: dict[str, str], tmp_path: Path
) -> AsyncIterator[BotProcess]:
    """The real process, connected. Whatever happens, no token may stand in what it writes."""
    async with connected(server, tmp_path, settings=settings) as process:
        yield process
        assert_no_token(process, server)


def assert_no_token(bot: BotProcess, server: Loopback) -> None:
    """Neither the bot's token nor one of an interaction is written anywhere."""
    written = bot.log + bot.printed
    for token in (TOKEN, *server.interactions.tokens()):
        assert token not in written
