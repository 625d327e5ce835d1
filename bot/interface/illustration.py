"""The picture on an answer's message: made in time, sent with it, replaced or taken off with it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import discord
from discord import ui

from bot.answers.chart import Chart
from bot.charts.pictures import Pictures
from bot.interface.deadline import seconds_left

NAME = "figures.png"
RESERVE = 0.25
"""Seconds that are kept for the rest of an answer when its picture is waited for."""


@dataclass(frozen=True, slots=True)
class Illustration:
    """A chart with its picture."""

    chart: Chart
    png: bytes

    def file(self) -> discord.File:
        """The file for one request, which uses it up."""
        return discord.File(io.BytesIO(self.png), NAME)

    def gallery(self) -> ui.MediaGallery[ui.LayoutView]:
        """The component that shows the file, with the chart in words."""
        gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
        gallery.add_item(media=f"attachment://{NAME}", description=self.chart.alt)
        return gallery


class Enclosed(Protocol):
    """Something that comes with a message."""

    def file(self) -> discord.File:
        """The file for one request, which uses it up."""


async def illustrated(chart: Chart | None, pictures: Pictures | None) -> Illustration | None:
    """The chart with its picture; None where that is not to be had in the time for the answer."""
    if chart is None or pictures is None:
        return None
    png = await pictures.picture(chart, seconds_left() - RESERVE)
    return Illustration(chart, png) if png is not None else None


def instead(
    attached: Sequence[discord.Attachment], enclosed: Enclosed | None
) -> list[discord.File]:
    """What an edit puts in the place of a message's attachments; MISSING where it has none."""
    if enclosed is not None:
        return [enclosed.file()]
    nothing: list[discord.File] = discord.utils.MISSING
    return [] if attached else nothing
