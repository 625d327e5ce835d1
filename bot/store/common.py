"""Words that very many facts have: a bit for each fact, so that they are counted in an instant.

To count the facts that have two frequent words, SQLite would walk along both of their lists and
look up each fact's article. Here that is an AND and two counts of bits (see bits.py). Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.store.grouping import Account

COMMON = 8_192
"""What fewer facts have is not common: they are counted one by one."""
SHARE = 32
"""Nor is what fewer than one fact in so many has: the bits of all would be much of the file."""
ENDS = ".ends"
"""The bits behind each article's last fact; no word and no term is spelled so."""


def least(facts: int) -> int:
    """How many of so many facts must have what is common."""
    return max(COMMON, facts // SHARE)


def of_kind(kind: str) -> str:
    """What the bits of all facts of a kind are stored under."""
    return f".{kind}"


def place(account: Account) -> int:
    """Which bit is a fact's: they go by the order of the files, with a free one per article."""
    return account.order + account.place


def ends(accounts: Sequence[Account]) -> list[int]:
    """The free bits: one behind each article's facts, in the order of the files."""
    found: dict[int, int] = {account.place: place(account) + 1 for account in accounts}
    return list(found.values())
