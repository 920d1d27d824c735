"""The clock of a request: one calendar month, stopped while we wait for an answer, longer when it is complex.

UK GDPR Article 12(3) and 12A (as set by the Data (Use and Access) Act 2025); how months are counted is the
Information Commissioner's guidance on the right of access.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from trellis.kernel.dates import add_months, in_words
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum
from trellis.kernel.working_days import WorkingDays

MONTHS = 1
MONTHS_MORE = 2
NEAR = 7


class PauseReason(LabelledEnum):
    """Why the clock stands still."""

    IDENTITY = "identity", "We asked them to show who they are"
    AUTHORITY = "authority", "We asked for proof that they may ask for somebody else"
    SCOPE = "scope", "We asked what they are looking for"
    FEE = "fee", "We asked for a fee, because the request is excessive"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the clock stood still: from the day we asked, until the day the answer came (None: not yet)."""

    first: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When an answer is due, and how the day was found."""

    day: date
    paused: bool
    paused_days: int
    days_left: int
    words: str
    source: str = "UK GDPR Art 12(3); ICO, right of access: time limits"
    confidence: str = "guidance"

    @property
    def state(self) -> str:
        """Return how near it is: "paused", "late", "near" or "fine"."""
        if self.paused:
            return "paused"
        if self.days_left < 0:
            return "late"
        return "near" if self.days_left <= NEAR else "fine"


def paused_days(stretches: Iterable[Stretch], today: date) -> int:
    """Count the days on which the clock stood still; days in two stretches count once."""
    total, reached = 0, date.min
    for first, until in sorted((each.first, each.until or max(today, each.first)) for each in stretches):
        start = max(first, reached)
        if until > start:
            total += (until - start).days
            reached = until
    return total


def due_on(
    received: date,
    today: date,
    *,
    stretches: Iterable[Stretch] = (),
    extended: bool = False,
    working_days: WorkingDays | None = None,
) -> Due:
    """Return when the answer is due.

    The same day of the next month (its last day where there is none), two months more when complex, a day more for
    each day that the clock stood still; then the next working day when that is none.
    """
    calendar = working_days or WorkingDays()
    kept = tuple(stretches)
    stood_still = paused_days(kept, today)
    months = MONTHS + (MONTHS_MORE if extended else 0)
    counted = add_months(received, months) + timedelta(days=stood_still)
    day = calendar.next_working_day(counted, or_same=True)
    words = f"{months} calendar month{'s' if months > 1 else ''} from {in_words(received)}"
    if stood_still:
        words += f", and {stood_still} day{'s' if stood_still > 1 else ''} on which the clock stood still"
    if day != counted:
        words += f"; {in_words(counted)} is no working day"
    paused = any(each.until is None for each in kept)
    return Due(day, paused, stood_still, (day - today).days, words)


def check_pause(received: date, stretches: Iterable[Stretch], first: date, today: date) -> None:
    """Raise RuleBroken unless the clock may be stopped from this day."""
    if any(each.until is None for each in stretches):
        raise RuleBroken("The clock stands still already. Start it again first.", "first")
    if first < received:
        raise RuleBroken(f"The day must be {in_words(received)}, when the request came, or later.", "first")
    if first > today:
        raise RuleBroken("The day must be today or earlier.", "first")


def check_resume(first: date, until: date, today: date) -> None:
    """Raise RuleBroken unless the clock may go on from this day."""
    if not first <= until <= today:
        raise RuleBroken(f"The day must be from {in_words(first)} to today.", "until")


def check_extension(received: date, today: date, why: str) -> None:
    """Raise RuleBroken unless the time may be made longer: told with reasons within the first month (Art 12(3))."""
    if not why.strip():
        raise RuleBroken("Say why this request is complex. The person is told.", "why")
    if today > add_months(received, MONTHS):
        raise RuleBroken(
            f"The person had to be told by {in_words(add_months(received, MONTHS))}; that day has passed.", "why"
        )
