"""Private answers that may take longer than Discord waits: it is told so, and they come later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from discord import ui

from bot.interface.acknowledge import acknowledge, insist
from bot.interface.deadline import TooSlow
from bot.interface.message import Attachment
from bot.interface.replies import NOBODY, Interaction, Replies

QUICK = 1.0
"""Seconds after which Discord is told that it takes a while; most answers take some hundredths."""

PATIENCE = 120.0
"""Seconds that an answer may take, waiting for its turn included."""

T = TypeVar("T")


async def unhurried(
    interaction: Interaction,
    making: Coroutine[Any, Any, T],
    *,
    slow_to_send: Callable[[T], bool] = lambda _: False,
) -> T:
    """What `making` gives. Discord is told that it takes a while where that is so, or where what
    was made is `slow_to_send`. Raises `TooSlow` after `PATIENCE`."""
    task = asyncio.ensure_future(making)
    try:
        await asyncio.wait((task,), timeout=QUICK)
        if not task.done() or (task.exception() is None and slow_to_send(task.result())):
            await acknowledge(lambda: interaction.response.defer(ephemeral=True, thinking=True))
        return await asyncio.wait_for(task, PATIENCE)
    except TimeoutError as error:
        raise TooSlow(f"no answer within {PATIENCE:g} seconds") from error
    finally:
        task.cancel()


async def show(
    replies: Replies,
    interaction: Interaction,
    view: ui.LayoutView,
    attachment: Attachment | None = None,
) -> None:
    """Answer privately, in the place of what Discord shows of an answer that takes a while."""
    if not interaction.response.is_done():
        await replies.show(interaction, view, attachment, private=True)
        return
    await insist(
        lambda: interaction.edit_original_response(
            view=view,
            attachments=[attachment.file()] if attachment is not None else [],
            allowed_mentions=NOBODY,
        )
    )
