"""From when on which numbers are held back: data with the day from which it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Limits:
    """What is small.

    Counts of 1 to `smallest_shown` − 1 are held back. A share, a median or a mean needs a base of `smallest_base`. Of a
    number that is held back a reader who knows every other must be left with a span of `least_width`: 2 means that at
    least three values are possible.
    """

    valid_from: date
    smallest_shown: int
    smallest_base: int
    least_width: int


LIMITS = (
    # Source: facts.md §3: "Suppress 1-4 as '<5' with secondary suppression; no rate on denominator <20-30".
    Limits(date(2020, 1, 1), smallest_shown=5, smallest_base=20, least_width=2),
)


def limits_on(day: date) -> Limits:
    """Return the limits that hold on a day."""
    return max((one for one in LIMITS if one.valid_from <= day), key=lambda one: one.valid_from, default=LIMITS[0])
