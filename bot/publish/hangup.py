"""Takes facts live when a signal asks for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.errors import CorpusError, StoreError
from bot.publish.outcome import ReadingFailed
from bot.publish.reloader import Reloader
from bot.publish.shown import Busy
from bot.state.generations import Reload

log = logging.getLogger(__name__)


async def reload_when_asked(
    asked: asyncio.Event,
    ready: asyncio.Future[Reload | None],
    reloader: Reloader,
    record: Callable[[Reload], Awaitable[None]],
) -> None:
    """Reload each time that `asked` is set, once the bot is `ready`; ends with the task.

    Each change is handed to `record`, and first the one that the start made, if it made one.
    """
    first = await ready
    if first is not None:
        await record(first)
    while True:
        await asked.wait()
        asked.clear()
        try:
            done = await reloader.reload_unseen()
            if done is not None:
                await record(done)
        except (CorpusError, ReadingFailed, StoreError):
            continue  # the log has it
        except Busy:
            log.warning("asked to reload while others do; ask again")
        except Exception:
            log.exception("reloading failed; the facts stay as they were")
