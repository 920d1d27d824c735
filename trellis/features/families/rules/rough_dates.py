"""Days as people remember them: a year, a month of a year, or a day; kept as text that sorts ("2019", "2019-05")."""

from __future__ import annotations

import calendar
import re
from datetime import date

from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken

ROUGH = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_MONTHS = tuple(calendar.month_name)


def rough(value: date | str | int | None) -> str:
    """Return a day, a month, a year or nothing as it is kept; raises ValueError for what is no such thing."""
    if value is None or value == "":
        return ""
    words = value.isoformat() if isinstance(value, date) else str(value)
    if not re.fullmatch(ROUGH, words):
        raise ValueError(f"{words!r} is no year, month or day")
    earliest(words)
    return words


def read_rough(typed: str) -> str:
    """Read a year, a month or a day as people type it: "2019", "May 2019", "5/2019", "17 5 2019", "17 May 2019".

    Raises ValueError for anything else.
    """
    words = typed.strip()
    if not words or re.fullmatch(ROUGH, words):
        return rough(words)
    parts = [part for part in re.split(r"[\s/.,-]+", words.lower()) if part]
    month_at = len(parts) - 2
    if not 2 <= len(parts) <= 3 or not re.fullmatch(r"\d{4}", parts[-1]):
        raise ValueError(f"{typed!r} is no year, month or day")
    numbers = [_month(part) if at == month_at else int(part) for at, part in enumerate(parts)]
    day = f"-{numbers[0]:02d}" if len(numbers) == 3 else ""
    return rough(f"{numbers[-1]:04d}-{numbers[-2]:02d}{day}")


def _month(part: str) -> int:
    named = [at for at, name in enumerate(_MONTHS) if len(part) >= 3 and name.lower().startswith(part)]
    return named[0] if named else int(part)


def earliest(words: str) -> date:
    """Return the first day that a rough date can mean."""
    year, month, day = _parts(words)
    return date(year, month or 1, day or 1)


def latest(words: str) -> date:
    """Return the last day that a rough date can mean."""
    year, month, day = _parts(words)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def rough_in_words(words: str) -> str:
    """Write a rough date: "2019", "May 2019", "Tue 3 March 2026"; nothing for nothing."""
    if not words:
        return ""
    year, month, day = _parts(words)
    if day:
        return in_words(date(year, month, day))
    return f"{_MONTHS[month]} {year}" if month else str(year)


def span_in_words(since: str, until: str) -> str:
    """Write from when until when: "since 2019", "2015 to May 2019", "until 2019"; nothing when neither is known."""
    if since and until:
        return f"{rough_in_words(since)} to {rough_in_words(until)}"
    return f"since {rough_in_words(since)}" if since else f"until {rough_in_words(until)}" if until else ""


def is_over(until: str, today: date) -> bool:
    """Say whether what lasted until this rough date has ended by today; a year that is not over counts as ended."""
    return bool(until) and earliest(until) <= today


def has_begun(since: str, today: date) -> bool:
    """Say whether what began at this rough date had begun by today; nothing known counts as begun."""
    return not since or earliest(since) <= today


def check_span(since: str, until: str, today: date, *, field: str = "until", may_be_ahead: bool = False) -> None:
    """Raise RuleBroken when an end lies before its beginning, or (unless it may) either lies ahead."""
    if since and until and latest(until) < earliest(since):
        raise RuleBroken(
            f"The end, {rough_in_words(until)}, is before the beginning, {rough_in_words(since)}. Check both.", field
        )
    for value, name in ((since, "since"), (until, field)):
        if value and not may_be_ahead and earliest(value) > today:
            raise RuleBroken(f"{rough_in_words(value)} is still to come. Enter a date that has been.", name)


def check_not_before_birth(value: str, birth_date: date | None, name: str, field: str = "since") -> None:
    """Raise RuleBroken when something is said to have begun before a person was born."""
    if value and birth_date and latest(value) < birth_date:
        raise RuleBroken(
            f"{rough_in_words(value)} is before {name} was born, on {in_words(birth_date)}. Check both dates.", field
        )


def _parts(words: str) -> tuple[int, int, int]:
    numbers = [int(part) for part in words.split("-")] + [0, 0]
    year, month, day = numbers[:3]
    date(year, month or 1, day or 1)
    return year, month, day
