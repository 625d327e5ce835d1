"""The button of a daily post: the source words behind it, privately, as they were when it went."""

from __future__ import annotations

from datetime import date

from bot.anniversaries.post import Post
from bot.errors import InputProblem
from bot.interface.deadline import in_time
from bot.interface.message import text_view
from bot.interface.replies import Interaction, Replies


async def show_posted_words(replies: Replies, interaction: Interaction, on: date) -> None:
    """Answer the button of a date's post."""
    try:
        delivery = None
        if interaction.guild_id is not None:
            delivery = await in_time(replies.deliveries.of(interaction.guild_id, on))
        texts = Post.decode(delivery.post).words if delivery and delivery.post else ()
        if not texts:  # such a post's button is off, but a client of one's own can press it
            raise InputProblem("button.gone")
        first, *more = map(text_view, texts)
        await replies.show(interaction, first, private=True)
        for view in more:
            await replies.follow(interaction, view)
    except Exception as error:  # noqa: BLE001 - every interaction is answered
        await replies.fail(interaction, error)
