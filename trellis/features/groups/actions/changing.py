"""Changing a group that stands: only what is still to come moves."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import time
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from trellis.features.groups.actions.making import shared_room, where_of
from trellis.features.groups.actions.placing import group_for_update
from trellis.features.groups.models import Circle, CircleStaff, Group, Venue
from trellis.features.groups.queries.changes import preview_change, sessions_to_come, slot_meetings
from trellis.features.groups.queries.facts import rooms_taken
from trellis.features.groups.queries.groups import circles_of
from trellis.features.groups.queries.venues import rooms_by_id
from trellis.features.groups.rules import MAKE_GROUPS, GroupStatus, check_takes_places
from trellis.features.programmes.queries import definition
from trellis.features.sessions import actions as sessions
from trellis.features.sessions.rules.plans import Runs
from trellis.features.workforce.queries import staff_by_id
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    from trellis.features.groups.rules.schedule import Change, Rescheduled


@action("group.schedule_changed", MAKE_GROUPS)
def change_schedule(*, by: Viewer, group_id: uuid.UUID, change: Change) -> Rescheduled:
    """Move a session, alone or with all that follow, in every circle at once; what is past stays.

    Raises RuleBroken for what `reschedule` refuses and for anybody who would be in two places.
    """
    group = group_for_update(by, group_id)
    check_takes_places(GroupStatus(group.status))
    circles = circles_of(group)
    result = preview_change(by, group, circles, change)
    moving = {each.number: each.now for each in result.differences}
    moves = [
        sessions.Move(session.pk, moving[session.number])
        for session in sessions_to_come(circles)
        if session.number in moving
    ]
    if moves:
        sessions.move_sessions(by=by, moves=moves)
    if result.days:
        group.first_day = min(result.days.values())
        group.save(update_fields=["first_day"])
    about(group, moved=len(result.differences))
    return result


@action("group.slot_changed", MAKE_GROUPS)
def change_slot(
    *,
    by: Viewer,
    group_id: uuid.UUID,
    venue_id: uuid.UUID,
    starts: time,
    rooms: Mapping[uuid.UUID, uuid.UUID | None],
) -> int:
    """Change where and at what time a group meets from now on; return how many sessions change.

    `rooms` gives each circle's room by the circle's id. Raises RuleBroken for a room that is taken or is not
    of the venue.
    """
    group = group_for_update(by, group_id)
    check_takes_places(GroupStatus(group.status))
    venue = Venue.objects.visible_to(by).filter(pk=venue_id).first()
    if venue is None:
        raise RuleBroken("Choose one of the venues shown.", "venue")
    circles = circles_of(group)
    _set_rooms(by, circles, venue, rooms)
    group.venue, group.starts = venue, starts
    group.save(update_fields=["venue", "starts"])
    coming = sessions_to_come(circles)
    meetings = slot_meetings(definition(group.programme_version_id), group, circles, coming)
    _check_rooms_free(group, circles, [at for _, at in meetings])
    moves = _moves(group, circles, meetings)
    if moves:
        sessions.move_sessions(by=by, moves=moves)
    about(group, sessions=len(moves))
    return len(moves)


@action("group.staff_changed", MAKE_GROUPS)
def set_circle_staff(*, by: Viewer, circle_id: uuid.UUID, staff: Sequence[tuple[uuid.UUID, str]]) -> None:
    """Say who runs a circle from now on, as (id, duty); those who sign in may then see its families."""
    circle = Circle.objects.visible_to(by).select_related("group").filter(pk=circle_id).first()
    if circle is None:
        raise RuleBroken("This circle is not there.")
    group = group_for_update(by, circle.group_id)
    check_takes_places(GroupStatus(group.status))
    wanted = dict(staff)
    if len(staff_by_id(by, wanted)) != len(wanted):
        raise RuleBroken("Choose staff who work here.", "staff")
    CircleStaff.objects.filter(circle=circle).exclude(staff_id__in=wanted).delete()
    for staff_id, duty in wanted.items():
        CircleStaff.objects.update_or_create(
            organisation_id=by.organisation_id, circle=circle, staff_id=staff_id, defaults={"duty": duty}
        )
    runs = [Runs(staff_id, duty) for staff_id, duty in wanted.items()]
    for session in sessions_to_come([circle]):
        sessions.set_staff(by=by, session_id=session.pk, staff=runs)
    about(circle, staff=len(wanted))


def _set_rooms(
    by: Viewer, circles: Sequence[Circle], venue: Venue, rooms: Mapping[uuid.UUID, uuid.UUID | None]
) -> None:
    known = rooms_by_id(by, [room for room in rooms.values() if room])
    for room in rooms.values():
        if room and (room not in known or known[room].venue_id != venue.pk):
            raise RuleBroken("Choose rooms of the venue where the group meets.", "rooms")
    for circle in circles:
        chosen = rooms.get(circle.pk)
        circle.room = known[chosen] if chosen else None
    try:
        with transaction.atomic():
            Circle.objects.filter(pk__in=[circle.pk for circle in circles]).update(room=None)
            Circle.objects.bulk_update(circles, ["room"])
    except IntegrityError as shared:
        raise RuleBroken("Circles that meet at the same time need rooms of their own.", "rooms") from shared


def _check_rooms_free(group: Group, circles: Sequence[Circle], meetings: Sequence[Any]) -> None:
    taken = rooms_taken(group.pk, {circle.room_id for circle in circles if circle.room_id}, meetings)
    rooms = {circle.room_id: circle.room.name for circle in circles if circle.room}
    if taken:
        words = [f"{rooms[room]} is taken: {why}." for room, why in taken.items()]
        raise RuleBroken(" ".join(words), "rooms", problems=[("rooms", each) for each in words])


def _moves(group: Group, circles: Sequence[Circle], meetings: Sequence[tuple[Any, Any]]) -> list[sessions.Move]:
    by_id = {circle.pk: circle for circle in circles}
    shared = shared_room(list(circles))
    found = []
    for session, at in meetings:
        room = shared if at.together else by_id[session.circle_id].room
        where = where_of(group.venue, room)
        if (session.starts, session.ends, session.where) != (at.starts, at.ends, where):
            found.append(sessions.Move(session.pk, session.day, at.starts, at.ends, where))
    return found
