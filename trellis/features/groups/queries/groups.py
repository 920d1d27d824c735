"""Groups, their circles and their weeks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone

from trellis.features.groups.models import Circle, CircleStaff, Group
from trellis.features.groups.rules import GroupStatus
from trellis.platform.access.pages import get_or_404

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

CORE, CANCELLED, HELD = "core", "cancelled", "held"
OPEN = (GroupStatus.FORMING, GroupStatus.RUNNING)


def groups_list(
    viewer: Viewer, *, status: str = "", programme_key: str = "", order: str = "-first_day"
) -> QuerySet[Group]:
    """Return groups with how many people and families have a place (`people`, `families`).

    `status` "open" (forming or running) or one of the states; nothing gives all.
    """
    found = Group.objects.visible_to(viewer).select_related("venue", "programme_version")
    if status == "open":
        found = found.filter(status__in=OPEN)
    elif status:
        found = found.filter(status=status)
    if programme_key:
        found = found.filter(programme_key=programme_key)
    seated = Q(places__left_on__isnull=True)
    return found.annotate(
        people=Count("places", filter=seated),
        families=Count("places__participant__journey", filter=seated, distinct=True),
    ).order_by(order, "pk")


def group(viewer: Viewer, group_id: uuid.UUID | str) -> Group:
    """Return one group with its venue and version, or answer 404."""
    found = Group.objects.visible_to(viewer).select_related("venue", "programme_version")
    return get_or_404(found, pk=group_id)


def circles_of(*groups: Group) -> list[Circle]:
    """Return the circles of groups with rooms and staff, in the order in which they were made.

    The groups have been read for the viewer: what belongs to them is seen with them.
    """
    staff = CircleStaff.objects.select_related("staff__membership__user").prefetch_related("staff__trainings")
    found = Circle.objects.filter(group__in=groups).select_related("room__venue")
    return list(found.prefetch_related(Prefetch("staff", staff.order_by("duty", "pk"))).order_by("pk"))


@dataclass(frozen=True, slots=True)
class WeekOfSessions:
    """One number of the programme: its day, and the planned or held session of each circle by circle id."""

    number: int
    day: date
    sessions: dict[uuid.UUID, Any]

    @property
    def is_held(self) -> bool:
        """Tell whether any circle's session was held."""
        return any(session.status == HELD for session in self.sessions.values())


def sessions_by_week(circles: Iterable[Circle], sessions: Iterable[Any] | None = None) -> list[WeekOfSessions]:
    """Return the programme's sessions of circles by number, in order; cancelled ones are left out.

    Sessions that were read already may be given.
    """
    by_number: dict[int, dict[uuid.UUID, Any]] = {}
    for session in sessions_of_circles(circles) if sessions is None else sessions:
        by_number.setdefault(session.number, {})[session.circle_id] = session
    return [
        WeekOfSessions(number, min(s.day for s in found.values()), found) for number, found in sorted(by_number.items())
    ]


def sessions_of_circles(circles: Iterable[Circle]) -> list[Any]:
    """Return the programme's sessions of circles by day."""
    # Reached through the circle, so that the sessions room stays the only one to name its model.
    model: Any = Circle._meta.get_field("sessions").related_model
    found = model.objects.filter(circle__in=list(circles), kind=CORE).exclude(status=CANCELLED)
    return list(found.order_by("day", "starts", "pk"))


def last_day_of(group: Group) -> date:
    """Return the day of the last session; of a group without any, its first day."""
    found = Circle.objects.filter(group=group).aggregate(
        last=Max("sessions__day", filter=~Q(sessions__status=CANCELLED))
    )
    return found["last"] or group.first_day


def first_days(viewer: Viewer, programme_key: str) -> list[tuple[date, str]]:
    """List the first sessions of groups that form for a programme, each with words; answers the hook "first_days"."""
    found = Group.objects.of_organisation(viewer).filter(
        programme_key=programme_key, status=GroupStatus.FORMING, first_day__gte=timezone.localdate()
    )
    rows = found.order_by("first_day", "pk").values_list("first_day", "name")
    return [(day, f"the first session of {name}") for day, name in rows[:10]]
