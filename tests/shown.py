"""A message of the bot's as a person sees it, whichever Discord carried it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

TEXT, BUTTON = 10, 2
"""Discord's component types."""


class Message(Protocol):
    """What is read of a message."""

    @property
    def components(self) -> list[dict[str, Any]]:
        """The components as they were sent."""

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""


M = TypeVar("M", bound=Message)


@dataclass(frozen=True)
class Shown(Generic[M]):
    """A message as a person sees it."""

    message: M

    @property
    def texts(self) -> list[str]:
        """The text displays, top to bottom."""
        return texts_of(self.message.components)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def title(self) -> str:
        return self.texts[0].splitlines()[0].removeprefix("### ")

    @property
    def scope(self) -> list[str]:
        """The small lines below the title."""
        return [line.removeprefix("-# ") for line in self.texts[0].splitlines()[1:]]

    @property
    def footer(self) -> str:
        return self.texts[-1]

    @property
    def buttons(self) -> dict[str, bool]:
        """Each button's label, and whether it can be pressed."""
        found = [part for part in _walk(self.message.components) if part["type"] == BUTTON]
        return {part["label"]: not part.get("disabled", False) for part in found}

    def custom_id(self, label: str) -> str:
        """What the button with this label carries."""
        found = [part for part in _walk(self.message.components) if part.get("label") == label]
        text: str = found[0]["custom_id"]
        return text

    @property
    def private(self) -> bool:
        return self.message.ephemeral


def texts_of(components: list[dict[str, Any]]) -> list[str]:
    """The text displays of components, top to bottom."""
    return [part["content"] for part in _walk(components) if part["type"] == TEXT]


def custom_ids_of(components: list[dict[str, Any]]) -> list[str]:
    """What the buttons of components carry."""
    return [part["custom_id"] for part in _walk(components) if "custom_id" in part]


def _walk(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for component in components:
        found += [component, *_walk(component.get("components", []))]
    return found
