"""One process owns a state folder: an advisory lock that ends with the process, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from bot.errors import StateError, StateLocked

LOCK_FILE = "state.lock"


class FolderLock:
    """An exclusive flock(2) on `state.lock`.

    The file holds the owner's process id, for the message only, and stays when the lock goes:
    deleting it could let two processes each lock a file of that name. A child made by `os.fork`
    shares the lock; one made by `subprocess` does not.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock; raises StateLocked if another process has it, else StateError."""
        path = folder / LOCK_FILE
        try:
            self._file: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StateError(
                f"{path} cannot be opened ({error.strerror}). "
                "Look at the permissions of its folder and at the disk."
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, str(os.getpid()).encode("ascii"), 0)
        except OSError as error:
            owner = os.pread(self._file, 20, 0).decode("ascii", "replace")
            self.release()
            if isinstance(error, BlockingIOError):
                raise StateLocked(_taken(folder, owner)) from None
            raise StateError(f"{path} cannot be locked ({error.strerror}).") from error

    def release(self) -> None:
        """Give the lock up; harmless when done already."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _taken(folder: Path, owner: str) -> str:
    process = f" (process {owner})" if owner.isdecimal() else ""
    return (
        f"Another Footnote{process} is using the folder {folder}. "
        "Stop that one first, or give this one a folder of its own in FOOTNOTE_DATA_DIR."
    )
