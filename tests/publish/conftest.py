"""Sealed facts to edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.publish import corpora


@pytest.fixture(scope="session")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `facts/` and `texts/`, sealed."""
    folder = tmp_path_factory.mktemp("publish")
    corpora.make(folder)
    return folder


@pytest.fixture
def folder(sealed: Path, tmp_path: Path) -> Path:
    """A copy for a test to edit."""
    return corpora.copy(sealed, tmp_path)
