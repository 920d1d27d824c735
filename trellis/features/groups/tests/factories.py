"""Invented venues and groups for tests, made as a co-ordinator would make them."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from trellis.features.groups import actions
from trellis.features.groups.models import Circle, Closure, Group, Room, Venue
from trellis.features.groups.rules.asked import NewCircle, NewGroup, possible_circles
from trellis.features.journeys.models import Journey
from trellis.features.journeys.tests.factories import journey
from trellis.features.programmes.queries import definition
from trellis.features.programmes.tests.factories import programme_version
from trellis.features.workforce.tests.factories import staff_member
from trellis.kernel.working_days import bank_holiday
from trellis.platform.access.viewer import Viewer

_numbers = itertools.count(1)
ROOMS = (("Rose room", 20), ("Oak room", 16), ("Blue room", 14), ("Small hall", 30))


def venue(viewer: Viewer, name: str = "", *, rooms: Sequence[tuple[str, int]] = ROOMS) -> Venue:
    """Add a venue with rooms, given as (name, seats)."""
    made = actions.add_venue(
        by=viewer, name=name or f"St Mark's Hall {next(_numbers)}", address="1 Church Lane", postcode="LS1 1AA"
    )
    for room, seats in rooms:
        actions.add_room(by=viewer, venue=made, name=room, seats=seats)
    return made


def closure(viewer: Viewer, first_day: date, last_day: date | None = None, why: str = "Half-term") -> Closure:
    """Close every venue for some days."""
    return actions.add_closure(by=viewer, first_day=first_day, last_day=last_day or first_day, why=why)


def first_tuesday(weeks_ahead: int = 2) -> date:
    """Return a Tuesday some weeks from now (or ago) that is no bank holiday."""
    today = timezone.localdate()
    day = today + timedelta(days=(1 - today.weekday()) % 7, weeks=weeks_ahead)
    while bank_holiday(day):
        day += timedelta(weeks=1)
    return day


def asked(
    viewer: Viewer,
    programme_key: str = "pact",
    *,
    at: Venue | None = None,
    name: str = "",
    first_day: date | None = None,
    starts: time = time(17, 30),
    only: Sequence[str] = (),
    with_staff: bool = True,
) -> NewGroup:
    """Ask for a group with every circle of a programme (or `only` those keys), each with a room and its staff."""
    version = programme_version(programme_key)
    rule = definition(version.pk)
    at = at or venue(viewer)
    rooms = list(Room.objects.filter(venue=at).order_by("pk"))
    circles = []
    for position, possible in enumerate(possible_circles(rule)):
        if only and possible.key not in only:
            continue
        staff: list[tuple[uuid.UUID, str]] = []
        for line in rule.strand(possible.strand).staffing if with_staff else ():
            for _ in range(line.count):
                member = staff_member(
                    viewer, gender=line.gender or "female", duties=[line.role], trained_in=[line.training or rule.key]
                )
                staff.append((member.pk, line.role))
        circles.append(
            NewCircle(
                possible.strand,
                possible.gender_group,
                possible.title,
                rooms[position].pk if position < len(rooms) else None,
                staff=tuple(staff),
            )
        )
    return NewGroup(
        version.pk,
        name or f"{rule.short_name} {next(_numbers)}",
        at.pk,
        first_day or first_tuesday(),
        starts,
        tuple(circles),
    )


def group(viewer: Viewer, programme_key: str = "pact", **fields: Any) -> Group:
    """Make a group; the fields are those of `asked`."""
    return actions.make_group(by=viewer, asked=asked(viewer, programme_key, **fields))


def circle(of: Group, strand: str, gender: str = "") -> Circle:
    """Return a circle of a group."""
    return Circle.objects.get(group=of, strand_key=strand, gender=gender)


def placed_journey(viewer: Viewer, of: Group, **fields: Any) -> Journey:
    """Make a family that waits, and give it places in a group; the fields are those of `journey`."""
    family = journey(viewer, of.programme_key, **fields)
    actions.place_family(by=viewer, group_id=of.pk, journey_id=family.pk)
    return family
