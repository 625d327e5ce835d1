"""The bodies that the bot and discord.py make, held against the description and the limits."""

from __future__ import annotations

import copy
import io
import json
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import discord
import pytest
from discord.http import MultipartParameters, handle_message_parameters
from discord.webhook.async_ import interaction_message_response_params, interaction_response_params

from bot.answers.charting import ALT
from bot.answers.model import Answer, Entry, Line
from bot.answers.model import Footnote as Mark
from bot.answers.notice import Notice
from bot.answers.question import Question
from bot.interface.audit import Audit
from bot.interface.client import Footnote
from bot.interface.edit_pages import Screen, pages
from bot.interface.edit_press import EditPress
from bot.interface.editing import Editing
from bot.interface.editors import whoever_manages
from bot.interface.illustration import Illustration, instead
from bot.interface.languages import Languages
from bot.interface.layout import lay_out
from bot.interface.message import answer_view, text_view
from bot.interface.replies import NOBODY, Replies
from bot.interface.report_list import ReportList
from bot.interface.reporting import Reporting
from bot.interface.translation import Translation
from bot.state.commands import SyncedCommands
from bot.state.database import StateDatabase
from bot.state.deliveries import Deliveries
from bot.state.guilds import Guilds
from bot.state.plans import Plans
from bot.state.questions import Questions
from bot.state.reports import Reports
from bot.wording.wording import load
from bot.wording.wordings import Wordings
from tests.charts.make import CHART
from tests.end_to_end.reloading import FakeReloader
from tests.loopback.command_limits import command_problems
from tests.loopback.contract import Contract, limit_violations

NOON = datetime(2026, 7, 19, 12, 0, tzinfo=UTC)
ID = 80351110224678912
CALLBACK = f"/interactions/{ID}/aToken/callback"
COMMANDS = f"/applications/{ID}/commands"
JSON = "application/json"


def problems(
    contract: Contract, request: str, body: object, media: str = JSON, files: Sequence[str] = ()
) -> list[str]:
    """What is wrong with a request, for the description and the limits."""
    method, path = request.split()
    headers = {"Authorization": "Bot x", "Content-Type": media}
    return [
        *contract.violations(method, path, {}, headers, body, files),
        *limit_violations(method, path, body),
    ]


def clean(contract: Contract, request: str, made: MultipartParameters) -> list[str]:
    """What is wrong with what discord.py made of a message."""
    if not made.files:
        return problems(contract, request, made.payload)
    assert made.multipart is not None
    payload = json.loads(made.multipart[0]["value"])
    names = [file.filename for file in made.files]
    return problems(contract, request, payload, "multipart/form-data", names)


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Footnote]:
    """The real client, over state of its own and no facts."""
    state = await StateDatabase.open(tmp_path, now=lambda: NOON)

    def no_facts() -> NoReturn:
        raise AssertionError("no fact is needed to register commands")

    async def no_post(*_: object) -> NoReturn:
        raise AssertionError("no post is needed to register commands")

    guilds = Guilds(state)
    languages = Languages(Wordings(), guilds, lambda _: None)
    replies = Replies(
        facts=no_facts,
        languages=languages,
        guilds=guilds,
        questions=Questions(state),
        plans=Plans(state, guilds, "UTC"),
        deliveries=Deliveries(state),
        compose=no_post,
        now=lambda: NOON,
        default_zone="UTC",
    )
    client = Footnote(replies, SyncedCommands(state))
    audit, reports = Audit(client, languages, None, time.monotonic), Reports(state)
    editing = Editing(replies, FakeReloader(NOON), reports, whoever_manages, audit)
    listing = ReportList(replies, reports, whoever_manages)
    client.edit_facts(editing, Reporting(replies, reports, listing, audit.reported))
    yield client
    await client.close()
    await state.close()


async def test_the_bots_commands_are_clean(contract: Contract, client: Footnote) -> None:
    """As they are registered; and a fault among them would be told."""
    commands = [command.to_dict(client.tree) for command in client.tree.get_commands()]
    assert len(commands) > 5
    assert problems(contract, f"PUT {COMMANDS}", commands) == []
    faulty = copy.deepcopy(commands)
    faulty[0]["description"] = "x" * 101
    assert len(problems(contract, f"PUT {COMMANDS}", faulty)) == 2


async def test_the_commands_are_clean_in_every_language(
    contract: Contract, client: Footnote
) -> None:
    """With their translations, of which the longest counts, they are within Discord's limits."""
    wordings = Wordings()
    translation = Translation(wordings)
    commands = [
        await command.get_translated_payload(client.tree, translation)
        for command in client.tree.get_commands()
    ]
    assert problems(contract, f"PUT {COMMANDS}", commands) == []
    assert list(command_problems(commands)) == []
    said = {
        wordings.of(locale).language
        for command in commands
        for locale in command.get("description_localizations", ())
    }
    assert said == wordings.languages.keys() - {"en"}


ATTACHED: Any = object()
"""Something that a message has already."""


async def an_answer(illustration: Illustration | None = None) -> discord.ui.LayoutView:
    """An answer of several pages, with all its buttons."""
    answer = Answer(
        question=Question("timeline"),
        title="Timeline: energy",
        scope=("8 results",),
        entries=(Entry((Line("head", "The ferry opens.", marks=(1,)),)),),
        footnotes=(Mark(1, "Valori, ~Feb 2022"),),
        pages=3,
    )

    async def keep(text: str) -> str:
        return "0" * 16

    say = load()
    return await answer_view(
        lay_out(answer, say),
        say,
        asker=ID,
        generation="k7q2m9zb",
        private=False,
        keep=keep,
        illustration=illustration,
    )


def a_preview() -> Screen:
    """A preview of edited facts, of several pages and so with a file, with all its buttons."""
    entries = tuple(Entry((Line("head", "The ferry sails. " * 30),)) for _ in range(20))
    notice = Notice(
        "What would change", (Line("head", "…", lead="Live:"),), frozenset(), entries, "text"
    )
    told = pages(notice, load(), "facts-changes.txt")
    return Screen(told, EditPress("n", "k7q2m9zb", "aaaaaaaa", False, 2), can_go_live=True)


async def test_the_bots_messages_are_clean(contract: Contract) -> None:
    """Answers to commands and presses, follow-ups and edits, as discord.py sends them."""
    for view in (await an_answer(), text_view("One sentence.")):
        for kind in (4, 7):
            flags = discord.MessageFlags(ephemeral=True)
            made = interaction_message_response_params(
                type=kind, view=view, flags=flags, allowed_mentions=NOBODY
            )
            assert clean(contract, f"POST {CALLBACK}", made) == []
        made = handle_message_parameters(view=view, allowed_mentions=NOBODY)
        assert clean(contract, f"POST /webhooks/{ID}/aToken", made) == []
        assert clean(contract, f"PATCH /webhooks/{ID}/aToken/messages/@original", made) == []


async def test_an_answer_with_its_picture_is_clean(contract: Contract) -> None:
    """As it is sent, and as a turned page replaces it or takes it off."""
    illustration = Illustration(replace(CHART, alt="a" * ALT), b"png")
    view = await an_answer(illustration)
    made = interaction_message_response_params(
        type=4, view=view, file=illustration.file(), allowed_mentions=NOBODY
    )
    assert clean(contract, f"POST {CALLBACK}", made) == []
    for other in (illustration, None):
        made = interaction_message_response_params(
            type=7,
            view=await an_answer(other),
            attachments=instead([ATTACHED], other),
            allowed_mentions=NOBODY,
        )
        assert clean(contract, f"POST {CALLBACK}", made) == []


async def test_a_preview_with_its_file_is_clean(contract: Contract) -> None:
    """As it is put in the place of what a deferral shows, and of what was there before."""
    say, screen = load(), a_preview()
    made = interaction_message_response_params(
        type=7, view=screen.view(say), attachments=screen.files(), allowed_mentions=NOBODY
    )
    assert clean(contract, f"POST {CALLBACK}", made) == []
    made = handle_message_parameters(
        view=screen.view(say), attachments=screen.files(), allowed_mentions=NOBODY
    )
    assert clean(contract, f"PATCH /webhooks/{ID}/aToken/messages/@original", made) == []
    made = handle_message_parameters(
        view=screen.view(say), files=screen.files(), allowed_mentions=NOBODY
    )
    assert clean(contract, f"POST /webhooks/{ID}/aToken", made) == []


async def test_what_pings_is_told(contract: Contract) -> None:
    """The library sends no allowed mentions unless it is told to."""
    made = interaction_message_response_params(type=4, view=text_view("@everyone"))
    assert clean(contract, f"POST {CALLBACK}", made) == [
        "allowed_mentions: missing, and then anybody named is pinged"
    ]


def test_acknowledgements_and_choices_are_clean(contract: Contract) -> None:
    """A deferral of an answer and of an edit, and what autocomplete offers."""
    choice = discord.app_commands.Choice(name="Energy", value="energy")
    for made in (
        interaction_response_params(5, {"flags": 64}),
        interaction_response_params(6),
        interaction_response_params(8, {"choices": [choice.to_dict()]}),
        interaction_response_params(8, {"choices": []}),
    ):
        assert clean(contract, f"POST {CALLBACK}", made) == []


def test_a_daily_post_would_be_clean(contract: Contract) -> None:
    """Content that names one role, an embed, a chart and a nonce."""
    embed = discord.Embed(title="On this day", colour=1, timestamp=NOON, description="x")
    embed.set_image(url="attachment://chart.png").set_footer(text="1 of 3").add_field(
        name="a", value="b"
    )
    role = discord.Object(ID)
    made = handle_message_parameters(
        content=f"<@&{ID}>",
        embed=embed,
        file=discord.File(io.BytesIO(b"png"), "chart.png", description="a chart"),
        nonce="n" * 25,
        allowed_mentions=discord.AllowedMentions(roles=[role]),
        previous_allowed_mentions=NOBODY,  # as the client's own are merged in
    )
    assert clean(contract, f"POST /channels/{ID}/messages", made) == []


ODD: tuple[object, ...] = (None, True, -1, 2.5, "", "x", [], [1], {}, {"type": []}, [[{}]])
"""Values that are of the wrong kind nearly everywhere."""


def with_each_part_replaced(value: object) -> Iterator[object]:
    """The value once for each of its parts and each odd value in the part's place."""
    yield from ODD
    if isinstance(value, dict | list):
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            for odd in with_each_part_replaced(inner):
                changed: Any = copy.copy(value)
                changed[key] = odd
                yield changed


def test_no_body_is_too_odd_to_be_told_of(contract: Contract) -> None:
    """Whatever stands where a text, a number or a list should, is a problem and no fault."""
    embed = {
        "footer": {"text": "x"},
        "author": {"name": "x"},
        "fields": [{"name": "a", "value": "b"}],
    }
    text = {"type": 10, "content": "x"}
    button = {"type": 2, "style": 2, "label": "On", "custom_id": "x"}
    message = {
        "flags": 0,
        "embeds": [embed],
        "attachments": [{"id": 0, "filename": "x"}],
        "components": [{"type": 17, "components": [text, {"type": 1, "components": [button]}]}],
        "allowed_mentions": {"parse": [], "roles": ["1"]},
    }
    option = {
        "name": "topic",
        "type": 3,
        "description": "x",
        "choices": [{"name": "x", "name_localizations": {"ru": "x"}, "value": "y"}],
    }
    command = {"name": "timeline", "type": 1, "description": "x", "options": [option]}
    choices = {"type": 8, "data": {"choices": [{"name": "x", "value": "y"}]}}
    modal = {"title": "x", "custom_id": "m", "components": [{"type": 10, "content": "x"}]}
    told = 0
    for request, body in (
        (f"POST /channels/{ID}/messages", message),
        (f"POST {CALLBACK}", {"type": 4, "data": {"content": "x"}}),
        (f"POST {CALLBACK}", choices),
        (f"POST {CALLBACK}", {"type": 9, "data": modal}),
        (f"PUT {COMMANDS}", [command]),
    ):
        for odd in with_each_part_replaced(body):
            told += bool(problems(contract, request, odd))
    assert told > 500
