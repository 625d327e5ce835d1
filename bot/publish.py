"""From `facts/` to a compiled generation, and which generation is served."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.corpus.files import fingerprint
from bot.errors import CorpusError, Problem, StoreError
from bot.state.generations import Generations
from bot.store.leftovers import sweep

if TYPE_CHECKING:  # a compile should have begun before this process loads the rest
    from bot.store.facts import FactStore

KEPT_GENERATIONS = 3
PROJECT = Path(__file__).parents[1]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Published:
    """A compiled generation: its id, its file, and the fingerprint of the facts it came from."""

    generation: str
    path: Path
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A generation that is served: which, and its facts, for the caller to close."""

    published: Published
    facts: FactStore


def build(facts: Path, texts: Path | None, folder: Path) -> Published:
    """Check the facts and compile them into `folder`. Raises `CorpusError` with every problem.

    A generation that is there already is taken as it is: its id stands for its contents.
    """
    # Serving does without the reader of YAML and the check, in memory and in time.
    from bot.corpus.check import check_corpus
    from bot.store.compile import compile_corpus, generation_id

    checked = check_corpus(facts, texts)
    if checked.errors or checked.corpus is None:
        raise CorpusError(checked.errors)
    folder.mkdir(parents=True, exist_ok=True)
    generation = generation_id(checked.fingerprint)
    path = generation_path(folder, generation)
    if not path.exists():
        seals = {article: dict(file.seals) for article, file in checked.seals.items()}
        compile_corpus(checked.corpus, seals, checked.fingerprint, path)
    return Published(generation, path, checked.fingerprint)


def build_in_json(facts: Path, texts: Path | None, folder: Path) -> str:
    """What `build` gives or raises as a line of JSON, for `build_apart` to read."""
    try:
        made = build(facts, texts, folder)
    except CorpusError as error:
        return json.dumps({"problems": [asdict(problem) for problem in error.problems]})
    except (StoreError, OSError) as error:
        return json.dumps({"error": str(error)})
    return json.dumps({**asdict(made), "path": str(made.path)})


async def build_apart(facts: Path, texts: Path | None, folder: Path) -> Published:
    """`build` in a process of its own: its memory goes with it, and nothing here waits for it.

    Raises `CorpusError`, or `StoreError` where the process comes to nothing. It is ended with a
    task that is cancelled.
    """
    arguments = ["--facts", str(facts), "--into", str(folder)]
    arguments += ["--articles", str(texts)] if texts is not None else []
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "build", "--tied", *arguments),
        stdin=asyncio.subprocess.PIPE,  # held open: it ends with this process, however that ends
        stdout=asyncio.subprocess.PIPE,
        env=_environment(),
        start_new_session=True,  # Ctrl-C in a terminal is for this process to act on
    )
    assert process.stdout is not None
    try:
        out = await process.stdout.read()
        await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        found = json.loads(out)
    except ValueError:
        raise StoreError(
            f"the facts could not be compiled: the process for it ended with {process.returncode}"
        ) from None
    if "problems" in found:
        raise CorpusError(tuple(Problem(**problem) for problem in found["problems"]))
    if "error" in found:
        raise StoreError(found["error"])
    return Published(found["generation"], Path(found["path"]), found["fingerprint"])


def _environment() -> dict[str, str]:
    """What the compiling process is given: the way to the program, and not the bot's token."""
    path = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    rest = {name: value for name, value in os.environ.items() if name != "DISCORD_TOKEN"}
    return {**rest, "PYTHONPATH": path}


def generation_path(folder: Path, generation: str) -> Path:
    """Where a generation's database is."""
    return folder / f"facts-{generation}.db"


async def live(
    facts: Path, texts: Path | None, folder: Path, generations: Generations, *, publish: bool
) -> Opened:
    """The generation to serve: the live one, or on a first start what `facts/` holds.

    Facts that were edited since do not go live by a restart, unless `publish` asks for it; the
    log says that they differ. Raises `CorpusError` where facts must be compiled and are not clean.
    """
    current = await generations.live()
    if current is not None and not publish:
        path = generation_path(folder, current.id)
        edited = await asyncio.to_thread(fingerprint, facts) != current.fingerprint
        store = await _opened(path)
        if store is not None:
            if edited:
                log.warning(
                    "the facts in %s differ from the live ones; start with --publish to take"
                    " them live",
                    facts,
                )
            return Opened(Published(current.id, path, current.fingerprint), store)
        log.warning(
            "the live generation's file is gone, damaged or of another version;"
            " compiling the facts as they are now"
        )
    sweep(folder)
    made = await build_apart(facts, texts, folder)
    store = await _opened(made.path)
    if store is None:  # it was there already, and something has spoiled it
        made.path.unlink()
        made = await build_apart(facts, texts, folder)
        store = await _open(made.path)
    try:
        await generations.set_live(made.generation, made.fingerprint, "the command line")
    except BaseException:
        await store.close()
        raise
    log.info("generation %s is live", made.generation)
    _sweep_old(folder, made.path)
    return Opened(made, store)


def _sweep_old(folder: Path, keep: Path) -> None:
    """Delete compiled generations but the live one and the newest others, to go back to."""
    others = [path for path in folder.glob("facts-*.db") if path != keep]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT_GENERATIONS - 1 :]:
        path.unlink()


async def _opened(path: Path) -> FactStore | None:
    """A compiled file, open; None where this program can't serve it: they are disposable."""
    try:
        return await _open(path)
    except StoreError as error:
        log.warning("%s", error)
        return None


async def _open(path: Path) -> FactStore:
    from bot.store.facts import FactStore

    return await FactStore.open(path)
