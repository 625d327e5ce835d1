"""What the tests over the wire share: facts, a loopback Discord, and the bot's own process.

Requests are held against Discord's description of its API where it is, and where it is not that
is told loudly.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.corpus.check import check_corpus
from bot.corpus.seals import write_seals
from tests.end_to_end import harbour
from tests.loopback.contract import DESCRIPTION, VARIABLE, Contract, limit_violations
from tests.loopback.process import BotProcess, connected
from tests.loopback.rest import Check, Request
from tests.loopback.server import TOKEN, Loopback

LEFT_OUT = pytest.StashKey[int]()
ADVICE = f"no description of Discord's API at {DESCRIPTION}; {VARIABLE} can name another place"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Count what needs the description, where there is none."""
    if not DESCRIPTION.is_file():
        needing = {"check", "contract"}
        found = [item for item in items if needing & set(getattr(item, "fixturenames", ()))]
        config.stash[LEFT_OUT] = len(found)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in red what was left out: a skip among hundreds of passes is easily overlooked."""
    count = terminalreporter.config.stash.get(LEFT_OUT, 0)
    if count:
        title, told = "description of the API", f"NOT HELD AGAINST IT: {count} tests, {ADVICE}"
        terminalreporter.section(title, sep="!", red=True, bold=True)
        terminalreporter.line(told, red=True, bold=True)


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The description; what is about nothing else is skipped where it is not."""
    if not DESCRIPTION.is_file():
        pytest.skip(f"{ADVICE}: requests are not held against it")
    return Contract.load(DESCRIPTION)


@pytest.fixture(scope="session")
def check() -> Check:
    """What is wrong with a request: by the description, if there is one, and by the limits."""
    described = Contract.load(DESCRIPTION) if DESCRIPTION.is_file() else None

    def problems(request: Request) -> list[str]:
        method, path, body = request.method, request.path, request.body
        found = limit_violations(method, path, body)
        if described is not None:
            files = tuple(request.files)
            found += described.violations(method, path, request.query, request.headers, body, files)
        return found

    return problems


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
async def server(check: Check) -> AsyncIterator[Loopback]:
    """A Discord with one guild. What the bot asked it wrongly fails the test."""
    async with Loopback.open(check) as opened:
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
