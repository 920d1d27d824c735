"""A group as it would be, before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from trellis.features.groups.queries.facts import room_facts, rooms_taken, running_of
from trellis.features.groups.queries.venues import calendar_for, rooms_by_id
from trellis.features.groups.rules.asked import NewCircle, NewGroup, ends_after
from trellis.features.groups.rules.checks import rules_of
from trellis.features.groups.rules.plan import CircleFacts, GroupFacts
from trellis.features.groups.rules.schedule import GroupSchedule, group_schedule
from trellis.features.programmes.queries import definition
from trellis.features.sessions.queries.clashes import busy_on
from trellis.features.sessions.rules.plans import Busy, clash_words
from trellis.features.workforce.queries import staff_by_id

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import date, time

    from trellis.features.groups.models import Room
    from trellis.features.programmes.rules.schema import ProgrammeDefinition
    from trellis.features.workforce.models import StaffMember
    from trellis.kernel.decisions import Reason
    from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class _At:
    day: date
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class GroupPreview:
    """What would be saved: the weeks, the rules kept and broken so far, and what keeps it from being saved."""

    schedule: GroupSchedule
    reasons: list[Reason]
    hindrances: list[str]


def preview_of(viewer: Viewer, asked: NewGroup) -> GroupPreview:
    """Lay a group out as asked, and check it; raises RuleBroken when it cannot be laid out at all."""
    rule = definition(asked.programme_version_id)
    calendar = calendar_for(viewer, asked.venue_id, asked.first_day)
    schedule = group_schedule(rule, {circle.key: circle.strand for circle in asked.circles}, asked.first_day, calendar)
    rooms = rooms_by_id(viewer, [c.room_id for c in asked.circles if c.room_id])
    staff = staff_by_id(viewer, {pk for circle in asked.circles for pk, _ in circle.staff})
    meetings = {circle.key: _meetings(asked, circle, schedule) for circle in asked.circles}
    everywhen = [at for circle in meetings.values() for at in circle]
    taken = rooms_taken(None, set(rooms), everywhen)
    facts = GroupFacts(
        first_day=schedule.weeks[0].day,
        last_day=schedule.last_day,
        starts=asked.starts,
        circles=tuple(_circle(circle, rooms, staff, taken) for circle in asked.circles),
    )
    words = [f"{rooms[room].name} is taken: {why}." for room, why in taken.items()]
    words += _staff_clashes(viewer, rule, asked, staff, meetings)
    return GroupPreview(schedule, rules_of(rule, facts), words)


def _meetings(asked: NewGroup, circle: NewCircle, schedule: GroupSchedule) -> list[_At]:
    starts = circle.starts or asked.starts
    return [
        _At(week.day, starts, ends_after(starts, sitting.minutes))
        for week in schedule.weeks
        if (sitting := week.sittings.get(circle.key)) and not sitting.each_family
    ]


def _circle(
    circle: NewCircle,
    rooms: Mapping[uuid.UUID, Room],
    staff: Mapping[uuid.UUID, StaffMember],
    taken: Mapping[uuid.UUID, str],
) -> CircleFacts:
    room, name, seats = room_facts(rooms.get(circle.room_id) if circle.room_id else None)
    return CircleFacts(
        key=circle.key,
        title=circle.title,
        strand=circle.strand,
        gender_group=circle.gender_group,
        room=room,
        room_name=name,
        seats=seats,
        room_taken=taken.get(circle.room_id, "") if circle.room_id else "",
        starts=circle.starts,
        staff=tuple(running_of(staff[pk], duty) for pk, duty in circle.staff if pk in staff),
    )


def _staff_clashes(
    viewer: Viewer,
    rule: ProgrammeDefinition,
    asked: NewGroup,
    staff: Mapping[uuid.UUID, StaffMember],
    meetings: Mapping[str, list[_At]],
) -> list[str]:
    wanted = [
        Busy(pk, staff[pk].name, True, f"{asked.name}: {circle.title}", at.day, at.starts, at.ends, at)
        for circle in asked.circles
        for pk, _ in circle.staff
        if pk in staff
        for at in meetings[circle.key]
    ]
    taken = busy_on(viewer, {busy.day for busy in wanted}, [], staff)
    first_of_each: dict[object, str] = {}
    for busy in wanted:
        for other in taken:
            if busy.clashes_with(other):
                first_of_each.setdefault(busy.who, clash_words(busy, other))
    return list(first_of_each.values())
