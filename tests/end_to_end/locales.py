"""Languages in the simulated Discord, where everybody and everything speaks English: the one place
that knows how to change that."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from simcord import interactions


@contextlib.contextmanager
def spoken(locales: Mapping[int, str]) -> Iterator[None]:
    """Let interactions of these users have their locales, and a server's interactions its own."""
    made = interactions.base_payload

    def base_payload(backend: Any, *, guild_id: int | None, user_id: int, **more: Any) -> Any:
        record, payload = made(backend, guild_id=guild_id, user_id=user_id, **more)
        payload["locale"] = locales.get(user_id, payload["locale"])
        if guild_id is not None:
            payload["guild_locale"] = backend.get_guild(guild_id).preferred_locale
        return record, payload

    interactions.base_payload = base_payload
    try:
        yield
    finally:
        interactions.base_payload = made
