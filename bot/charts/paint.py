"""Paints a picture by matplotlib, the only place that knows it: `Figure` and Agg, no pyplot.

Slow to load and to draw, and not safe in several threads: so it runs in a process of its own.
"""

from __future__ import annotations

import io
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answers.chart import Chart
from bot.charts.fonts import FAMILIES, files, is_known, spelled
from bot.charts.plan import picture
from bot.charts.shapes import BACKGROUND, WIDTH, Area, Disc, Measure, Picture, Shape, Stroke
from bot.charts.signs import DASHES

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

POINT = 1 / 72
PIXELS = 2.75
"""Pixels of a point: 990 across, sharp on phones and large screens."""

COLOURS = 64
CHINESE = re.compile(r"[\u2e80-\uffef]")
FONT_LIST = "3.11.0"
"""The version of matplotlib's list of fonts, which is that of its format."""


@contextmanager
def without_fonts_of_the_machine() -> Iterator[None]:
    """Let matplotlib, where it is imported first, know no fonts and keep nothing in the home.

    It would look through all fonts of the machine, which takes seconds where there are many. With
    another version of it, this has no effect but that.
    """
    nothing: dict[str, object] = {
        "__class__": "FontManager",
        "_version": FONT_LIST,
        "_FontManager__default_weight": "normal",
        "default_size": None,
        "defaultFamily": {"ttf": "DejaVu Sans", "afm": "Helvetica"},
        "afmlist": [],
        "ttflist": [],
    }
    with tempfile.TemporaryDirectory(prefix="footnote-") as folder:
        Path(folder, f"fontlist-v{FONT_LIST}.json").write_text(json.dumps(nothing))
        os.environ["MPLCONFIGDIR"] = folder
        yield


def load() -> None:
    """Load what painting needs, and take the fonts."""
    from matplotlib import font_manager

    for module in ("matplotlib.figure", "matplotlib.backends.backend_agg", "PIL.PngImagePlugin"):
        import_module(module)
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for file in files():
        if str(file) not in known:
            font_manager.fontManager.addfont(file)


def png(chart: Chart) -> bytes:
    """The chart as a PNG, the same bytes for the same chart. `load` comes first."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    figure = painted(picture(spelled(chart, is_known), width_of_text()))
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    size = canvas.get_width_height()
    image = Image.frombuffer("RGBA", size, bytes(canvas.buffer_rgba())).convert("RGB")
    file = io.BytesIO()
    # A third of the size: a picture has two colours, two greys, and their shades at edges.
    image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE).save(file, format="png")
    return file.getvalue()


def width_of_text() -> Measure:
    """What measures texts in these fonts."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    canvas: Any = FigureCanvasAgg(Figure(dpi=72))
    renderer = canvas.get_renderer()

    def measure(text: str, size: float) -> float:
        font = FontProperties(family=FAMILIES, size=size * 8)  # finer than whole pixels
        width, _, _ = renderer.get_text_width_height_descent(text, font, ismath=False)
        return float(width) / 8

    return measure


def painted(plan: Picture) -> Figure:
    """A picture's shapes on a figure, in their order."""
    from matplotlib.figure import Figure

    figure = Figure(
        figsize=(WIDTH * POINT, plan.height * POINT),
        dpi=PIXELS / POINT,
        facecolor=BACKGROUND,
        frameon=True,
    )
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(plan.height, 0))
    axes.set_axis_off()
    for order, shape in enumerate(plan.shapes, start=2):
        artist = _artist(shape)
        artist.set_zorder(order)
        axes.add_artist(artist)
    return figure


def _artist(shape: Shape) -> Artist:
    from matplotlib.font_manager import FontProperties
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle, Polygon
    from matplotlib.patheffects import withStroke
    from matplotlib.text import Text

    match shape:
        case Stroke():
            xs, ys = zip(*shape.points, strict=True)
            line = Line2D(xs, ys, color=shape.colour, linewidth=shape.width, solid_capstyle="butt")
            if shape.dashes is not None:
                # They are taken in line widths.
                line.set_dashes([length / shape.width for length in shape.dashes])
            return line
        case Area():
            dashes = [length / shape.width for length in DASHES]
            return Polygon(
                shape.points,
                facecolor=shape.fill or "none",
                edgecolor=shape.edge or "none",
                linewidth=shape.width if shape.edge else 0,
                linestyle=(0, dashes) if shape.dashed else "solid",
                alpha=shape.opacity,
            )
        case Disc():
            return Circle(
                (shape.x, shape.y),
                shape.radius,
                facecolor=shape.fill,
                edgecolor=shape.edge,
                linewidth=shape.width,
            )
    text = Text(
        shape.x,
        shape.y,
        shape.text,
        color=shape.colour,
        horizontalalignment=shape.align,
        verticalalignment="baseline",
        fontproperties=FontProperties(family=FAMILIES, size=shape.size),
        parse_math=False,  # a $ is a $
    )
    if not CHINESE.search(shape.text):
        text.set_fontfeatures(("pwid",))  # a Chinese font's ’ is else as wide as a letter
    if shape.halo:
        text.set_path_effects([withStroke(linewidth=3, foreground=BACKGROUND)])
    return text
