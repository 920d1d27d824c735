"""The periods for which figures may be asked: for those who may see figures only, none that overlaps another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

FIRST_YEAR = 2020


@dataclass(frozen=True, slots=True)
class Period:
    """The days between which families were referred, both counted."""

    first: date
    last: date


def year_of(day: date) -> Period:
    """Return the year of account, April to March, in which a day lies.

    Two periods that overlap tell, one taken from the other, what became of the few families between them: one by a day
    does, and so does a quarter taken from its year. Years that never overlap tell nothing of one another.
    """
    year = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return Period(date(year, 4, 1), date(year + 1, 3, 31))


def years_until(day: date) -> list[Period]:
    """Return the years that may be asked for, the present one first."""
    latest = year_of(day).first.year
    return [Period(date(year, 4, 1), date(year + 1, 3, 31)) for year in range(latest, FIRST_YEAR - 1, -1)]
