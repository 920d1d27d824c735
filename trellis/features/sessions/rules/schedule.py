"""Laying sessions out over days: around bank holidays and closures, never two on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.working_days import bank_holiday

LONGEST = 3 * 366


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day on which a session would have been, and why there is none."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The days of a course in order, the days passed over, and what to look at before saving."""

    days: tuple[date, ...]
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def last(self) -> date | None:
        """Return the last day."""
        return self.days[-1] if self.days else None

    @property
    def weeks(self) -> int:
        """Return how many weeks the course spans, begun weeks counted."""
        return ((self.days[-1] - self.days[0]).days // 7 + 1) if self.days else 0


@dataclass(frozen=True, slots=True)
class Gaps:
    """How far apart sessions are: at least, at most (0: no limit), and weeks in all (0: no limit)."""

    least: int = 1
    most: int = 0
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days on which nothing is held: closures by day with their words, and bank holidays."""

    closed: Mapping[date, str] = field(default_factory=dict)

    def why_not(self, day: date) -> str:
        """Say why nothing is held on a day, or nothing."""
        return bank_holiday(day) or self.closed.get(day, "")


def lay_out(
    first_day: date,
    weekdays: Collection[int],
    count: int,
    *,
    calendar: Calendar | None = None,
    not_before: date | None = None,
    gaps: Gaps | None = None,
) -> Layout:
    """Lay `count` sessions out over the weekdays given (Monday is 0), from the first such day on or after `first_day`.

    Bank holidays and closures are passed over with the reason. Days strictly increase and are at least `gaps.least`
    days apart; what is further apart than `gaps.most`, or longer than `gaps.weeks`, is told as a warning. Raises
    RuleBroken when no day can be found.
    """
    calendar, gaps = calendar or Calendar(), gaps or Gaps()
    wanted = {day for day in weekdays if day in range(7)}
    if not wanted:
        raise RuleBroken("Choose at least one day of the week.", "weekdays")
    if count < 1:
        raise RuleBroken("There are no sessions to plan.")
    days: list[date] = []
    skipped: list[Skipped] = []
    start = max(first_day, not_before) if not_before else first_day
    for offset in range(LONGEST):
        day = start + timedelta(days=offset)
        if day.weekday() not in wanted or (days and (day - days[-1]).days < max(1, gaps.least)):
            continue
        if why := calendar.why_not(day):
            skipped.append(Skipped(day, why))
            continue
        days.append(day)
        if len(days) == count:
            return Layout(tuple(days), tuple(skipped), _warnings(days, gaps))
    raise RuleBroken(
        f"Only {len(days)} of {count} sessions fit into three years after {in_words(start)}: too many days are closed.",
        "first_day",
    )


def shifted(
    days: Sequence[date],
    place: int,
    to: date,
    *,
    weekdays: Collection[int] = (),
    calendar: Calendar | None = None,
    gaps: Gaps | None = None,
) -> Layout:
    """Move the session at `place` to another day and lay those after it out again behind it.

    Earlier days stay as they are. The later ones keep the weekdays given, or those that they were on.
    """
    moved = [*days[:place], to]
    later = len(days) - place - 1
    if later == 0:
        return Layout(tuple(moved))
    wanted = set(weekdays) or {day.weekday() for day in days[place + 1 :]}
    gaps = gaps or Gaps()
    start = to + timedelta(days=max(1, gaps.least))
    rest = lay_out(start, wanted, later, calendar=calendar, gaps=gaps)
    return Layout((*moved, *rest.days), rest.skipped, _warnings([to, *rest.days], gaps))


def closed_days(closures: Iterable[tuple[date, date, str]]) -> dict[date, str]:
    """Return each day of closures, given as (first, last, why), with its words."""
    return {
        first + timedelta(days=offset): why
        for first, last, why in closures
        for offset in range((last - first).days + 1)
    }


def _warnings(days: Sequence[date], gaps: Gaps) -> tuple[str, ...]:
    found = []
    if gaps.most:
        for before, after in pairwise(days):
            if (after - before).days > gaps.most:
                found.append(
                    f"Between {in_words(before)} and {in_words(after)} are {(after - before).days} days; "
                    f"the programme asks for no more than {gaps.most}."
                )
    if gaps.weeks and days:
        weeks = (days[-1] - days[0]).days // 7 + 1
        if weeks > gaps.weeks:
            found.append(f"The course takes {weeks} weeks; the programme asks for no more than {gaps.weeks}.")
    return tuple(found)
