"""The slash commands, one file each; each has `make(replies)`, which gives the command or the
group of its subcommands."""

from __future__ import annotations

from collections.abc import Callable

from bot.interface.commands import (
    anniversaries,
    article,
    compare,
    fact,
    figures,
    help,
    onthisday,
    privacy,
    quote,
    search,
    settings,
    timeline,
    upcoming,
)
from bot.interface.replies import Replies
from bot.interface.shape import SlashCommand

COMMANDS: tuple[Callable[[Replies], SlashCommand], ...] = (
    timeline.make,
    figures.make,
    quote.make,
    compare.make,
    onthisday.make,
    upcoming.make,
    search.make,
    article.make,
    fact.make,
    help.make,
    privacy.make,
    settings.make,
    anniversaries.make,
)
"""The commands in the order in which they are registered. After them comes `/facts`, which is made
with what changes the facts."""
