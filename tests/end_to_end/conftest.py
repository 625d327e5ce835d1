"""What the end-to-end tests share: facts, the bot in a simulated Discord, and the browser.

The browser tests run where there is a Chromium, and are left out loudly where there is none.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.corpus.check import check_corpus
from bot.corpus.seals import write_seals
from bot.publish.build import build
from tests.end_to_end import harbour
from tests.end_to_end.browser import find_chromium
from tests.end_to_end.scene import Scene

PROJECT = Path(__file__).parents[2]
REQUIRED = "FOOTNOTE_REQUIRE_BROWSER"
LEFT_OUT = pytest.StashKey[int]()
ADVICE = (
    "no Chromium found; install chromium or Google Chrome, or name one in FOOTNOTE_CHROMIUM "
    f"({REQUIRED}=1 makes this a failure)"
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip the browser tests where no browser is, unless one is required."""
    if find_chromium() or os.environ.get(REQUIRED) == "1":
        return
    browser_tests = [item for item in items if item.get_closest_marker("browser")]
    for item in browser_tests:
        item.add_marker(pytest.mark.skip(reason="no Chromium found"))
    config.stash[LEFT_OUT] = len(browser_tests)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in red what was left out: a skip among hundreds of passes is easily overlooked."""
    count = terminalreporter.config.stash.get(LEFT_OUT, 0)
    if count:
        terminalreporter.section("browser", sep="!", red=True, bold=True)
        terminalreporter.line(f"LEFT OUT: {count} browser tests, {ADVICE}", red=True, bold=True)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser; a failure where it is required and missing."""
    found = find_chromium()
    if found is None:
        pytest.fail(f"The browser tests must run here, but {ADVICE}.")
    return found


def compiled(folder: Path) -> Path:
    """The facts of a folder, proved against its texts, sealed and compiled: the database."""
    checked = check_corpus(folder / "facts", folder / "texts", seals=False)
    assert [str(problem) for problem in checked.errors] == []
    write_seals(folder / "facts", checked.seals)
    return build(folder / "facts", None, folder / "data").path


@pytest.fixture(scope="session")
def harbour_facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tests' own corpus, compiled once."""
    folder = tmp_path_factory.mktemp("harbour")
    harbour.write(folder)
    return compiled(folder)


@pytest.fixture(scope="session")
def later_facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same corpus after its editors took two articles away."""
    folder = tmp_path_factory.mktemp("later")
    harbour.write(folder, articles=(harbour.REED,))
    return compiled(folder)


@pytest.fixture(scope="session")
def bundled_facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The facts that the project comes with, by their seals, compiled once."""
    return build(PROJECT / "facts", None, tmp_path_factory.mktemp("bundled")).path


@pytest.fixture
async def scene(harbour_facts: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    """The bot over the tests' own corpus."""
    async with Scene.open(harbour_facts, tmp_path / "state") as opened:
        yield opened


@pytest.fixture
async def bundled(bundled_facts: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    """The bot over the facts that it comes with."""
    async with Scene.open(bundled_facts, tmp_path / "state") as opened:
        yield opened
