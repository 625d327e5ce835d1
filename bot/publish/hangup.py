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
    done = await ready
    while True:
        if done is not None:
            try:
                await record(done)
            except Exception:
                log.exception("a change of the facts could not be told of")
        await asked.wait()
        asked.clear()
        done = await _reloaded(reloader)


async def _reloaded(reloader: Reloader) -> Reload | None:
    try:
        return await reloader.reload_unseen()
    except (CorpusError, ReadingFailed, StoreError):
        pass  # the log has it
    except Busy:
        log.warning("asked to reload while others do; ask again")
    except Exception:
        log.exception("reloading failed; the facts stay as they were")
    return None
