"""Working days of England and Wales: no weekends, bank holidays or one-off closures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

_DAY = timedelta(days=1)


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    """Return the bank holidays of a year with their names; observed days stand in for weekends."""
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year).items())


def bank_holiday(day: date) -> str:
    """Return the name of the bank holiday on a day in England and Wales, or nothing."""
    return _bank_holidays(day.year).get(day, "")


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Count working days, with days closed besides bank holidays and bank holidays worked.

    ``closed`` holds single days; write a longer closure as its days (``Period.days()``).
    """

    closed: frozenset[date] = frozenset()

    @classmethod
    def closing(cls, days: Iterable[date]) -> "WorkingDays":
        """Make a calendar that is also closed on the days given."""
        return cls(frozenset(days))

    def why_not(self, day: date) -> str:
        """Say why a day is not a working day ("weekend", "Christmas Day", "closed"), or nothing."""
        if name := bank_holiday(day):
            return name
        if day in self.closed:
            return "closed"
        return "weekend" if day.weekday() >= 5 else ""

    def is_working_day(self, day: date) -> bool:
        """Tell whether people are at work on a day."""
        return not self.why_not(day)

    def next_working_day(self, day: date, *, or_same: bool = False) -> date:
        """Return the first working day after a day; ``or_same`` lets the day itself count."""
        found = day if or_same else day + _DAY
        while not self.is_working_day(found):
            found += _DAY
        return found

    def add_working_days(self, day: date, count: int) -> date:
        """Return the day that is some working days later (earlier when negative); the day itself is 0."""
        step = _DAY if count >= 0 else -_DAY
        left, found = abs(count), day
        while left:
            found += step
            if self.is_working_day(found):
                left -= 1
        return found

    def working_days_between(self, start: date, end: date) -> int:
        """Count working days after the start up to and with the end; 0 when the end is not later."""
        return sum(self.is_working_day(start + n * _DAY) for n in range(1, (end - start).days + 1))


_ORDINARY = WorkingDays()


def next_working_day(day: date, *, closed: Iterable[date] = (), or_same: bool = False) -> date:
    """Return the first working day after a day, with one-off closures taken out."""
    return _calendar(closed).next_working_day(day, or_same=or_same)


def add_working_days(day: date, count: int, *, closed: Iterable[date] = ()) -> date:
    """Return the day some working days later (earlier when negative), with closures taken out."""
    return _calendar(closed).add_working_days(day, count)


def _calendar(closed: Iterable[date]) -> WorkingDays:
    days = frozenset(closed)
    return WorkingDays(days) if days else _ORDINARY
