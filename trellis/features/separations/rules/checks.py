"""What a separation must say before it is recorded, reviewed or ended."""

from __future__ import annotations

from datetime import date

from trellis.features.separations.rules.people import Side
from trellis.kernel.dates import add_months, in_words
from trellis.kernel.decisions import RuleBroken

MONTHS_TO_REVIEW = 12


def check_sides(one: Side, other: Side) -> None:
    """Raise RuleBroken where both sides are the same person or the same family."""
    if one == other:
        raise RuleBroken("Choose two different people or families.", "other")


def check_said(reason: str, source: str) -> None:
    """Raise RuleBroken unless a separation says why, and who said so."""
    problems: list[tuple[str | None, str]] = []
    if not reason.strip():
        problems.append(("reason", "Say why they must not meet."))
    if not source.strip():
        problems.append(("source", "Say who told you, for example “The police” or “She did”."))
    if problems:
        raise RuleBroken(" ".join(words for _, words in problems), problems[0][0], problems=problems)


def check_review_day(day: date, today: date) -> None:
    """Raise RuleBroken for a day of review that is past or more than a year ahead."""
    if day <= today:
        raise RuleBroken(f"The review must be after today, not on {in_words(day)}.", "review_on")
    if day > add_months(today, MONTHS_TO_REVIEW):
        raise RuleBroken("The review is within a year: what kept people apart may have changed.", "review_on")
