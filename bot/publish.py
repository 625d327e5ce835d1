"""From `facts/` to a compiled generation, and which generation is served."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from bot.corpus.check import Checked, check_corpus
from bot.corpus.reader import read_corpus
from bot.errors import CorpusError, StoreError
from bot.state.generations import Generations
from bot.store.compile import compile_corpus, generation_id, sweep
from bot.store.facts import FactStore

KEPT_GENERATIONS = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Published:
    """A compiled generation: its id, its file, and the fingerprint of the facts it came from."""

    generation: str
    path: Path
    fingerprint: str


def build(facts: Path, texts: Path | None, folder: Path) -> Published:
    """Check the facts and compile them into `folder`. Raises `CorpusError` with every problem.

    A generation that is there already is taken as it is: its id stands for its contents.
    """
    checked = check_corpus(facts, texts)
    if checked.errors or checked.corpus is None:
        raise CorpusError(checked.errors)
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    generation = generation_id(checked.fingerprint)
    path = generation_path(folder, generation)
    if not path.exists():
        compile_corpus(checked.corpus, seals_of(checked), checked.fingerprint, path)
    return Published(generation, path, checked.fingerprint)


def seals_of(checked: Checked) -> dict[str, dict[str, str]]:
    """Article to fact to seal."""
    return {article: dict(file.seals) for article, file in checked.seals.items()}


def generation_path(folder: Path, generation: str) -> Path:
    """Where a generation's database is."""
    return folder / f"facts-{generation}.db"


async def live(
    facts: Path, texts: Path | None, folder: Path, generations: Generations, *, publish: bool
) -> Published:
    """The generation to serve: the live one, or on a first start what `facts/` holds.

    Facts that were edited since do not go live by a restart, unless `publish` asks for it; the
    log says that they differ. Raises `CorpusError` where facts must be compiled and are not clean.
    """
    current = await generations.live()
    if current is not None and not publish:
        path = generation_path(folder, current.id)
        if await _is_usable(path):
            if read_corpus(facts).fingerprint != current.fingerprint:
                log.warning(
                    "the facts in %s differ from the live ones; start with --publish to take"
                    " them live",
                    facts,
                )
            return Published(current.id, path, current.fingerprint)
        log.warning(
            "the live generation's file is gone, damaged or of another version;"
            " compiling the facts as they are now"
        )
    made = build(facts, texts, folder)
    if not await _is_usable(made.path):  # it was there already, and something has spoiled it
        made.path.unlink()
        made = build(facts, texts, folder)
    await generations.set_live(made.generation, made.fingerprint, "the command line")
    log.info("generation %s is live", made.generation)
    _sweep_old(folder, made.path)
    return made


def _sweep_old(folder: Path, keep: Path) -> None:
    """Delete compiled generations but the live one and the newest others, to go back to."""
    others = [path for path in folder.glob("facts-*.db") if path != keep]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT_GENERATIONS - 1 :]:
        path.unlink()


async def _is_usable(path: Path) -> bool:
    """Whether this program can serve a compiled file; they are disposable."""
    try:
        store = await FactStore.open(path)
    except StoreError as error:
        log.warning("%s", error)
        return False
    await store.close()
    return True
