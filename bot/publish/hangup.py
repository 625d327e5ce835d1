"""Takes facts live when a signal asks for it."""

from __future__ import annotations

import asyncio
import logging

from bot.errors import CorpusError, StoreError
from bot.publish.outcome import ReadingFailed
from bot.publish.reloader import Busy, Reloader

log = logging.getLogger(__name__)


async def reload_when_asked(
    asked: asyncio.Event, ready: asyncio.Future[None], reloader: Reloader
) -> None:
    """Reload each time that `asked` is set, once the facts are `ready`; ends with the task."""
    await asyncio.wait((ready,))
    while True:
        await asked.wait()
        asked.clear()
        try:
            await reloader.reload_unseen()
        except (CorpusError, ReadingFailed, StoreError):
            continue  # the log has it
        except Busy:
            log.warning("asked to reload while others do; ask again")
        except Exception:
            log.exception("reloading failed; the facts stay as they were")
