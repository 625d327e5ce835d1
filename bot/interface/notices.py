"""What only managers see of the daily posts: notices in the look of the answers, and previews."""

from __future__ import annotations

from datetime import date
from typing import Any

import discord
from discord import ui

from bot.anniversaries.post import Post
from bot.answers.model import Line
from bot.answers.notice import Notice
from bot.interface.markdown import escape
from bot.interface.message import text_view
from bot.interface.posting import post_message
from bot.wording.dates import full_day_text
from bot.wording.wording import Wording


def notice_view(notice: Notice) -> ui.LayoutView:
    """The notice's lines, escaped but for what they mention, under its title."""
    return text_view(f"### {escape(notice.title)}", notice_text(notice))


def notice_text(notice: Notice) -> str:
    """The lines by themselves."""
    mentions = {escape(mention): mention for mention in notice.mentions}
    return "\n".join(_marked_up(line, mentions) for line in notice.lines)


def _marked_up(line: Line, mentions: dict[str, str]) -> str:
    text = escape(line.text)
    for escaped, mention in mentions.items():
        text = text.replace(escaped, mention)
    if line.kind == "small":
        return f"-# {text}"
    if line.kind == "quote":
        return f"> {text}"
    return f"**{escape(line.lead)}** {text}" if line.lead else text


def preview_message(
    post: Post, on: date, say: Wording, role_id: int | None, own: Wording
) -> dict[str, Any]:
    """What `send_message` takes to show a post as it would be, but for a line that says so.

    The post is in the language of its server, `say`; the line in its reader's `own`.

    It pings nobody, and its button can't be pressed: the words are kept with what was posted.
    """
    message = post_message(post, on, say, role_id)
    for button in message["view"].children:
        button.disabled = True
    mark = own.say("anniversaries.preview", day=full_day_text(on, own))
    return {
        **message,
        "content": f"-# {escape(mark)}\n{message['content']}",
        "allowed_mentions": discord.AllowedMentions.none(),
    }
