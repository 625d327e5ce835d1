"""Tells the processes that read and compile into one folder of each other, by a lock they share."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from bot.errors import StoreError
from bot.store.leftovers import sweep

FILE = "archive.lock"


class Working:
    """A shared flock(2) on `archive.lock`: it ends with its process, however that ends.

    What another one may still need is deleted by none but the one that works alone.
    """

    def __init__(self, folder: Path) -> None:
        """Begin to work in a folder, which is made if need be; what others that were killed have
        left there goes. Raises `StoreError`."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreError(
                f"{error.filename or folder} can't be used: {error.strerror}"
            ) from error
        if self.alone():
            sweep(folder)
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def alone(self) -> bool:
        """Whether no other process works there, nor can begin to until this one ends."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._file, fcntl.LOCK_SH)  # a lock that can't be raised is given up
            return False
        return True

    def close(self) -> None:
        """Give the lock up."""
        os.close(self._file)
