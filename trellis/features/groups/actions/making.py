"""Making a group: the group, its circles, who runs them and all its sessions, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from trellis.features.groups.models import Circle, CircleStaff, Group, Room, Venue
from trellis.features.groups.queries.preview import preview_of
from trellis.features.groups.queries.venues import rooms_by_id
from trellis.features.groups.rules import MAKE_GROUPS
from trellis.features.groups.rules.asked import NewGroup, ends_after, possible_circles
from trellis.features.groups.rules.schedule import GroupSchedule, Sitting, Week
from trellis.features.programmes.queries import definition
from trellis.features.sessions import actions as sessions
from trellis.features.sessions.rules import SessionKind
from trellis.features.sessions.rules.plans import Runs, SessionPlan
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    import uuid


@action("group.made", MAKE_GROUPS)
def make_group(*, by: Viewer, asked: NewGroup) -> Group:
    """Make a group as it was previewed, with every session of every circle.

    Raises RuleBroken, in words, for a name that is taken, circles that the programme does not have, a venue
    or room of another house, a room or staff taken at that time. Rules of composition do not stop it: the
    group is only forming.
    """
    rule = definition(asked.programme_version_id)
    _check_asked(by, asked)
    preview = preview_of(by, asked)
    if preview.hindrances:
        problems = [(None, words) for words in preview.hindrances]
        raise RuleBroken(" ".join(preview.hindrances), problems=problems)
    group = Group(
        organisation_id=by.organisation_id,
        programme_version_id=asked.programme_version_id,
        programme_key=rule.key,
        name=asked.name.strip(),
        venue_id=asked.venue_id,
        starts=asked.starts,
        first_day=preview.schedule.weeks[0].day,
    )
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as taken:
        raise RuleBroken(f"There is a group called “{group.name}” already.", "name") from taken
    circles = _circles(by, group, asked)
    sessions.plan_sessions(by=by, sessions=_plans(by, group, circles, preview.schedule))
    about(group, circles=len(circles), sessions=len(preview.schedule.weeks))
    return group


def where_of(venue: Venue, room: Room | None) -> str:
    """Say where a session is: "Rose room, St Mark's Hall"."""
    return f"{room.name}, {venue.name}" if room else venue.name


def _check_asked(by: Viewer, asked: NewGroup) -> None:
    if not asked.name.strip():
        raise RuleBroken("Enter a name for the group.", "name")
    if not Venue.objects.visible_to(by).filter(pk=asked.venue_id).exists():
        raise RuleBroken("Choose one of the venues shown.", "venue")
    possible = {each.key for each in possible_circles(definition(asked.programme_version_id))}
    wanted = [circle.key for circle in asked.circles]
    if not wanted:
        raise RuleBroken("Choose at least one circle.", "circles")
    if not possible.issuperset(wanted) or len(set(wanted)) != len(wanted):
        raise RuleBroken("Choose circles that this programme has, each once.", "circles")
    room_ids = [circle.room_id for circle in asked.circles if circle.room_id]
    rooms = rooms_by_id(by, room_ids)
    if any(room_id not in rooms or rooms[room_id].venue_id != asked.venue_id for room_id in room_ids):
        raise RuleBroken("Choose rooms of the venue where the group meets.", "rooms")
    used = [(circle.room_id, circle.starts) for circle in asked.circles if circle.room_id]
    if len(set(used)) != len(used):
        raise RuleBroken("Circles that meet at the same time need rooms of their own.", "rooms")


def _circles(by: Viewer, group: Group, asked: NewGroup) -> dict[str, Circle]:
    made = {}
    for wanted in asked.circles:
        circle = Circle.objects.create(
            organisation_id=by.organisation_id,
            group=group,
            strand_key=wanted.strand,
            gender=wanted.gender_group,
            title=wanted.title,
            room_id=wanted.room_id,
            starts=wanted.starts,
        )
        CircleStaff.objects.bulk_create(
            CircleStaff(organisation_id=by.organisation_id, circle=circle, staff_id=staff_id, duty=duty)
            for staff_id, duty in dict(wanted.staff).items()
        )
        made[wanted.key] = circle
    return made


def _plans(by: Viewer, group: Group, circles: Mapping[str, Circle], schedule: GroupSchedule) -> list[SessionPlan]:
    staff: dict[uuid.UUID, list[Runs]] = {}
    for row in CircleStaff.objects.filter(circle__group=group).order_by("pk"):
        staff.setdefault(row.circle_id, []).append(Runs(row.staff_id, row.duty))
    shared = shared_room(list(circles.values()))
    return [
        _plan(group, circle, week, sitting, tuple(staff.get(circle.pk, ())), shared)
        for week in schedule.weeks
        for key, circle in circles.items()
        if (sitting := week.sittings.get(key)) and not sitting.each_family
    ]


def shared_room(circles: list[Circle]) -> Room | None:
    """Return the room in which circles meet together: the one that seats most."""
    rooms = [circle.room for circle in circles if circle.room]
    return max(rooms, key=lambda room: room.seats, default=None)


def _plan(
    group: Group,
    circle: Circle,
    week: Week,
    sitting: Sitting,
    staff: tuple[Runs, ...],
    shared: Room | None,
) -> SessionPlan:
    starts = circle.starts or group.starts
    return SessionPlan(
        programme_version_id=group.programme_version_id,
        kind=SessionKind.CORE,
        title=sitting.title,
        day=week.day,
        starts=starts,
        ends=ends_after(starts, sitting.minutes),
        strand_key=circle.strand_key,
        number=sitting.number,
        circle_id=circle.pk,
        where=where_of(group.venue, shared if sitting.together else circle.room),
        staff=staff,
    )
