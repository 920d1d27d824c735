"""Reads of incidents; the first argument is the viewer."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from trellis.features.safety.models import Incident

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trellis.platform.access.viewer import Viewer


def incidents_of(viewer: Viewer, family_id: uuid.UUID) -> QuerySet[Incident]:
    """Return what is written of a family, newest first, with the people in it; entries withdrawn are left out."""
    return (
        Incident.objects.visible_to(viewer)
        .filter(family_id=family_id, withdrawn_why="")
        .select_related("harmed", "done_by", "recorded_by__user")
        .order_by("-on", "-pk")
    )


def days_and_severity(viewer: Viewer, family_id: uuid.UUID) -> list[tuple[datetime.date, int]]:
    """Return (day, severity) of every incident of a family, oldest first."""
    rows = Incident.objects.visible_to(viewer).filter(family_id=family_id, withdrawn_why="")
    return list(rows.order_by("on", "pk").values_list("on", "severity"))


def counts_by_family(
    viewer: Viewer, windows: dict[uuid.UUID, tuple[datetime.date, datetime.date]]
) -> dict[uuid.UUID, int]:
    """Count the incidents of each family from its first to its last day, both counted."""
    counts = dict.fromkeys(windows, 0)
    rows = Incident.objects.visible_to(viewer).filter(family_id__in=list(windows), withdrawn_why="")
    for family_id, on in rows.values_list("family_id", "on"):
        first, last = windows[family_id]
        counts[family_id] += first <= on <= last
    return counts
