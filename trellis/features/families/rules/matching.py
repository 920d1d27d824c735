"""Names and dates in the form in which they are compared."""

from __future__ import annotations

import unicodedata
from datetime import date

ALIKE_ENOUGH = 0.4


def match_name(*names: str) -> str:
    """Return names as they are compared: small letters, no accents, only letters, digits and single spaces."""
    plain = unicodedata.normalize("NFKD", " ".join(names)).casefold()
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def other_readings(day: date) -> tuple[date, ...]:
    """Return the date with day and month swapped, where that is a date and another one."""
    if day.day <= 12 and day.day != day.month:
        return (date(day.year, day.day, day.month),)
    return ()
