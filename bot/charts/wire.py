"""A chart on its way to the process that draws it: one line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from bot.answers.chart import Chart, Key, Mark, Name, TimeTick, ValueTick


def encode(chart: Chart) -> bytes:
    """The chart as a line."""
    return json.dumps(asdict(chart), default=str).encode() + b"\n"


def decode(line: bytes) -> Chart:
    """The chart of a line that `encode` made."""
    read: dict[str, Any] = json.loads(line)
    return Chart(
        title=Name(**read.pop("title")),
        unit=tuple(Name(**name) for name in read.pop("unit")),
        marks=tuple(_mark(mark) for mark in read.pop("marks")),
        values=tuple(
            ValueTick(Decimal(tick["value"]), tick["text"]) for tick in read.pop("values")
        ),
        times=tuple(
            TimeTick(_date(tick["first"]), _date(tick["last"]), tick["text"], tick["dated"])
            for tick in read.pop("times")
        ),
        keys=tuple(Key(**key) for key in read.pop("keys")),
        sources=tuple((number, Name(**name)) for number, name in read.pop("sources")),
        **read,
    )


def _mark(read: dict[str, Any]) -> Mark:
    numbers = {name: Decimal(read[name]) for name in ("low", "high")}
    days = {name: _date(read[name]) for name in ("start", "end")}
    return Mark(**{**read, **numbers, **days})


def _date(text: str) -> date:
    return date.fromisoformat(text)
