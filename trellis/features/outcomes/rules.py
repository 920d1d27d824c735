"""When things are looked at, and what changed."""

from __future__ import annotations

from trellis.kernel.labelled import LabelledEnum


class Point(LabelledEnum):
    """A point on the way at which goals and circumstances are looked at."""

    START = "start", "Start"
    MIDDLE = "middle", "Middle"
    END = "end", "End"
    FOLLOW_UP = "follow_up", "Follow-up"
