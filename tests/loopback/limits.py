"""Discord's documented limits that its description leaves out, and the bot's rule of no pings.

Lengths are counted in UTF-16 units. Discord does not say what it takes for a character, and a text
has at least as many units as code points: what passes here passes either way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.loopback.command_limits import choice_problems, command_problems, one_command_problems
from tests.loopback.measure import inner, objects, repeated, span

COMPONENTS_V2 = 1 << 15
ROW, BUTTON, TEXT_INPUT, TEXT, LABEL = 1, 2, 4, 10, 18
SELECTS = frozenset({3, 5, 6, 7, 8})
ONLY_V2 = frozenset({9, 10, 11, 12, 13, 14, 17})
LINK, PREMIUM = 5, 6
MESSAGE, UPDATE, CHOICES, MODAL = 4, 7, 8, 9
"""Interaction callback types."""

_MESSAGES = re.compile(
    r"POST /channels/[^/]+/messages|PATCH /channels/[^/]+/messages/[^/]+"
    r"|POST /webhooks/[^/]+/[^/]+|PATCH /webhooks/[^/]+/[^/]+/messages/[^/]+"
)
_CALLBACK = re.compile(r"POST /interactions/[^/]+/[^/]+/callback")
_COMMANDS = re.compile(r"(PUT|POST|PATCH) /applications/[^/]+(/guilds/[^/]+)?/commands(/[^/]+)?")


def limit_violations(method: str, path: str, body: object | None) -> list[str]:
    """What a request exceeds, a line each. `path` is below `/api/v10`, without the query.

    The sections of Discord's documentation stand at each group of rules. Of requests other than
    messages, answers to interactions and commands nothing is asked.
    """
    request = f"{method} {path}"
    if _COMMANDS.fullmatch(request):
        if isinstance(body, list):
            return list(command_problems(body))
        if isinstance(body, dict):
            return list(one_command_problems(body, partial=method == "PATCH"))
    if not isinstance(body, dict):
        return []
    if _MESSAGES.fullmatch(request):
        return list(_message_problems(body))
    if _CALLBACK.fullmatch(request):
        rules = _OF_CALLBACKS.get(_kind(body))
        data = body.get("data")
        if rules and isinstance(data, dict):
            return list(rules(data))
    return []


def message_of(body: object) -> Mapping[str, Any]:
    """The message in a body: of an interaction's callback its data; nothing if there is none."""
    if not isinstance(body, dict):
        return {}
    data = body.get("data")
    return data if isinstance(data, dict) else body


def _message_problems(message: Mapping[str, Any]) -> Iterator[str]:
    yield from span("content", message.get("content"), 0, 2000)
    yield from span("nonce", message.get("nonce"), 0, 25)
    yield from _embed_problems(objects(message.get("embeds")))
    components = list(_walk(message.get("components")))
    yield from _component_problems(components)
    yield from _v2_problems(message, components)
    yield from _mention_problems(message.get("allowed_mentions"))


def _kind(part: Mapping[str, Any]) -> int:
    """The type of a component or a callback; 0, which none has, if it is no number."""
    kind = part.get("type")
    return kind if isinstance(kind, int) else 0


def _mention_problems(allowed: object) -> Iterator[str]:
    """The bot's own rule: it pings nobody but a role that a guild chose, which is named by id."""
    if not isinstance(allowed, dict):
        yield "allowed_mentions: missing, and then anybody named is pinged"
        return
    if allowed.get("parse") != []:
        yield f"allowed_mentions: parse is {allowed.get('parse')!r}, expected an empty list"
    if allowed.get("users") or allowed.get("replied_user"):
        yield "allowed_mentions: a person is pinged"


def _v2_problems(message: Mapping[str, Any], components: list[Mapping[str, Any]]) -> Iterator[str]:
    """Component Reference, its introduction; the 4,000 of all text together are Text Display's."""
    flags = message.get("flags")
    if not isinstance(flags, int) or not flags & COMPONENTS_V2:
        for kind in sorted(ONLY_V2.intersection(map(_kind, components))):
            yield f"components: type {kind} needs the flag 1 << 15"
        return
    for name in ("content", "embeds", "poll", "sticker_ids"):
        if message.get(name):
            yield f"{name}: has no place beside the flag 1 << 15"
    if len(components) > 40:
        yield f"components: {len(components)} with the nested ones, at most 40"
    texts = (part.get("content", "") for part in components if part.get("type") == TEXT)
    yield from span("components: all text", "".join(map(str, texts)), 0, 4000)


def _component_problems(components: list[Mapping[str, Any]]) -> Iterator[str]:
    """Component Reference: "Anatomy of a Component", "Action Row", "Button"."""
    for name in ("custom_id", "id"):
        for twice in repeated(part[name] for part in components if part.get(name)):
            yield f"components: the {name} {twice!r} is not unique"
    for part in components:
        yield from span("components: custom_id", part.get("custom_id"), 1, 100)
        if part.get("type") == BUTTON:
            yield from _button_problems(part)
        if part.get("type") == LABEL:
            yield from span("components: label", part.get("label"), 1, 45)
            yield from span("components: description", part.get("description"), 0, 100)
        if part.get("type") == TEXT_INPUT:
            yield from span("components: placeholder", part.get("placeholder"), 0, 100)
            yield from _length_problems(part)
        if part.get("type") == ROW:
            kinds = [_kind(each) for each in objects(part.get("components"))]
            if len(kinds) > 5:
                yield f"components: {len(kinds)} buttons in a row, at most 5"
            if SELECTS.intersection(kinds) and len(kinds) > 1:
                yield "components: a select menu shares its row"


def _length_problems(field: Mapping[str, Any]) -> Iterator[str]:
    """Component Reference, "Text Input": how much can be typed, 0 to 4,000 and 1 to 4,000."""
    least, most = field.get("min_length", 0), field.get("max_length", 4000)
    if not (isinstance(least, int) and isinstance(most, int)):
        return
    if not (0 <= least <= most <= 4000 and most):
        yield f"components: from {least} to {most} characters to type, expected some of 0 to 4000"


def _button_problems(button: Mapping[str, Any]) -> Iterator[str]:
    label, style = button.get("label"), button.get("style")
    yield from span("components: label", label, 0, 80)
    needed = {LINK: "url", PREMIUM: "sku_id"}.get(style if isinstance(style, int) else 0)
    for name in ("custom_id", "url", "sku_id"):
        wanted = name == (needed or "custom_id")
        if wanted != bool(button.get(name)):
            relation = "needs a" if wanted else "cannot have a"
            yield f"components: the button {label!r} of style {style} {relation} {name}"


def _embed_problems(embeds: list[Mapping[str, Any]]) -> Iterator[str]:
    """Message Resource, "Embed Limits"; the 6,000 are of all embeds of a message together."""
    if len(embeds) > 10:
        yield f"embeds: {len(embeds)}, at most 10"
    counted: list[object] = []
    for embed in embeds:
        fields = objects(embed.get("fields"))
        if len(fields) > 25:
            yield f"embeds: {len(fields)} fields, at most 25"
        footer, author = inner(embed.get("footer")), inner(embed.get("author"))
        texts = [
            ("title", embed.get("title"), 256),
            ("description", embed.get("description"), 4096),
            ("footer", footer.get("text"), 2048),
            ("author", author.get("name"), 256),
            *(("field name", each.get("name"), 256) for each in fields),
            *(("field value", each.get("value"), 1024) for each in fields),
        ]
        for what, text, most in texts:
            yield from span(f"embeds: {what}", text, 0, most)
            counted.append(text)
    yield from span("embeds: all text", "".join(str(text) for text in counted if text), 0, 6000)


def _choices_problems(data: Mapping[str, Any]) -> Iterator[str]:
    """Receiving and Responding, "Autocomplete": at most 25 choices."""
    yield from choice_problems("choices", objects(data.get("choices")))


def _modal_problems(modal: Mapping[str, Any]) -> Iterator[str]:
    """Receiving and Responding, "Modal": a title of 45 characters, 1 to 5 components."""
    yield from span("title", modal.get("title", ""), 1, 45)
    yield from span("custom_id", modal.get("custom_id", ""), 1, 100)
    components = objects(modal.get("components"))
    if not 1 <= len(components) <= 5:
        yield f"components: {len(components)} in a modal, expected 1 to 5"
    yield from _component_problems(list(_walk(components)))


def _walk(value: object) -> Iterator[Mapping[str, Any]]:
    """All components, however deep: in containers and rows, beside sections, below labels."""
    for component in objects(value):
        yield component
        yield from _walk(component.get("components"))
        yield from _walk([component.get("accessory"), component.get("component")])


_OF_CALLBACKS: dict[int, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    MESSAGE: _message_problems,
    UPDATE: _message_problems,
    CHOICES: _choices_problems,
    MODAL: _modal_problems,
}
