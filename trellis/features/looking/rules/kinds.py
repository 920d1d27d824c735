"""What kinds of unusual looking there are, and what a review may end with."""

from __future__ import annotations

from trellis.kernel.labelled import LabelledEnum


class UnusualKind(LabelledEnum):
    """Why looking came up for review."""

    OWN_NAME = "own_name", "Their own surname"
    OWN_STREET = "own_street", "Their own street"
    WATCHED = "watched", "A family that is watched over"
    WITHOUT_WORK = "without_work", "No work with the family"
    NIGHT = "night", "At night"
    MANY = "many", "Very many families"
    SEARCHES = "searches", "Searched again and again"
    LEAVING = "leaving", "Shortly before leaving"


class Outcome(LabelledEnum):
    """What came of a review."""

    PART_OF_WORK = "part_of_work", "It was part of their work"
    TALKED = "talked", "We talked about it, and it is settled"
    TAKEN_FURTHER = "taken_further", "It has been taken further"
