"""A session as it is asked for, before it is a record; and when two cannot both be."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from trellis.features.sessions.rules.words import SessionKind
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken


@dataclass(frozen=True, slots=True)
class Runs:
    """Who runs a session, as what."""

    staff_id: uuid.UUID
    duty: str = "practitioner"


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session to be planned: of a circle or of a journey, exactly one of the two.

    `expected` are ids of participants. `participant_id` says whose course or interview it is, where it is one
    person's. `number` is the programme's number, 0 where it has none.
    """

    programme_version_id: uuid.UUID
    kind: SessionKind
    title: str
    day: date
    starts: time
    ends: time
    strand_key: str = ""
    number: int = 0
    circle_id: uuid.UUID | None = None
    journey_id: uuid.UUID | None = None
    participant_id: uuid.UUID | None = None
    where: str = ""
    is_online: bool = False
    expected: tuple[uuid.UUID, ...] = ()
    staff: tuple[Runs, ...] = ()
    catches_up_id: uuid.UUID | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Busy:
    """Somebody's time, taken by a session; `who` is an id, `is_staff` tells whose."""

    who: uuid.UUID
    name: str
    is_staff: bool
    title: str
    day: date
    starts: time
    ends: time
    session: object = None

    def clashes_with(self, other: Busy) -> bool:
        """Tell whether one person would be in two places: same person, same day, times that overlap."""
        return (
            self.who == other.who
            and self.session is not other.session
            and self.day == other.day
            and self.starts < other.ends
            and other.starts < self.ends
        )


def clock(moment: time) -> str:
    """Write a time of day: "5:30pm"."""
    half = "am" if moment.hour < 12 else "pm"
    hour = moment.hour % 12 or 12
    return f"{hour}:{moment.minute:02d}{half}" if moment.minute else f"{hour}{half}"


def clash_words(wanted: Busy, taken: Busy) -> str:
    """Say in words why somebody cannot be at a session."""
    at = f"{in_words(taken.day)} from {clock(taken.starts)} to {clock(taken.ends)}"
    if taken.is_staff:
        what = f"“{taken.title}”" if taken.title else "another session"
        return f"{taken.name} already runs {what} on {at}, so cannot also run “{wanted.title}”."
    what = f"“{taken.title}”" if taken.title else "another session"
    return f"{taken.name} is already expected at {what} on {at}."


def check_clashes(wanted: Iterable[Busy], taken: Iterable[Busy]) -> None:
    """Raise RuleBroken with every clash in words, when somebody would be in two places at once."""
    by_person: dict[tuple[uuid.UUID, date], list[Busy]] = {}
    for busy in taken:
        by_person.setdefault((busy.who, busy.day), []).append(busy)
    words: dict[str, None] = {}
    for busy in wanted:
        known = by_person.setdefault((busy.who, busy.day), [])
        for other in known:
            if busy.clashes_with(other):
                words[clash_words(busy, other)] = None
        known.append(busy)
    if words:
        raise RuleBroken(" ".join(words), "day", problems=[("day", each) for each in words])


def check_times(starts: time, ends: time) -> None:
    """Raise RuleBroken when a session would not end after it starts."""
    if ends <= starts:
        raise RuleBroken("A session must end after it starts.", "ends")
