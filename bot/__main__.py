"""The command line, and the only place that wires the parts together."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import json
import logging
import os
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.config import Settings, load_settings
from bot.errors import ConfigError, CorpusError, FootnoteError, InputProblem
from bot.logs import set_up
from bot.signals import ended_by_signals

if TYPE_CHECKING:  # each command imports what it needs: Discord serves without the check, say
    import discord

    from bot.answers.question import Question
    from bot.corpus.check import Checked
    from bot.publish import Opened
    from bot.state.database import StateDatabase
    from bot.store.facts import FactStore
    from bot.wording.wording import Wording

log = logging.getLogger("bot")

PERMISSIONS = 0
"""Answers to commands need no permission at all in a server; the invite asks for none."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the process's exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that can't show every script gets the rest of the answer all the same.
            stream.reconfigure(errors="replace")
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        settings = load_settings()
        status: int = options.run(options, settings)
    except CorpusError as error:
        print(f"The facts can't be used. {_n(len(error.problems), 'problem')}:", file=sys.stderr)
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 1
    except (ConfigError, FootnoteError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Footnote: a Discord bot that answers with cited facts."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="start the bot: on Discord with a token, else locally")
    run.add_argument("--port", type=int, default=8765, help="the local workspace's port; 0: any")
    run.add_argument("--open", action="store_true", help="open the local workspace in a browser")
    run.add_argument("--local", action="store_true", help="the local workspace, token or not")
    run.add_argument(
        "--publish", action="store_true", help="on Discord: take the facts on disk live first"
    )
    run.set_defaults(run=_run)

    ask = commands.add_parser("ask", help="answer one question in the terminal")
    ask.add_argument("line", help='such as "/timeline topic:energy"')
    ask.add_argument("--words", action="store_true", help="show the source words behind the page")
    ask.set_defaults(run=_ask)

    check = commands.add_parser("check", help="check the facts; exit status 1 if anything is wrong")
    check.add_argument("--articles", type=Path, help="folder of the texts, to prove the quotes")
    check.set_defaults(run=_check)

    seal = commands.add_parser("seal", help="prove every quote against the texts, write the seals")
    seal.add_argument("--articles", type=Path, help="folder of the texts")
    seal.set_defaults(run=_seal)

    schema = commands.add_parser("schema", help="write the format's JSON Schemas for editors")
    schema.set_defaults(run=_schema)

    build_ = commands.add_parser("build", help="compile the facts into a folder; a line of JSON")
    build_.add_argument("--facts", type=Path, required=True, help="the folder of the facts")
    build_.add_argument("--articles", type=Path, help="folder of the texts, to prove the quotes")
    build_.add_argument("--into", type=Path, required=True, help="the folder to compile into")
    build_.add_argument("--tied", action="store_true", help="end when standard input ends")
    build_.set_defaults(run=_build)
    return parser


def _run(options: argparse.Namespace, settings: Settings) -> int:
    token = settings.discord_token.get_secret_value() if settings.discord_token else None
    set_up(settings.log_level, settings.log_format, token=token)
    if settings.discord_token is None or options.local:
        asyncio.run(_run_local(options, settings))
    else:
        asyncio.run(_run_discord(options, settings))
    return 0


async def _run_discord(options: argparse.Namespace, settings: Settings) -> None:
    """Serve Discord until a signal ends it."""
    with ended_by_signals() as ended:
        log.info("starting")
        try:
            await _serve_discord(options, settings, ended)
        except asyncio.CancelledError:
            if not ended.is_set():
                raise
    if ended.is_set():
        log.info("ended by a signal")


async def _serve_discord(
    options: argparse.Namespace, settings: Settings, ended: asyncio.Event
) -> None:
    from bot.publish import live
    from bot.state.database import StateDatabase
    from bot.state.generations import Generations
    from bot.state.questions import KEPT, Questions

    assert settings.discord_token is not None
    token = settings.discord_token.get_secret_value()
    async with contextlib.AsyncExitStack() as stack:
        state = await StateDatabase.open(settings.data_dir, now=_now)
        stack.push_async_callback(state.close)
        await Questions(state).prune(state.today() - KEPT)
        opening = asyncio.create_task(
            live(
                settings.facts_dir,
                settings.articles,
                settings.data_dir,
                Generations(state),
                publish=options.publish,
            )
        )
        stack.push_async_callback(_let_go, opening)
        # A first start compiles in another process: meanwhile, this one loads what it serves with,
        # logs in and registers its commands.
        await asyncio.to_thread(import_module, "bot.interface.serving")
        from bot.interface.serving import serve
        from bot.wording.wording import load

        client = _client(lambda: opening.result().facts, state, settings, load())

        def invite() -> None:
            print(f"Invite the bot: {_invite(client.application_id)}", flush=True)

        await serve(client, token, ended=ended, logged_in=invite, ready=opening)


async def _let_go(opening: asyncio.Task[Opened]) -> None:
    """Close the facts, or stop what would open them."""
    opening.cancel()
    await asyncio.wait((opening,))
    if not opening.cancelled() and opening.exception() is None:
        await opening.result().facts.close()


def _invite(application_id: int | None) -> str:
    """The address that adds the bot to a server with the least permissions."""
    import discord

    return discord.utils.oauth_url(
        application_id or 0,
        permissions=discord.Permissions(PERMISSIONS),
        scopes=("bot", "applications.commands"),
    )


async def _run_local(options: argparse.Namespace, settings: Settings) -> None:
    """Serve the local workspace; it always shows the facts as the files are."""
    # The address to open should not drown in what the simulated Discord logs.
    logging.getLogger("discord").setLevel(logging.ERROR)
    logging.getLogger("bot").setLevel(logging.WARNING)
    from bot.interface.message import text_view
    from bot.local import serve
    from bot.publish import build
    from bot.state.database import StateDatabase
    from bot.store.facts import FactStore
    from bot.wording.wording import load

    say = load()
    with tempfile.TemporaryDirectory(prefix="footnote-") as name:
        folder = Path(name)
        made = build(settings.facts_dir, settings.articles, folder)
        async with contextlib.AsyncExitStack() as stack:
            state = await StateDatabase.open(folder, now=_now)
            stack.push_async_callback(state.close)
            facts = await FactStore.open(made.path)
            stack.push_async_callback(facts.close)

            async def make_client() -> discord.Client:
                return _client(lambda: facts, state, settings, say)

            async def greet(channel: discord.TextChannel) -> None:
                articles = say.count("local.articles", len(facts.articles))
                title = say.say("local.greeting-title", articles=articles)
                topic = "".join(choice.label for choice in facts.choices.suggest("topic", "", 1))
                await channel.send(
                    view=text_view(f"### {title}", say.say("local.greeting", topic=topic))
                )

            await serve(
                make_client,
                port=options.port,
                bot_name="Footnote",
                time_zone=settings.time_zone,
                open_browser=options.open,
                announce=_announce(settings),
                greet=greet,
            )


def _announce(settings: Settings) -> Callable[[str], None]:
    def announce(address: str) -> None:
        why = "No DISCORD_TOKEN is set, so t" if settings.discord_token is None else "T"
        print(f"\n{why}his is the local workspace: the same bot in your browser.\n")
        print(f"  Open  {address}\n")
        print("  Type /timeline in the message box. Ctrl-C ends it.\n", flush=True)

    return announce


def _client(
    facts: Callable[[], FactStore], state: StateDatabase, settings: Settings, say: Wording
) -> discord.Client:
    """The client over the facts that `facts` gives and over this state."""
    from bot.interface.client import Footnote
    from bot.interface.replies import Replies
    from bot.state.commands import SyncedCommands
    from bot.state.guilds import Guilds
    from bot.state.questions import Questions

    replies = Replies(
        facts=facts,
        say=say,
        guilds=Guilds(state),
        questions=Questions(state),
        now=_now,
        default_zone=settings.time_zone,
    )
    return Footnote(replies, SyncedCommands(state))


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from bot.answers.question import parse_line
    from bot.wording.wording import load

    say = load()
    try:
        question = parse_line(options.line)
        if options.words:
            question = question.viewed("words")
        print(asyncio.run(_answer(question, settings, say)))
        if not options.words and sys.stdout.isatty():
            print(f"\n  {say.say('ask.more')}")
    except InputProblem as problem:
        print(say.say(problem.key, **problem.values), file=sys.stderr)
        return 2
    return 0


async def _answer(question: Question, settings: Settings, say: Wording) -> str:
    from bot.answers.desk import Desk
    from bot.answers.plain import plain
    from bot.answers.registry import answer

    async with _open_temporarily(settings) as facts:
        today = _now().astimezone(ZoneInfo(settings.time_zone)).date()
        return plain(answer(question, Desk(facts, say, today, settings.time_zone)), say)


@contextlib.asynccontextmanager
async def _open_temporarily(settings: Settings) -> AsyncIterator[FactStore]:
    """The facts as the files are, compiled for one question."""
    from bot.publish import build
    from bot.store.facts import FactStore

    with tempfile.TemporaryDirectory(prefix="footnote-") as name:
        made = build(settings.facts_dir, settings.articles, Path(name))
        facts = await FactStore.open(made.path)
        try:
            yield facts
        finally:
            await facts.close()


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


def _n(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _build(options: argparse.Namespace, _: Settings) -> int:
    from bot.publish import build_in_json

    if options.tied:
        threading.Thread(target=_end_with_input, daemon=True).start()
    print(build_in_json(options.facts, options.articles, options.into))
    return 0


def _end_with_input() -> None:
    """End with whoever started this, however that came to its end."""
    sys.stdin.read()
    os._exit(1)


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


def _schema(_: argparse.Namespace, settings: Settings) -> int:
    from bot.corpus.model import ArticleFile, Vocabulary

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


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
