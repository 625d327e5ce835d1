"""The commands that do one thing and end; each module adds its own to the command line."""

from __future__ import annotations

import argparse
from typing import Protocol


class Commands(Protocol):
    """What commands are added to: argparse has no public name for its own."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:
        """Add a command with what `--help` says of it."""
