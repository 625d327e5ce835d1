"""Compiles facts into a generation in this process, all of them anew."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.errors import CorpusError
from bot.publish.kept import generation_path


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
    # Serving does without the reader of YAML and the check, in memory and in time.
    from bot.corpus.check import check_corpus
    from bot.store.compile import compile_corpus
    from bot.store.schema import generation_id

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
