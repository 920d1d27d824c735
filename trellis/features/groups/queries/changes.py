"""What a change to a group would do, before it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from trellis.features.groups.queries.groups import HELD, sessions_by_week, sessions_of_circles
from trellis.features.groups.queries.venues import calendar_for
from trellis.features.groups.rules.asked import ends_after
from trellis.features.groups.rules.schedule import Change, Planned, Rescheduled, reschedule
from trellis.features.programmes.queries import definition

if TYPE_CHECKING:
    from trellis.features.groups.models import Circle, Group
    from trellis.features.programmes.rules.schema import ProgrammeDefinition
    from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Meeting:
    """When a session would be, and whether the circles meet in one room."""

    day: date
    starts: time
    ends: time
    together: bool


def planned_of(circles: Iterable[Circle]) -> list[Planned]:
    """Return the numbers of a group with their days, and which of them are past."""
    today = timezone.localdate()
    return [Planned(week.number, week.day, week.is_held or week.day < today) for week in sessions_by_week(circles)]


def preview_change(viewer: Viewer, group: Group, circles: Sequence[Circle], change: Change) -> Rescheduled:
    """Say what moving a session would do; raises RuleBroken, in words, for what cannot be."""
    today = timezone.localdate()
    cadence = definition(group.programme_version_id).cadence
    calendar = calendar_for(viewer, group.venue_id, min(today, change.to))
    return reschedule(planned_of(circles), change, today, cadence, calendar)


def sessions_to_come(circles: Iterable[Circle]) -> list[Any]:
    """Return the sessions of circles that are planned from today on and whose week has not been held."""
    today = timezone.localdate()
    found = sessions_of_circles(circles)
    held = {session.number for session in found if session.status == HELD}
    return [each for each in found if each.day >= today and each.number not in held]


def slot_meetings(
    definition: ProgrammeDefinition, group: Group, circles: Iterable[Circle], coming: Iterable[Any]
) -> list[tuple[Any, Meeting]]:
    """Return each session to come with when it would be at the group's time."""
    by_id = {circle.pk: circle for circle in circles}
    found = []
    for session in coming:
        circle = by_id[session.circle_id]
        strand = definition.strand(circle.strand_key)
        part = strand.session(session.number)
        starts = circle.starts or group.starts
        meeting = Meeting(session.day, starts, ends_after(starts, strand.minutes_of(part)), part.together)
        found.append((session, meeting))
    return found
