"""From how much on looking is unusual: data with the day from which it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How much is unusual; hours are those of the clock on the wall, `night_until` itself is not night."""

    valid_from: date
    days_without_work: int
    days_of_work_around: int
    families_in_an_hour: int
    night_from: int
    night_until: int
    families_at_night: int
    searches_in_an_hour: int
    same_search_in_a_day: int
    days_before_leaving: int
    families_before_leaving: int


THRESHOLDS = (
    Thresholds(
        date(2020, 1, 1),
        days_without_work=3,
        days_of_work_around=14,
        families_in_an_hour=100,
        night_from=22,
        night_until=6,
        families_at_night=3,
        searches_in_an_hour=40,
        same_search_in_a_day=5,
        days_before_leaving=7,
        families_before_leaving=20,
    ),
)


def thresholds_on(day: date) -> Thresholds:
    """Return the thresholds that hold on a day."""
    held = [one for one in THRESHOLDS if one.valid_from <= day]
    return max(held, key=lambda one: one.valid_from, default=THRESHOLDS[0])
