"""Reads of children's own plans; the first argument is the viewer. What the child did not agree to is not there."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from trellis.features.safety.models import CommunicationPlan, CommunicationPlanVersion, PlanReader
from trellis.platform.access.queries import people_in_role
from trellis.platform.access.roles import STAFF

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trellis.platform.access.models import Membership
    from trellis.platform.access.viewer import Viewer


def communication_plans_of(viewer: Viewer, family_id: uuid.UUID) -> QuerySet[CommunicationPlan]:
    """Return the children's plans that the viewer may read, with versions, newest first, and who may read them."""
    readers = PlanReader.objects.visible_to(viewer).filter(until__isnull=True)
    versions = CommunicationPlanVersion.objects.visible_to(viewer).select_related("made_by__user")
    return (
        CommunicationPlan.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("person", "written_by__user")
        .prefetch_related(
            Prefetch("versions", versions.order_by("-number"), to_attr="kept"),
            Prefetch("readers", readers.select_related("membership__user", "person").order_by("pk"), to_attr="chosen"),
        )
        .order_by("pk")
    )


def staff_to_choose(viewer: Viewer) -> list[Membership]:
    """Return the staff of the viewer's organisation but for the viewer, by name: whom a child may choose."""
    found = [one for role in STAFF for one in people_in_role(viewer, role)]
    return sorted((one for one in found if one.pk != viewer.membership_id), key=lambda one: (one.user.name, one.pk))
