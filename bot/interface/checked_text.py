"""The words of a message, wherever in it they stand: content, Components V2, embeds, forwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import discord


def text_of(message: discord.Message) -> str:
    """All that a message says: its own words, those of its embeds, such as a link's preview, and
    what it forwards. Empty for a picture alone."""
    sources: tuple[discord.Message | discord.MessageSnapshot, ...]
    sources = (message, *message.message_snapshots)
    parts = [
        part
        for one in sources
        for part in (
            one.content,
            *displayed(one.components),
            *(line for embed in one.embeds for line in _lines(embed)),
        )
    ]
    return "\n".join(part for part in parts if part.strip())


def displayed(components: Iterable[object]) -> list[str]:
    """The text displays of components, top to bottom."""
    return list(_displayed(components))


def _displayed(components: Iterable[object]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        elif isinstance(component, discord.Container | discord.SectionComponent):
            yield from _displayed(component.children)


def _lines(embed: discord.Embed) -> Iterator[str]:
    yield embed.title or ""
    yield embed.description or ""
    for each in embed.fields:
        yield each.name or ""
        yield each.value or ""
