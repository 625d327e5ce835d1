"""`backup`: copies the bot's state to a file, while it runs or not."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.commandline import Commands
from bot.config import Settings


def add_backup(commands: Commands, now: Callable[[], datetime]) -> None:
    """Add `backup`, which names its files by the clock that is handed in."""
    backup = commands.add_parser("backup", help="copy the bot's state to a file, running or not")
    backup.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="a file that is not there yet, or a folder; without, a dated one in the data folder",
    )
    backup.set_defaults(run=partial(_backup, now=now))


def _backup(options: argparse.Namespace, settings: Settings, now: Callable[[], datetime]) -> int:
    from bot.state.backup import back_up
    from bot.state.database import DATABASE_FILE

    made = back_up(settings.data_dir / DATABASE_FILE, options.file, now())
    print(f"The state is backed up to {made}")
    return 0
