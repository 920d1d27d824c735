"""Times of day."""

from __future__ import annotations

from datetime import time

from trellis.kernel.decisions import RuleBroken

DAY = 24 * 60


def ends_at(starts: time, minutes: int) -> time:
    """Return when a session of so many minutes ends; it must end on the day on which it starts."""
    if minutes < 5:
        raise RuleBroken("A session lasts at least five minutes.", "minutes")
    total = starts.hour * 60 + starts.minute + minutes
    if total >= DAY:
        raise RuleBroken("A session must end on the same day.", "starts")
    return time(total // 60, total % 60)


def minutes_between(starts: time, ends: time) -> int:
    """Return how many minutes lie between two times of one day."""
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
