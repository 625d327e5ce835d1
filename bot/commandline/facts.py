"""`check`, `seal` and `schema`: what is done to the facts, without Discord."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commandline import Commands
from bot.config import Settings
from bot.errors import ConfigError, CorpusError, FootnoteError

if TYPE_CHECKING:
    from bot.corpus.check import Checked


def add_facts(commands: Commands) -> None:
    """Add the three commands."""
    check = commands.add_parser("check", help="check the facts; exit status 1 if anything is wrong")
    check.add_argument("--articles", type=Path, help="folder of the texts, to prove the quotes")
    check.set_defaults(run=_check)

    seal = commands.add_parser("seal", help="prove every quote against the texts, write the seals")
    seal.add_argument("--articles", type=Path, help="folder of the texts")
    seal.set_defaults(run=_seal)

    schema = commands.add_parser("schema", help="write the format's JSON Schemas for editors")
    schema.add_argument(
        "--answer", action="store_true", help="print that of `ask --as json` instead"
    )
    schema.set_defaults(run=_schema)


def print_problems(error: CorpusError) -> None:
    """Tell fact editors what is wrong, on standard error."""
    print(f"The facts can't be used. {_n(len(error.problems), 'problem')}:", file=sys.stderr)
    for problem in error.problems:
        print(problem, file=sys.stderr)


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from bot.corpus.check import check_corpus

    texts = options.articles or settings.articles
    checked = check_corpus(settings.facts_dir, texts)
    for problem in checked.problems:
        print(problem)
    _summary(checked, texts)
    return 1 if checked.errors else 0


def _summary(checked: Checked, texts: Path | None) -> None:
    """One line an article, and one for all."""
    for article in checked.corpus.articles if checked.corpus else ():
        name = article.article.id
        counts = (
            f"{_n(len(article.events), 'event')}, {_n(len(article.figures), 'figure')},"
            f" {_n(len(article.quotes), 'quote')}"
        )
        found = checked.coverage.get(name)
        if found is not None:
            counts += (
                f"; {found.share:.1%} of its words quoted;"
                f" {found.mentions - len(found.left_out)} of {found.mentions} numbers and dates"
                f" covered ({article.article.coverage})"
            )
        print(f"{name}: {counts}")
    how = "against the texts" if texts is not None else "by their seals (no texts were given)"
    verdict = _n(len(checked.errors), "problem") if checked.errors else "no problems"
    print(f"{verdict}, {_n(len(checked.warnings), 'warning')}; quotes checked {how}")


def _seal(options: argparse.Namespace, settings: Settings) -> int:
    texts = options.articles or settings.articles
    from bot.corpus.check import check_corpus
    from bot.corpus.seals import write_seals

    if texts is None:
        raise ConfigError("Sealing needs the texts: give --articles, or set FOOTNOTE_ARTICLES.")
    checked = check_corpus(settings.facts_dir, texts, seals=False)
    if checked.errors:
        raise CorpusError(checked.errors)
    with _writing(settings.facts_dir):
        changed = write_seals(settings.facts_dir, checked.seals)
    total = sum(len(file.seals) for file in checked.seals.values())
    print(f"{_n(total, 'quote')} proved and sealed; {_n(changed, 'seal file')} changed")
    return 0


def _schema(options: argparse.Namespace, settings: Settings) -> int:
    from bot.answers.export.schema import schema
    from bot.corpus.model import ArticleFile, Vocabulary

    if options.answer:
        print(json.dumps(schema(), indent=2, ensure_ascii=False))
        return 0
    for name, model in (("article", ArticleFile), ("vocabulary", Vocabulary)):
        path = settings.facts_dir / f"{name}.schema.json"
        text = json.dumps(model.model_json_schema(mode="validation"), indent=2, ensure_ascii=False)
        with _writing(path):
            path.write_text(text + "\n", encoding="utf-8")
        print(f"wrote {path}")
    return 0


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Whatever the disk refuses as one sentence."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise FootnoteError(f"{error.filename or path} can't be written ({reason}).") from error


def _n(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
