"""Which shape of file this program compiles and reads; readers do without the compiler."""

from __future__ import annotations

import base64
import hashlib

SCHEMA = 5
"""Raise it with every change to schema.sql, to text.py's tokens or to what the tables mean."""


def generation_id(fingerprint: str) -> str:
    """The id of what a corpus compiles to: eight lower-case letters and digits."""
    digest = hashlib.sha256(f"{fingerprint}\n{SCHEMA}".encode()).digest()
    return base64.b32encode(digest)[:8].decode().lower()
