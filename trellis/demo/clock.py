"""Lets the demonstration happen over the months before today: actions take the day from Django's clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

from trellis.kernel.working_days import bank_holiday


@contextmanager
def as_of(day: date, hour: int = 10) -> Iterator[None]:
    """Let whatever happens inside happen on a day, at an hour, never later than it really is."""
    moment = min(timezone.make_aware(datetime.combine(day, time(hour))), _really_now())
    with patch.object(timezone, "now", lambda: moment):
        yield


_really_now = timezone.now


def weekday_near(day: date, weekday: int) -> date:
    """Return the next day that is this weekday (Monday is 0) and no bank holiday, from a day on."""
    found = day + timedelta(days=(weekday - day.weekday()) % 7)
    while bank_holiday(found):
        found += timedelta(weeks=1)
    return found
