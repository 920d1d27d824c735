"""What changed, computed from what was written down; no more is claimed than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from trellis.features.outcomes.rules.words import Point

BLOCK_WEEKS = 4
COMPARED_WEEKS = 12
ORDER = (Point.START, Point.MIDDLE, Point.END, Point.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Block:
    """Four weeks: how many incidents, and the most serious of them (0 for none)."""

    first: date
    last: date
    count: int
    worst: int


@dataclass(frozen=True, slots=True)
class IncidentChange:
    """Incidents in the weeks before the start, and in as many weeks up to the last day looked at."""

    before: int
    now: int
    weeks: int
    words: str


@dataclass(frozen=True, slots=True)
class RatingChange:
    """A 0 to 10 rating at its first and its latest point."""

    first: int
    latest: int
    words: str

    @property
    def by(self) -> int:
        """Return how far it moved; above 0 is better."""
        return self.latest - self.first


def blocks(incidents: Sequence[tuple[date, int]], started_on: date, until: date) -> list[Block]:
    """Cut the time from twelve weeks before the start to `until` into blocks of four weeks.

    `incidents` are (day, severity 1 to 4). The start of the programme is always the first day of a block; the last
    block is cut short at `until`.
    """
    first = started_on - timedelta(weeks=COMPARED_WEEKS)
    made = []
    while first <= until:
        last = min(first + timedelta(weeks=BLOCK_WEEKS, days=-1), until)
        inside = [severity for day, severity in incidents if first <= day <= last]
        made.append(Block(first, last, len(inside), max(inside, default=0)))
        first += timedelta(weeks=BLOCK_WEEKS)
    return made


def incident_change(incidents: Sequence[tuple[date, int]], started_on: date, until: date) -> IncidentChange | None:
    """Compare the twelve weeks before the start with the last twelve up to `until`.

    Shorter journeys are compared over as many whole weeks as have passed; nothing is said before four have.
    """
    weeks = min(COMPARED_WEEKS, ((until - started_on).days + 1) // 7)
    if weeks < BLOCK_WEEKS:
        return None
    span = timedelta(weeks=weeks)
    before = sum(started_on - span <= day < started_on for day, _ in incidents)
    now = sum(until - span < day <= until for day, _ in incidents)
    return IncidentChange(before, now, weeks, _incident_words(before, now, weeks))


def rating_change(ratings: Mapping[Point, int]) -> RatingChange | None:
    """Compare the first rating with the latest one; None unless there are two."""
    taken = [ratings[point] for point in ORDER if point in ratings]
    if len(taken) < 2:
        return None
    first, latest = taken[0], taken[-1]
    if latest == first:
        words = f"{first} of 10, then and now"
    else:
        direction = "up" if latest > first else "down"
        words = f"From {first} to {latest} of 10: {direction} by {abs(latest - first)}"
    return RatingChange(first, latest, words)


def _incident_words(before: int, now: int, weeks: int) -> str:
    if before == now == 0:
        return f"None written down in the {weeks} weeks before the start, none in the last {weeks} weeks"
    moved = "fewer" if now < before else "more" if now > before else "as many"
    return f"{before} in the {weeks} weeks before the start, {now} in the last {weeks} weeks: {moved}"
