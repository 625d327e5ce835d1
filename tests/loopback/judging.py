"""What must hold for every interaction, whatever was in it.

Discord's limits are not looked at here: every request is held against them as it comes in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tests.loopback.exchange import (
    CHOICES,
    DEFERRED_UPDATE,
    EPHEMERAL,
    MESSAGE,
    MODAL,
    UPDATE,
    Exchange,
    Kind,
)
from tests.loopback.world import Payload
from tests.shown import custom_ids_of, texts_of

ANSWERS: dict[Kind, tuple[int, ...]] = {
    "command": (MESSAGE,),
    "component": (MESSAGE, UPDATE, DEFERRED_UPDATE, MODAL),
    "modal": (MESSAGE, UPDATE),
    "autocomplete": (CHOICES,),
}
"""How each kind may be acknowledged. Look-ups never defer; only a removal has nothing to show."""

FAULT = "Something went wrong on our side"
_INNER = re.compile(
    r"Traceback|\b[A-Z]\w*(?:Error|Exception|Mismatch|NotFound)\b|\.py\b|site-packages"
)
_OWN_LINK = re.compile(r"(?<!\\)<https?://(?!evil\.)[\w.-]+/[^\s<>]*>")
"""The bot's own: a web address that fact editors gave."""
_OWN_MENTION = re.compile(r"(?<!\\)<(?:#|@|@&)[0-9]{19}>")
"""A channel, role or person of the loopback Discord, which managers are told; nobody types one."""
_ACTIVE = re.compile(
    r"(?<!\\)(?:\\\\)*(?:[@<`|]|~~|\]\((?!\))|:/*evil)"  # pings, spoilers, code, strikes, links
)
_JOINER = "\u200d"
"""Stands within emoji; every other character that is not seen could hide or turn text."""


def problems(exchange: Exchange) -> list[str]:
    """What is wrong with how an interaction was answered; none if all is well."""
    if not exchange.done.is_set():
        return ["not answered"]
    found = []
    # Somebody may have removed the message meanwhile: its page can't turn, and that is told.
    gone = exchange.on is not None and exchange.on.deleted and exchange.type == MESSAGE
    if exchange.statuses != [200] and not (gone and exchange.statuses == [404, 200]):
        found.append(f"the callbacks were answered with {exchange.statuses}")
    if exchange.type not in ANSWERS[exchange.kind]:
        return [*found, f"a callback of type {exchange.type}"]
    if exchange.followups and not _may_follow(exchange):
        found.append(f"{len(exchange.followups)} messages after the answer")
    if exchange.type == CHOICES:
        return [*found, *_choice_problems(exchange.data)]
    if exchange.type in (DEFERRED_UPDATE, MODAL):
        return found
    return [*found, *_message_problems(exchange.data)]


def _may_follow(exchange: Exchange) -> bool:
    """Whether more messages may come: the parts of a private answer, and what a press shares."""
    if exchange.type == UPDATE:
        return len(exchange.followups) == 1 and any(
            custom_id.startswith("c1:")
            for custom_id in custom_ids_of(exchange.data.get("components") or [])
        )
    return bool(exchange.data.get("flags", 0) & EPHEMERAL) and all(
        message.ephemeral for message in exchange.followups
    )


def _choice_problems(data: Payload) -> Iterator[str]:
    for choice in data["choices"]:
        yield from _unseen(choice["name"])


def _message_problems(data: Payload) -> Iterator[str]:
    if data.get("allowed_mentions") != {"parse": []}:
        yield f"allowed_mentions {data.get('allowed_mentions')}"
    texts = texts_of(data.get("components") or [])
    previewed = [data.get("content") or "", *map(_embedded, data.get("embeds") or [])]
    private = data.get("flags", 0) & EPHEMERAL
    if any(texts) is any(previewed) or (any(previewed) and not private):
        yield "neither a message of text displays nor a private preview"
    text = "\n".join(filter(None, (*texts, *previewed)))
    if FAULT in text:
        yield "told as a fault of ours"
    if inner := _INNER.search(text):
        yield f"shows {inner[0]!r}"
    if active := _ACTIVE.search(_OWN_MENTION.sub("", _OWN_LINK.sub("", text))):
        yield f"not escaped: {text[max(0, active.start() - 20) : active.end() + 20]!r}"
    yield from _unseen(text)


def _embedded(embed: Payload) -> str:
    """The texts of an embed."""
    footer = (embed.get("footer") or {}).get("text")
    return "\n".join(filter(None, (embed.get("title"), embed.get("description"), footer)))


def _unseen(text: str) -> Iterator[str]:
    for character in sorted(set(text) - {"\n", _JOINER}):
        if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            yield f"shows U+{ord(character):04X}"
