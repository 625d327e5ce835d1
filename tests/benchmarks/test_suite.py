"""The benchmark itself, as small as can be: it runs, and the bare bot is ours without its facts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from tests.benchmarks.bare import Constants
from tests.benchmarks.suite import Effort, Suite
from tests.benchmarks.wire import BARE, Plan
from tests.loopback.process import PROJECT, connected
from tests.loopback.server import Loopback

TINY = Effort(
    Plan(blocks=1, alone=3, at_once=6, warm_up=36, in_flight=3, answers=4), 20, starts=1, reloads=1
)


async def test_the_whole_benchmark_runs(tmp_path: Path) -> None:
    """One table with a row for everything, no reply too late, over a corpus of a few facts."""
    said: list[str] = []
    suite = Suite(["300"], 1, TINY, tmp_path / "cache", 300, said.append)
    report = await suite.run(date(2026, 1, 2), "make benchmark")
    replies = [row for row in report.rows if row.flight]
    names = ("timeline", "figures", "quote", "onthisday", "search", "article", "fact", "help")
    whats = [*(f"/{name}" for name in names), "autocomplete", "page turn"]
    assert [(row.what, row.flight) for row in replies] == [
        (what, flight) for what in whats for flight in ("1", "3")
    ]
    for row in replies:
        assert row.median.ratio is not None
        assert row.p99.ratio is not None
        assert row.rate.ratio is not None
    others = Counter(row.what.split(",")[0].split(":")[0] for row in report.rows[len(replies) :])
    assert others == {
        "store": 8,
        "resident memory after 36 answers": 1,
        "resident memory after 126 answers": 1,
        "first start": 1,
        "another start": 1,
        "compiling": 2,
        "reload": 6,
    }
    assert str(PROJECT) not in report.markdown()


async def test_the_bare_bot_registers_our_commands(tmp_path: Path) -> None:
    """The same names with the same options, of which the same complete as they are typed; but for
    those of which no answer is measured: the groups for managers and for fact editors, and what
    checks a message."""
    registered = []
    for bare in (False, True):
        folder = tmp_path / str(bare)
        Constants().write(folder / "constants.json")
        arguments = [str(folder / "constants.json")] if bare else ["run"]
        program = BARE if bare else "bot.__main__:main"
        settings = {"FOOTNOTE_FACTS_DIR": str(PROJECT / "facts")}
        async with (
            Loopback.open() as server,
            connected(server, folder, program=program, arguments=arguments, settings=settings),
        ):
            known = server.world.commands
            commands = [known[name] for name in known if name not in UNMEASURED]
            registered.append(list(map(_signature, commands)))
    assert registered[0] == registered[1]


UNMEASURED = ("anniversaries", "facts", "check", "Check against the articles")


def _signature(command: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    words = ("description", "description_localizations")
    options = [
        {name: value for name, value in option.items() if name not in words}
        for option in command["options"]
    ]
    return command["name"], options
