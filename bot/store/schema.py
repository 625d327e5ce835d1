"""Which shape of file this program compiles and reads; readers do without the compiler."""

from __future__ import annotations

SCHEMA = 3
"""Raise it with every change to schema.sql, to text.py's tokens or to what the tables mean."""
