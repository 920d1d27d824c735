"""Days, ages and periods, counted the way the law of England and Wales counts them."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(day: date) -> str:
    """Write a day as shown on every screen: "Tue 3 March 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def age_on(birth_date: date, day: date) -> int:
    """Return the age in whole years on a day.

    An age is reached at the start of the birthday (Family Law Reform Act 1969, section 9); for someone
    born on 29 February that is 1 March in other years. Raises ValueError for a day before the birth.
    """
    if day < birth_date:
        raise ValueError(f"{in_words(day)} is before the birth on {in_words(birth_date)}")
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month some months later (or earlier), or the month's last day."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_between(start: date, end: date) -> int:
    """Return how many whole months have passed; raises ValueError when the end is before the start."""
    if end < start:
        raise ValueError(f"{in_words(end)} is before {in_words(start)}")
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (1 if add_months(start, months) > end else 0)


@dataclass(frozen=True, slots=True)
class Period:
    """Hold days from the first to the last, both within it; no last day means it is still open."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"a period cannot end on {in_words(self.last)} before {in_words(self.first)}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether any day is in both."""
        starts_in_time = other.last is None or self.first <= other.last
        ends_in_time = self.last is None or other.first <= self.last
        return starts_in_time and ends_in_time

    def days(self) -> Iterator[date]:
        """Go through the days; raises ValueError for an open period."""
        if self.last is None:
            raise ValueError("an open period has no last day")
        for offset in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=offset)

    def __str__(self) -> str:
        if self.last is None:
            return f"from {in_words(self.first)}"
        return f"{in_words(self.first)} to {in_words(self.last)}"
