"""When things are looked at."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from trellis.kernel.labelled import LabelledEnum


class Point(LabelledEnum):
    """A point on the way at which goals and circumstances are looked at."""

    START = "start", "Start"
    MIDDLE = "middle", "Middle"
    END = "end", "End"
    FOLLOW_UP = "follow_up", "Follow-up"


def due_points(
    *,
    started_on: date | None,
    ended_on: date | None,
    weeks: int,
    follow_up_weeks: int,
    done: Collection[str],
    today: date,
) -> list[tuple[Point, date]]:
    """Return the looks that are still to be taken, each with the day on which it is due, soonest first.

    `weeks` is the programme's length. The middle falls half-way; the end on its last day or the day the journey
    ended, whichever is earlier; the follow-up so many weeks after the end. A journey that ended early has no middle
    left to take, and one that has not started has only its start.
    """
    if started_on is None:
        return [(Point.START, today)] if Point.START not in done else []
    end = ended_on or started_on + timedelta(weeks=weeks)
    days = {
        Point.START: started_on,
        Point.MIDDLE: started_on + timedelta(weeks=weeks) / 2,
        Point.END: end,
        Point.FOLLOW_UP: end + timedelta(weeks=follow_up_weeks),
    }
    left = [(point, day) for point, day in days.items() if point not in done]
    if ended_on is not None:
        left = [(point, day) for point, day in left if point in {Point.END, Point.FOLLOW_UP}]
    return sorted(left, key=lambda pair: pair[1])
