"""The lock that processes share which work in one folder."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store.working import Working

PROJECT = Path(__file__).parents[2]
_OTHER = """
import sys
from pathlib import Path
from bot.store.working import Working
working = Working(Path(sys.argv[1]))
print("works", flush=True)
sys.stdin.read()
"""


def _other(folder: Path) -> subprocess.Popen[str]:
    """Another process that works in a folder until its input ends."""
    made = subprocess.Popen(
        [sys.executable, "-c", _OTHER, str(folder)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert made.stdout is not None
    assert made.stdout.readline() == "works\n"
    return made


def test_who_works_alone_sweeps_what_the_killed_have_left(tmp_path: Path) -> None:
    """Into a folder that is made if there is none."""
    folder = tmp_path / "data"
    with closing(Working(folder)) as working:
        assert working.alone()
    left = folder / ".compiling-0123.tmp"
    left.write_bytes(b"half a file")
    with closing(Working(folder)):
        assert not left.exists()


def test_what_another_one_writes_stays(tmp_path: Path) -> None:
    """Until that one has ended, however it ended."""
    left = tmp_path / ".compiling-0123.tmp"
    with _other(tmp_path) as other:
        left.write_bytes(b"half a file")
        with closing(Working(tmp_path)) as working:
            assert not working.alone()
        assert left.exists()
        other.kill()
    with closing(Working(tmp_path)) as working:
        assert working.alone()
    assert not left.exists()


def test_who_asked_and_was_not_alone_works_on(tmp_path: Path) -> None:
    """A lock that can't be raised is not given up by that: who begins later sweeps nothing."""
    with closing(Working(tmp_path)) as working:
        with _other(tmp_path) as other:
            assert not working.alone()
            other.kill()
        left = tmp_path / ".compiling-0123.tmp"
        left.write_bytes(b"half a file")
        with _other(tmp_path) as other:
            other.kill()
        assert left.exists()
        assert working.alone()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """By its name."""
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(StoreError, match="data can't be used"):
        Working(tmp_path / "data")
