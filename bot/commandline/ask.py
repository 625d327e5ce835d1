"""`ask`: answers one question in the terminal, from the facts as the files are."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.commandline import Commands
from bot.config import ARTICLES, Settings
from bot.errors import InputProblem

if TYPE_CHECKING:
    from bot.answers.desk import Desk
    from bot.answers.export.collect import Export
    from bot.answers.export.formats import Format
    from bot.answers.question import Question
    from bot.store.facts import FactStore
    from bot.wording.wording import Wording
    from bot.wording.wordings import Wordings

FORMATS = ("csv", "json", "md", "csl", "ics")
"""Those of `bot.answers.export.formats`, which is imported where a question is asked."""


def add_ask(commands: Commands, now: Callable[[], datetime]) -> None:
    """Add `ask`, whose today is by the clock that is handed in."""
    ask = commands.add_parser("ask", help="answer one question in the terminal")
    ask.add_argument("line", help='such as "/timeline topic:energy"')
    ask.add_argument("--language", default="en", help="of the answer, such as ru; default: en")
    shown = ask.add_mutually_exclusive_group()
    shown.add_argument("--words", action="store_true", help="show the source words behind the page")
    shown.add_argument(
        "--around", action="store_true", help="show these with the sentences around them"
    )
    shown.add_argument(
        "--as",
        dest="form",
        choices=FORMATS,
        help="write the whole answer's facts as a file of this format to standard output",
    )
    ask.set_defaults(run=partial(_ask, now=now))


def _ask(options: argparse.Namespace, settings: Settings, now: Callable[[], datetime]) -> int:
    from bot.answers.question import parse_line
    from bot.wording.wordings import Wordings

    wordings = Wordings()
    say = wordings.english
    stamp = now()
    today = stamp.astimezone(ZoneInfo(settings.time_zone)).date()
    try:
        say = _wording(options.language, wordings)
        if _to_check(options.line) is not None and (options.words or options.around):
            raise InputProblem("ask.check-words")
        if (text := _to_check(options.line)) is not None:
            if options.form is not None:
                checked = _checked_file(text, options.form, settings, say, today, stamp)
                sys.stdout.buffer.write(asyncio.run(checked))
            else:
                print(asyncio.run(_check(text, settings, say, today)))
            return 0
        question = parse_line(options.line)
        if options.around and settings.articles is None:
            raise InputProblem("ask.no-texts", setting=ARTICLES)
        if options.words or options.around:
            question = question.viewed("around" if options.around else "words")
        if options.form is not None:
            content = asyncio.run(_file(question, options.form, settings, say, today, stamp))
            sys.stdout.buffer.write(content)
            return 0
        print(asyncio.run(_answer(question, settings, say, today)))
        if question.view == "answer" and sys.stdout.isatty():
            print(f"\n  {say.say('ask.more')}")
    except InputProblem as problem:
        print(say.explain(problem), file=sys.stderr)
        return 2
    return 0


def _wording(language: str, wordings: Wordings) -> Wording:
    """The wording of a language by its code or its own name."""
    from bot.answers.inputs import resolve_language

    found = wordings.get(language)
    if found is None:
        found = wordings.get(resolve_language(language, wordings.languages, wordings.english))
    return found or wordings.english


def _to_check(line: str) -> str | None:
    """The text of `/check text:...`; None for another line."""
    match = re.match(r"\s*/?check\b\s*(?:text:)?(.*)", line, re.DOTALL)
    return match[1] if match is not None else None


async def _check(text: str, settings: Settings, say: Wording, today: date) -> str:
    from bot.answers.check import check
    from bot.answers.desk import Desk
    from bot.answers.plain import plain

    async with _open_temporarily(settings) as facts:
        return plain(check(text, Desk(facts, say, today, settings.time_zone)), say)


async def _checked_file(
    text: str, form: Format, settings: Settings, say: Wording, today: date, stamp: datetime
) -> bytes:
    from bot.answers.check import check
    from bot.answers.desk import Desk
    from bot.answers.export.checked import shown

    async with _open_temporarily(settings) as facts:
        desk = Desk(facts, say, today, settings.time_zone)
        return _made(shown(check(text, desk), desk), form, desk, stamp)


async def _answer(question: Question, settings: Settings, say: Wording, today: date) -> str:
    from bot.answers.around import around
    from bot.answers.desk import Desk
    from bot.answers.plain import plain
    from bot.answers.registry import answer
    from bot.store.article_texts import ArticleTexts

    async with _open_temporarily(settings) as facts:
        desk = Desk(facts, say, today, settings.time_zone)
        if question.view == "around" and settings.articles is not None:
            return plain(await around(question, desk, ArticleTexts(settings.articles)), say)
        return plain(answer(question, desk), say)


async def _file(
    question: Question, form: Format, settings: Settings, say: Wording, today: date, stamp: datetime
) -> bytes:
    from bot.answers.desk import Desk
    from bot.answers.export.collect import collect

    async with _open_temporarily(settings) as facts:
        desk = Desk(facts, say, today, settings.time_zone)
        return _made(collect(question, desk), form, desk, stamp)


def _made(found: Export, form: Format, desk: Desk, stamp: datetime) -> bytes:
    from bot.answers.export.formats import make, offered

    if form not in offered(found):
        raise InputProblem("take.no-dates")
    return make(found, form, desk, stamp.astimezone(UTC)).content


@contextlib.asynccontextmanager
async def _open_temporarily(settings: Settings) -> AsyncIterator[FactStore]:
    """The facts as the files are, compiled for one question."""
    from bot.publish.build import build
    from bot.store.facts import FactStore

    with tempfile.TemporaryDirectory(prefix="footnote-") as name:
        made = build(settings.facts_dir, settings.articles, Path(name))
        facts = await FactStore.open(made.path)
        try:
            yield facts
        finally:
            await facts.close()
