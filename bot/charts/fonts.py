"""The letters that pictures have: Noto Sans SC for Latin, Cyrillic and Chinese, else DejaVu Sans.

Both come with the packages that are pinned, so a picture is the same on every machine, whatever
fonts it has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answers.chart import Chart, Name

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FAMILIES = ("Noto Sans SC", "DejaVu Sans")
UNKNOWN = "?"
"""Stands for a letter that no font has, where nothing better is known."""


@cache
def files() -> tuple[Path, ...]:
    """The fonts' files, in the order in which a letter is looked for."""
    import matplotlib

    package = find_spec("pylopdf_fonts_zh_cn")
    assert package is not None
    assert package.origin is not None
    dejavu = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    return Path(package.origin).with_name("NotoSansSC-Regular.otf"), dejavu


@cache
def is_known(letter: str) -> bool:
    """Whether a font has this letter."""
    return any(face.get_char_index(ord(letter)) for face in _faces())


@cache
def _faces() -> tuple[FT2Font, ...]:
    from matplotlib.ft2font import FT2Font

    return tuple(FT2Font(file) for file in files())


def spelled(chart: Chart, known: Callable[[str], bool]) -> Chart:
    """The chart in letters that are `known`: else a name's key stands for it, then `UNKNOWN`."""

    def name(name: Name) -> Name:
        return name if all(map(known, name.text)) else Name(name.key, name.key)

    def text(text: str) -> str:
        return "".join(letter if known(letter) else UNKNOWN for letter in text)

    return replace(
        chart,
        title=name(chart.title),
        unit=tuple(name(part) for part in chart.unit),
        marks=tuple(replace(mark, label=text(mark.label)) for mark in chart.marks),
        values=tuple(replace(tick, text=text(tick.text)) for tick in chart.values),
        times=tuple(replace(tick, text=text(tick.text)) for tick in chart.times),
        keys=tuple(replace(key, text=text(key.text)) for key in chart.keys),
        sources=tuple((number, name(source)) for number, source in chart.sources),
    )
