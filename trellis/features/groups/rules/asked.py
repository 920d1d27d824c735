"""A group as somebody asks for it, before there is one; and the circles that a programme can have."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Staffing, Strand
from trellis.kernel.decisions import RuleBroken

APART = "--"


@dataclass(frozen=True, slots=True)
class PossibleCircle:
    """A circle that a programme can have: a strand, or one group of a strand that is split by gender."""

    key: str
    strand: str
    gender_group: str
    title: str
    who: str


@dataclass(frozen=True, slots=True)
class NewCircle:
    """A circle as asked for; `staff` are (id, duty) pairs; no `starts` means the group's."""

    strand: str
    gender_group: str
    title: str
    room_id: uuid.UUID | None = None
    starts: time | None = None
    staff: tuple[tuple[uuid.UUID, str], ...] = ()

    @property
    def key(self) -> str:
        """Return the key of the possible circle that this is."""
        return circle_key(self.strand, self.gender_group)


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group as asked for."""

    programme_version_id: uuid.UUID
    name: str
    venue_id: uuid.UUID
    first_day: date
    starts: time
    circles: tuple[NewCircle, ...]


def circle_key(strand: str, gender_group: str = "") -> str:
    """Return the key of a circle among those of its group."""
    return f"{strand}{APART}{gender_group}" if gender_group else strand


def possible_circles(definition: ProgrammeDefinition) -> list[PossibleCircle]:
    """List the circles that a group of a programme can have, in the file's order."""
    found = []
    for strand in definition.strands:
        if not strand.is_group:
            continue
        for group in strand.gender_groups:
            key = circle_key(strand.key, group.key)
            found.append(PossibleCircle(key, strand.key, group.key, group.title, strand.who))
        if not strand.gender_groups:
            found.append(PossibleCircle(strand.key, strand.key, "", strand.title, strand.who))
    return found


def duties_wanted(strand: Strand) -> list[tuple[str, str]]:
    """List the duties that a strand asks for, each once, with the words of all that is asked of it."""
    lines: dict[str, list[Staffing]] = {}
    for line in strand.staffing:
        lines.setdefault(line.role, []).append(line)
    wanted = [(role, "; ".join(line.label for line in asked)) for role, asked in lines.items()]
    return wanted or [("practitioner", "Who runs it")]


def ends_after(starts: time, minutes: int) -> time:
    """Return when a session ends; raises RuleBroken for one that would go on past midnight."""
    begins = datetime.combine(date(2000, 1, 1), starts)
    ends = begins + timedelta(minutes=minutes)
    if ends.date() != begins.date():
        raise RuleBroken(f"A session of {minutes} minutes would go on past midnight.", "starts")
    return ends.time()
