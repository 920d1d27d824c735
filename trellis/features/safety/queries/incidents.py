"""Reads of incidents; the first argument is the viewer."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of incidents is narrowed to; nothing given narrows nothing. `order` is of ORDERS, "-" turns it."""

    kind: str = ""
    severity: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    standing_out: bool = False
    order: str = "-on"


def incidents_asked(viewer: Viewer, family_id: uuid.UUID, asked: Asked) -> QuerySet[Incident]:
    """Return the incidents of a family, narrowed and sorted as asked."""
    found = incidents_of(viewer, family_id)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.severity:
        found = found.filter(severity__gte=asked.severity)
    if asked.since:
        found = found.filter(on__gte=asked.since)
    if asked.until:
        found = found.filter(on__lte=asked.until)
    if asked.standing_out:
        found = found.exclude(significance="")
    return found.order_by(asked.order, "-pk")


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
