"""What came up for review, which families are watched over, and one's own streets."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from trellis.features.families.models import Family
from trellis.features.looking.models import OwnStreet, UnusualLook, WatchedFamily
from trellis.platform.access.pages import get_or_404
from trellis.platform.access.viewer import Viewer


def open_looks(viewer: Viewer) -> QuerySet[UnusualLook]:
    """Return what waits for a review by this supervisor, the oldest first."""
    return _looks(viewer).filter(reviewed_at__isnull=True).order_by("first_at", "pk")


def reviewed_looks(viewer: Viewer) -> QuerySet[UnusualLook]:
    """Return what was reviewed, the latest first."""
    return _looks(viewer).filter(reviewed_at__isnull=False).order_by("-reviewed_at", "-pk")


def unusual_look(viewer: Viewer, look_id: uuid.UUID) -> UnusualLook:
    """Return one look that came up, or answer 404; one's own is not found."""
    found: UnusualLook = get_or_404(_looks(viewer), pk=look_id)
    return found


def _looks(viewer: Viewer) -> QuerySet[UnusualLook]:
    found: QuerySet[UnusualLook] = UnusualLook.objects.visible_to(viewer)
    return found.select_related("by__user", "reviewed_by__user", "family")


def watched(viewer: Viewer, family: Family) -> WatchedFamily | None:
    """Return that a family is watched over, or None."""
    found: WatchedFamily | None = (
        WatchedFamily.objects.visible_to(viewer).filter(family_id=family.pk, ended_at__isnull=True).first()
    )
    return found


def own_streets(viewer: Viewer) -> QuerySet[OwnStreet]:
    """Return the streets that the viewer named as their own."""
    found: QuerySet[OwnStreet] = OwnStreet.objects.visible_to(viewer).order_by("street", "postcode", "pk")
    return found
