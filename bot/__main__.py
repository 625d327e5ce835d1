"""The command line, and what a run of the bot holds, from its start to its end."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import io
import logging
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.commandline.ask import add_ask
from bot.commandline.backup import add_backup
from bot.commandline.facts import add_facts, print_problems
from bot.config import Settings, load_settings
from bot.errors import CorpusError, FootnoteError
from bot.logs import set_up
from bot.signals import Signals, heeded

if TYPE_CHECKING:  # each command imports what it needs: Discord serves without the check, say
    import discord

    from bot.interface.client import Footnote
    from bot.state.generations import Reload

log = logging.getLogger("bot")

PERMISSIONS = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 16 | 1 << 38
"""What the invite asks for, for daily posts and replies to checked messages: View Channel, Send
Messages, Embed Links, Read Message History, Send Messages in Threads. Answers to commands need no
permission at all."""


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
        sys.stdout.flush()
    except CorpusError as error:
        print_problems(error)
        return 1
    except FootnoteError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _unread()
    return status


def _unread() -> int:
    """End quietly when nobody reads on, as by `| head`, with the status of such an end."""
    # Python flushes what is still to be written when it ends, and would complain of the pipe then.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE


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

    add_ask(commands, now=_now)
    add_facts(commands)
    add_backup(commands, now=_now)
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
    with heeded() as signals:
        log.info("starting")
        try:
            await _serve_discord(options, settings, signals)
        except asyncio.CancelledError:
            if not signals.ended.is_set():
                raise
    if signals.ended.is_set():
        log.info("ended by a signal")


async def _serve_discord(options: argparse.Namespace, settings: Settings, signals: Signals) -> None:
    from bot.publish.folders import Folders
    from bot.publish.live import keep_yaml, live
    from bot.publish.served import ServedFacts
    from bot.state.database import StateDatabase
    from bot.state.generations import Generations
    from bot.state.questions import Questions

    assert settings.discord_token is not None
    token = settings.discord_token.get_secret_value()
    folders = Folders(settings.facts_dir, settings.articles, settings.data_dir)
    kept = settings.kept_generations
    async with contextlib.AsyncExitStack() as stack:
        state = await StateDatabase.open(folders.data, now=_now)
        stack.push_async_callback(state.close)
        await Questions(state).prune()
        served = ServedFacts()
        stack.push_async_callback(served.close)
        generations = Generations(state)

        async def open_facts() -> Reload | None:
            started = await live(folders, generations, publish=options.publish, kept=kept)
            served.take(started.facts)
            return started.change

        opening = asyncio.create_task(open_facts())
        stack.push_async_callback(_ended, opening)
        # A first start compiles in another process: meanwhile, this one loads what it serves with,
        # logs in and registers its commands.
        await asyncio.to_thread(import_module, "bot.assembly")
        from bot.assembly import assemble
        from bot.charts.pictures import Pictures
        from bot.interface.serving import serve
        from bot.publish.hangup import reload_when_asked
        from bot.publish.reloader import Reloader
        from bot.wording.wordings import Wordings

        reloader = Reloader(folders, generations, served, kept=kept)
        stack.push_async_callback(reloader.close)
        pictures = Pictures()
        stack.push_async_callback(pictures.close)
        client = assemble(
            served, reloader, state, settings, Wordings(), pictures, now=_now, local=False
        )
        ready: asyncio.Future[Reload | None] = asyncio.get_running_loop().create_future()
        asked = asyncio.create_task(
            reload_when_asked(signals.reload, ready, reloader, client.audit)
        )
        stack.push_async_callback(_ended, asked)

        async def keep() -> None:
            await ready
            await keep_yaml(folders, generations, kept=kept)

        stack.push_async_callback(_ended, asyncio.create_task(keep()))

        def invite() -> None:
            print(f"Invite the bot: {_invite(client.application_id)}", flush=True)
            ready.set_result(opening.result())
            _settle()

        await serve(
            client,
            token,
            ended=signals.ended,
            logged_in=invite,
            ready=opening,
            stop=client.stop_posting,
        )


def _settle() -> None:
    """Keep the garbage collector off what a start has made and nothing will let go of: to go
    through all of it would hold up whoever asks at that moment for some hundredths of a second."""
    gc.collect()
    gc.freeze()


async def _ended(task: asyncio.Task[Any]) -> None:
    """Cancel what is no longer wanted, and wait for its end."""
    task.cancel()
    await asyncio.wait((task,))


def _invite(application_id: int | None) -> str:
    """The address that adds the bot to a server, with what daily posts need."""
    import discord

    return discord.utils.oauth_url(
        application_id or 0,
        permissions=discord.Permissions(PERMISSIONS),
        scopes=("bot", "applications.commands"),
    )


async def _run_local(options: argparse.Namespace, settings: Settings) -> None:
    """Serve the local workspace; it always starts with the facts as the files are."""
    # The address to open should not drown in what the simulated Discord logs.
    logging.getLogger("discord").setLevel(logging.ERROR)
    logging.getLogger("bot").setLevel(logging.WARNING)
    from bot.assembly import assemble
    from bot.charts.pictures import Pictures
    from bot.interface.message import text_view
    from bot.local import serve
    from bot.publish.folders import Folders
    from bot.publish.live import live
    from bot.publish.reloader import Reloader
    from bot.publish.served import ServedFacts
    from bot.state.database import StateDatabase
    from bot.state.generations import Generations
    from bot.wording.wordings import Wordings

    wordings = Wordings()
    say = wordings.english
    with tempfile.TemporaryDirectory(prefix="footnote-") as name:
        folders = Folders(settings.facts_dir, settings.articles, Path(name))
        kept = settings.kept_generations
        async with contextlib.AsyncExitStack() as stack:
            state = await StateDatabase.open(folders.data, now=_now)
            stack.push_async_callback(state.close)
            generations = Generations(state)
            facts = ServedFacts()
            stack.push_async_callback(facts.close)
            started = await live(folders, generations, publish=False, kept=kept)
            facts.take(started.facts)
            reloader = Reloader(folders, generations, facts, kept=kept)
            stack.push_async_callback(reloader.close)

            pictures = Pictures()
            stack.push_async_callback(pictures.close)

            async def make_client() -> Footnote:
                return assemble(
                    facts, reloader, state, settings, wordings, pictures, now=_now, local=True
                )

            async def greet(channel: discord.TextChannel) -> None:
                articles = say.count("local.articles", len(facts().articles))
                title = say.say("local.greeting-title", articles=articles)
                topic = "".join(choice.label for choice in facts().choices.suggest("topic", "", 1))
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


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
