"""The process that draws charts, as `python -m bot.charts`: reads them on standard input, a line
each, and answers each by `png` or `error`, a length and so many bytes. It ends with its input."""

from __future__ import annotations

import sys
import traceback
from typing import BinaryIO

from bot.charts.wire import decode


def main(charts: BinaryIO, answers: BinaryIO) -> None:
    """Draw charts until there are no more."""
    from bot.charts import paint

    with paint.without_fonts_of_the_machine():
        paint.load()
    for line in charts:
        try:
            kind, content = "png", paint.png(decode(line))
        except Exception:  # noqa: BLE001 - who asked logs it, and the next chart may be drawn
            kind, content = "error", traceback.format_exc().encode()
        answers.write(f"{kind} {len(content)}\n".encode())
        answers.write(content)
        answers.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
