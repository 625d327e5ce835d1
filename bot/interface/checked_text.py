"""The words of a message, wherever in it they stand: content, Components V2, embeds, forwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import discord


def text_of(message: discord.Message) -> str:
    """What a message says; of a forward what was forwarded. Empty for a picture alone."""
    own = _text(message.content, message.components, message.embeds)
    if own:
        return own
    forwarded = (
        _text(shot.content, shot.components, shot.embeds) for shot in message.message_snapshots
    )
    return "\n".join(text for text in forwarded if text)


def displayed(components: Iterable[object]) -> list[str]:
    """The text displays of components, top to bottom."""
    return list(_displayed(components))


def _text(content: str, components: Iterable[object], embeds: Iterable[discord.Embed]) -> str:
    if content.strip():
        return content
    parts = displayed(components) or [line for embed in embeds for line in _lines(embed)]
    return "\n".join(part for part in parts if part.strip())


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
