"""How much time lies between two people who are kept apart, as data with the day from which it holds.

No published rule was found that forbids the same building; the default is our own (facts of the domain, §6).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trellis.kernel.decisions import RuleBroken

LEAST, MOST = 0, 720


@dataclass(frozen=True, slots=True)
class Margin:
    """Minutes that must lie between one leaving a building and the other coming, from a day on."""

    since: date
    minutes: int
    source: str


MARGINS = (Margin(date(2026, 1, 1), 60, "Our own default: no published rule was found"),)


def margin_on(day: date, margins: Iterable[Margin] = MARGINS) -> Margin:
    """Return the margin that holds on a day: the latest that has begun, or the first of all before that."""
    ordered = sorted(margins, key=lambda each: each.since)
    begun = [each for each in ordered if each.since <= day]
    return begun[-1] if begun else ordered[0]


def check_margin(minutes: int) -> None:
    """Raise RuleBroken for a margin that is no number of minutes within half a day."""
    if not LEAST <= minutes <= MOST:
        raise RuleBroken(f"The time between them is from {LEAST} to {MOST} minutes.", "margin")
