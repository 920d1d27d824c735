"""Which looking comes up for review, each with its reason. Nothing here accuses: a supervisor asks, then decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from trellis.features.looking.rules.kinds import UnusualKind
from trellis.features.looking.rules.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class LooksAtFamily:
    """How one person opened one family's file in a week: on how many days, how often, and what ties them to it."""

    days: int
    looks: int
    works_with: bool
    same_surname: bool = False
    near_home: bool = False
    is_watched: bool = False


@dataclass(frozen=True, slots=True)
class DayOfLooking:
    """One person's day: how many families in each hour of the clock, and how they searched."""

    families_by_hour: Mapping[int, int]
    searches_by_hour: Mapping[int, int]
    most_of_one_search: int
    families_at_night: int


@dataclass(frozen=True, slots=True)
class Unusual:
    """One reason for a review, in words that name nobody."""

    kind: UnusualKind
    reason: str


def unusual_about_a_family(looks: LooksAtFamily, limits: Thresholds) -> Iterator[Unusual]:
    """Give what is unusual about looking at one family.

    An own street counts although somebody works with the family: it is a conflict of interest to be known. The other
    reasons hold only for those who do not.
    """
    opened = f"They opened the file {_times(looks.looks)}"
    if looks.near_home:
        yield Unusual(UnusualKind.OWN_STREET, f"{opened}, and the family lives in a street that they named as theirs.")
    if looks.works_with:
        return
    if looks.same_surname:
        yield Unusual(
            UnusualKind.OWN_NAME, f"{opened}, do not work with the family, and somebody in it has their surname."
        )
    if looks.is_watched:
        yield Unusual(UnusualKind.WATCHED, f"{opened}, do not work with the family, and it is watched over.")
    if looks.days >= limits.days_without_work:
        yield Unusual(
            UnusualKind.WITHOUT_WORK, f"{opened} on {looks.days} days of a week, and do not work with the family."
        )


def unusual_about_a_day(day: DayOfLooking, limits: Thresholds) -> Iterator[Unusual]:
    """Give what is unusual about one person's day."""
    many = max(day.families_by_hour.values(), default=0)
    if many >= limits.families_in_an_hour:
        yield Unusual(UnusualKind.MANY, f"They opened the files of {many} families within an hour.")
    if day.families_at_night >= limits.families_at_night:
        yield Unusual(
            UnusualKind.NIGHT,
            f"They opened the files of {day.families_at_night} families between {limits.night_from}:00 and "
            f"{limits.night_until}:00.",
        )
    searches = max(day.searches_by_hour.values(), default=0)
    if day.most_of_one_search >= limits.same_search_in_a_day:
        yield Unusual(
            UnusualKind.SEARCHES, f"They searched for the same words {_times(day.most_of_one_search)} in a day."
        )
    elif searches >= limits.searches_in_an_hour:
        yield Unusual(UnusualKind.SEARCHES, f"They searched {_times(searches)} within an hour.")


def unusual_before_leaving(families_without_work: int, limits: Thresholds) -> Iterator[Unusual]:
    """Give what is unusual about somebody's last days before their access was taken away."""
    if families_without_work >= limits.families_before_leaving:
        yield Unusual(
            UnusualKind.LEAVING,
            f"In the {limits.days_before_leaving} days before their access was taken away they opened the files of "
            f"{families_without_work} families with whom they did not work.",
        )


def is_night(hour: int, limits: Thresholds) -> bool:
    """Say whether an hour of the clock is night."""
    return hour >= limits.night_from or hour < limits.night_until


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return date.fromordinal(day.toordinal() - day.weekday())


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")
