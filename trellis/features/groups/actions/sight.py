"""Ending the sight of a family for staff who no longer work with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from trellis.features.families import actions as families
from trellis.features.groups.models import CircleStaff, Place
from trellis.platform.access.viewer import Viewer

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey
    from trellis.platform.access.models import Membership


def end_sight_through(by: Viewer, journey: Journey, left: Iterable[Place]) -> None:
    """End the sight of a family that staff had only because its people were coming to their circle.

    Who has met them, will meet them otherwise, or is their keyworker goes on seeing them.
    """
    circles = {place.circle_id for place in left}
    staff = CircleStaff.objects.filter(circle_id__in=circles, staff__membership__isnull=False)
    memberships = {row.staff.membership_id: row.staff.membership for row in staff.select_related("staff__membership")}
    for membership in memberships.values():
        if membership is not None and not _works_with(journey, membership):
            families.end_sight(by=by, family=journey.family, membership=membership)


def _works_with(journey: Journey, membership: Membership) -> bool:
    people = journey.participants.model.objects.filter(journey__family_id=journey.family_id)
    expected = Q(planned__session__staff__staff__membership=membership) & ~Q(planned__session__status="cancelled")
    return people.filter(
        expected
        | Q(attendances__session__staff__staff__membership=membership)
        | Q(journey__sessions__staff__staff__membership=membership)
        | Q(journey__keyworkers__until__isnull=True, journey__keyworkers__staff__membership=membership)
    ).exists()
