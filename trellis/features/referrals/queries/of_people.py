"""What referrals know of people, in sentences; answers the hook "of_people"."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from trellis.features.referrals.models import ReferredPerson
from trellis.platform.access.viewer import Viewer


def of_people(viewer: Viewer, people: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Say for each person which referrals named them, and from whom, of those that the viewer may see."""
    named = ReferredPerson.objects.visible_to(viewer).filter(person_id__in=list(people)).select_related("referral")
    found: dict[uuid.UUID, list[str]] = {}
    for one in named.order_by("referral__submitted_at", "pk"):
        if one.person_id is not None:
            agency = f" from {one.referral.agency}" if one.referral.agency else ""
            found.setdefault(one.person_id, []).append(f"Named in referral {one.referral.reference}{agency}")
    return found
