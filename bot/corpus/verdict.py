"""What two claims are to each other: the verdict, and the code of its reason.

A claim is taken as the set of what it admits: "over 100" admits every number above 100, "2001"
every day of that year. Two claims that say one thing are the same; where both admit something they
are compatible; where they admit nothing together, different; and where they are not about one
thing, or one has no number or date, not comparable. Never who is right. `amounts` judges numbers,
`judging` figures, dates and accounts of events.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["same", "compatible", "different", "not-comparable"]
AmountReason = Literal[
    "same-amount",
    "value-over-floor",
    "value-under-ceiling",
    "value-in-range",
    "value-near",
    "both-floors",
    "both-ceilings",
    "ranges-overlap",
    "rounded",
    "values-differ",
    "value-not-over-floor",
    "value-not-under-ceiling",
    "value-outside-range",
    "value-not-near",
    "ranges-apart",
    "no-number",
]
FigureReason = Literal[
    "other-measure",
    "no-period",
    "other-period",
    "overlapping-period",
    "within-period",
    "open-period",
    "unsure-period",
    "other-as-of",
    "forecast-agrees",
    "forecast-against-measured",
]
DateReason = Literal[
    "same-date",
    "same-days",
    "date-within",
    "dates-overlap",
    "dates-near",
    "dates-apart",
    "no-date",
    "plan-against-event",
]
Reason = Literal[AmountReason, FigureReason, DateReason]
"""Why two amounts got their verdict; what figures have besides; and dates, and events by theirs."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict, and the code of its reason, for `wording` to say."""

    verdict: Verdict
    reason: Reason
