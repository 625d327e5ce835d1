"""A daily post as a Discord message, and what a channel must allow for it.

It has content and an embed, not the components of other answers: a push notification shows nothing
of those.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.anniversaries.post import Post
from bot.interface.message import COLOUR
from bot.wording.wording import Wording

Channel = discord.TextChannel | discord.Thread
"""Where daily posts can go: text and announcement channels, and their threads."""

BUTTON = re.compile(r"d1:(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})")


def button_id(on: date) -> str:
    """The custom id of the button of a date's post; in its server no other message has it."""
    return f"d1:{on.isoformat()}"


def date_of(custom_id: str) -> date | None:
    """The date whose post a button belongs to; None where it is no such button."""
    match = BUTTON.fullmatch(custom_id)
    try:
        return date.fromisoformat(match["date"]) if match else None
    except ValueError:
        return None


def post_message(post: Post, on: date, say: Wording, role_id: int | None) -> dict[str, Any]:
    """What `send` takes for a post: the only message that may ping, and only this role."""
    mention = f"<@&{role_id}> " if role_id is not None else ""
    embed = discord.Embed(title=post.title, description=post.body, colour=COLOUR)
    embed.set_footer(text=post.footer)
    view = ui.View(timeout=None)
    view.stop()  # else discord.py keeps it for good; `client.on_interaction` answers its button
    # Always there, since a post is known by it in its channel's history; off where it has no words.
    button: ui.Button[ui.View] = ui.Button(
        label=say.say("button.words"), custom_id=button_id(on), disabled=not post.words
    )
    view.add_item(button)
    roles = [discord.Object(role_id)] if role_id is not None else False
    return {
        "content": mention + post.content,
        "embed": embed,
        "view": view,
        "allowed_mentions": discord.AllowedMentions(everyone=False, users=False, roles=roles),
    }


def missing_permissions(channel: Channel, *, to_look: bool = True) -> tuple[str, ...]:
    """What the bot may not do in a channel of what a post needs, by discord.py's names.

    `to_look` asks for the history too, in which a post is looked for after a fault.
    """
    allowed = channel.permissions_for(channel.guild.me)
    in_thread = isinstance(channel, discord.Thread)
    needed = ["view_channel", "send_messages_in_threads" if in_thread else "send_messages"]
    needed += ["embed_links", "read_message_history"] if to_look else ["embed_links"]
    return tuple(name for name in needed if not getattr(allowed, name))
