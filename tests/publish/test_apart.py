"""Reading in a process of its own: what it gives, what ends it, and who is told why."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.corpus.model import Kind
from bot.errors import CorpusError, NotArchived, Problem, StoreError
from bot.publish import process
from bot.publish.apart import Limits, Reading, Wanted, read_apart
from bot.publish.build import build
from bot.publish.outcome import Compiled, Read, ReadingFailed
from bot.store.archive import Archive
from bot.store.facts import FactStore
from tests.publish.corpora import BRIDGE, databases, edit

PROJECT = Path(__file__).parents[2]

CHANGED = """
import sys
import bot.corpus.reader, bot.store.compile
{change}
from bot.publish.__main__ import main
sys.exit(main())
"""
AT_BRIDGE = """
plain = bot.corpus.reader.parse
def parse(text):
    if "bridge-2021" in text:
        {act}
    return plain(text)
bot.corpus.reader.parse = parse
"""


@asynccontextmanager
async def reading(wanted: Wanted, **limits: Any) -> AsyncIterator[Reading]:
    """A process that has read, ended in the end."""
    made = await read_apart(wanted, Limits(**limits))
    try:
        yield made
    finally:
        await made.stop()


def wanted(folder: Path, **more: Any) -> Wanted:
    """The facts of a folder, to be compiled into its `data/`."""
    return Wanted(folder / "data", folder / "facts", **more)


def changed(monkeypatch: pytest.MonkeyPatch, folder: Path, change: str) -> None:
    """Let the process run with something of it changed."""
    script = folder / "changed.py"
    script.write_text(CHANGED.format(change=change), encoding="utf-8")
    monkeypatch.setattr(process, "COMMAND", (str(script),))


async def failed(wanted: Wanted, **limits: Any) -> tuple[str, str | None]:
    """Why the reading failed, and at which file."""
    with pytest.raises(ReadingFailed) as caught:
        await read_apart(wanted, Limits(**limits))
    return caught.value.why, caught.value.file


async def test_facts_are_read_and_compiled(folder: Path) -> None:
    """What is read is told first, then what it compiles to, which is what `build` makes."""
    here = build(folder / "facts", folder / "texts", folder / "here")
    async with reading(wanted(folder, texts=folder / "texts")) as apart:
        counts: dict[Kind, int] = {"event": 2, "figure": 0, "quote": 1}
        read = Read(here.generation, here.fingerprint, counts, 2, apart.read.warnings, None)
        assert apart.read == read
        assert all(warning.severity == "warning" for warning in apart.read.warnings)
        compiled, again = await asyncio.gather(apart.compiled(), apart.compiled())
        path = folder / "data" / here.path.name
        assert compiled.seconds is not None
        assert (
            compiled == again == Compiled(read.generation, read.fingerprint, path, compiled.seconds)
        )
    store = await FactStore.open(path)
    assert store.generation == here.generation
    await store.close()


async def test_the_reader_is_of_this_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the bot was started, and whatever else has its name there."""
    (folder / "bot").mkdir()
    (folder / "bot" / "__init__.py").write_text("raise SystemExit('not me')")
    monkeypatch.chdir(folder)
    async with reading(wanted(folder, compile=False)) as made:
        assert made.read.generation


async def test_what_is_compiled_already_stays(folder: Path) -> None:
    """Its id stands for its contents; that no compile was needed is told."""
    async with reading(wanted(folder)) as first:
        made = await first.compiled()
    before = made.path.stat()
    async with reading(wanted(folder)) as second:
        assert await second.compiled() == replace(made, seconds=None)
    assert made.path.stat() == before


async def test_a_look_compiles_nothing(folder: Path) -> None:
    """Where no compile is wanted, and whoever waits for one is told."""
    async with reading(wanted(folder, compile=False)) as look:
        with pytest.raises(ReadingFailed, match="not asked to compile"):
            await look.compiled()
    assert databases(folder) == []
    with closing(Archive.open(folder / "data")) as archive:  # but the next look is quicker
        rows = archive._database.execute("SELECT count(*) FROM draft").fetchone()
    assert rows == (2,)


async def test_every_problem_comes_as_it_was_found(folder: Path) -> None:
    """With its line, its severity and whether a quote lost its seal; nothing is compiled."""
    edit(folder, '"when": "2001"', '"when": "yesterday"')
    (folder / "facts/seals/hall-2022.yaml").unlink()
    with pytest.raises(CorpusError) as apart:
        await read_apart(wanted(folder))
    with pytest.raises(CorpusError) as here:
        build(folder / "facts", None, folder / "here")
    assert apart.value.problems == here.value.problems
    assert len(apart.value.problems) > 1
    assert all(isinstance(problem, Problem) for problem in apart.value.problems)
    assert databases(folder) == []


async def test_a_generation_whose_yaml_is_not_kept_is_told(folder: Path) -> None:
    """By an error of its own: there is no way back to it."""
    with pytest.raises(NotArchived, match="abcdefgh"):
        await read_apart(Wanted(folder / "data", kept="abcdefgh"))


async def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    """With its name."""
    (folder / "data").write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreError, match="data"):
        async with reading(wanted(folder)) as apart:
            await apart.compiled()


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
         "the process that reads crashed (SIGSEGV)"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
         "reading was ended from outside (SIGKILL), as systems do that lack memory"),
        ("raise MemoryError", "reading it takes too much memory"),
        ("import os; os._exit(3)",
         "reading it failed: the process for it ended with status 3; see the log"),
        ("raise RecursionError('so deep')",
         "reading it failed: the process for it ended with status 1; see the log"),
    ],
    ids=["crash", "killed", "memory", "exit", "fault"],
)  # fmt: skip
async def test_a_reader_that_dies_names_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, act: str, why: str
) -> None:
    """Whatever a parser does, the file that it did it at is known."""
    changed(monkeypatch, folder, AT_BRIDGE.format(act=act))
    assert await failed(wanted(folder)) == (why, BRIDGE)


async def test_a_fault_of_the_reader_is_in_the_log(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The last lines of its trace are, for whoever mends it."""
    changed(monkeypatch, folder, AT_BRIDGE.format(act="raise RecursionError('so deep')"))
    await failed(wanted(folder))
    assert "while reading the facts: RecursionError: so deep" in caplog.text


async def test_a_file_that_takes_for_ever_is_named_within_seconds(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file has its time."""
    changed(monkeypatch, folder, AT_BRIDGE.format(act="while True: pass"))
    assert await failed(wanted(folder), file=0.2) == ("it takes too long to read", BRIDGE)


async def test_a_reader_that_sleeps_for_ever_is_ended(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time for all of it passes also where the processor does nothing."""
    changed(monkeypatch, folder, AT_BRIDGE.format(act="import time; time.sleep(600)"))
    why = "came to no end within 5 seconds"
    assert await failed(wanted(folder), reading=5) == (why, BRIDGE)


async def test_a_compile_that_sleeps_for_ever_is_ended(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its time is another; what was read was told before."""
    change = "import time; bot.store.compile.assemble = lambda *_: time.sleep(600)"
    changed(monkeypatch, folder, change)
    async with reading(wanted(folder), compiling=0.5) as apart:
        with pytest.raises(ReadingFailed, match=r"no end within 0\.5 seconds"):
            await apart.compiled()


async def test_memory_and_time_are_limited(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the system, for whatever fills one or the other."""
    changed(monkeypatch, folder, AT_BRIDGE.format(act="bytes(2**40)"))
    assert await failed(wanted(folder)) == ("reading it takes too much memory", BRIDGE)
    changed(monkeypatch, folder, AT_BRIDGE.format(act="while True: pass"))
    why = "reading the facts takes too much of the processor's time"
    assert await failed(wanted(folder), processor=1) == (why, BRIDGE)


async def test_what_is_no_message_is_a_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program in the reader's place is not believed."""
    (folder / "says.py").write_text("print('hello')", encoding="utf-8")
    monkeypatch.setattr(process, "COMMAND", (str(folder / "says.py"),))
    why, file = await failed(wanted(folder))
    assert (why.startswith("the process that reads said what is no message"), file) == (True, None)


async def test_a_process_that_cannot_be_started_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the words of the system."""
    monkeypatch.setattr(sys, "executable", str(folder / "nothing"))
    why = "no process could be started for it: No such file or directory"
    assert await failed(wanted(folder)) == (why, None)


async def _started(monkeypatch: pytest.MonkeyPatch) -> asyncio.Queue[asyncio.subprocess.Process]:
    started: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
    start = asyncio.create_subprocess_exec

    async def noted(*arguments: Any, **options: Any) -> asyncio.subprocess.Process:
        made = await start(*arguments, **options)
        started.put_nowait(made)
        return made

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    return started


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be asked for it")
async def test_a_system_without_memory_ends_it_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the bot, which takes less and serves everybody."""
    said = folder / "said"
    act = f"open({str(said)!r}, 'w').write(open('/proc/self/oom_score_adj').read())"
    changed(monkeypatch, folder, AT_BRIDGE.format(act=act))
    async with reading(wanted(folder)):
        assert said.read_text("ascii").strip() == "1000"


async def test_a_reading_ends_with_the_task_that_wants_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No process is left behind that goes on."""
    started = await _started(monkeypatch)
    task = asyncio.create_task(read_apart(wanted(folder)))
    made = await started.get()
    assert made.returncode is None
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert made.returncode == -signal.SIGKILL


async def test_a_compile_that_is_stopped_is_told_to_those_who_wait(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One who gives up waiting stops nothing."""
    started = await _started(monkeypatch)
    change = "import time; bot.store.compile.assemble = lambda *_: time.sleep(600)"
    changed(monkeypatch, folder, change)
    apart = await read_apart(wanted(folder))
    made = await started.get()
    impatient = asyncio.create_task(apart.compiled())
    patient = asyncio.create_task(apart.compiled())
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert made.returncode is None
    await apart.stop()
    await apart.stop()
    assert made.returncode == -signal.SIGKILL
    with pytest.raises(ReadingFailed, match="stopped before"):
        await patient


async def test_it_ends_with_the_process_that_wants_it(folder: Path) -> None:
    """However that one ends: nobody else writes into a folder that is not locked any more."""
    made = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.publish", f"--facts={folder / 'facts'}", "--tied"),
        *(f"--data={folder / 'data'}", "--compile"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        cwd=PROJECT,
    )
    assert made.stdin is not None
    made.stdin.close()
    assert await made.wait() == 1
    assert databases(folder) == []


async def test_it_is_not_given_the_token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no use for it; it leaves no core, and a terminal's Ctrl-C is not for it."""
    monkeypatch.setenv("DISCORD_TOKEN", "a-secret")
    (folder / "looks.py").write_text(
        "import os, sys, runpy, resource\n"
        "import bot.publish.child as child\n"
        "def run(job, out, seconds, give_way):\n"
        "    import bot.publish.wire as wire\n"
        "    said = ('DISCORD_TOKEN' in os.environ,\n"
        "            resource.getrlimit(resource.RLIMIT_CORE), os.getsid(0) == os.getpid())\n"
        "    out.write(wire.line(wire.ERROR, (repr(said), False)))\n"
        "    return 0\n"
        "child.run = run\n"
        "from bot.publish.__main__ import main\n"
        "sys.exit(main())\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(process, "COMMAND", (str(folder / "looks.py"),))
    with pytest.raises(StoreError) as caught:
        await read_apart(wanted(folder))
    assert str(caught.value) == repr((False, (0, 0), True))


@pytest.mark.parametrize(("prompt", "more"), [(1000.0, 0), (-1.0, 10)])
async def test_a_look_gives_way_only_where_it_takes_long(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    prompt: float,
    more: int,
) -> None:
    """An editor waits for it; the compile after it always takes what others leave."""
    said = "print(f'{what} at {os.nice(0)}', file=sys.stderr, flush=True)"
    changed(
        monkeypatch,
        folder,
        "import os, sys\n"
        "import bot.publish.child as child\n"
        f"child.PROMPT = {prompt}\n"
        "def say(what):\n"
        f"    {said}\n"
        "class Told(child.Candidate):\n"
        "    def __init__(self, *values):\n"
        "        super().__init__(*values)\n"
        "        say('looked')\n"
        "    def compile(self, folder):\n"
        "        say('compiled')\n"
        "        return super().compile(folder)\n"
        "child.Candidate = Told\n",
    )
    own = os.nice(0)
    async with reading(wanted(folder)) as apart:
        await apart.compiled()
    assert f"looked at {min(19, own + more)}" in caplog.text
    assert f"compiled at {min(19, own + 10)}" in caplog.text


def test_it_imports_nothing_of_discord() -> None:
    """Nor the settings, nor what the state needs: an editor waits for it."""
    script = (
        "import sys, bot.publish.__main__, bot.publish.child, bot.corpus.check, bot.store.compile;"
        "print([name for name in ('discord', 'aiosqlite', 'bot.config') "
        "if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"
