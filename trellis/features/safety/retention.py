"""How long what was written about safety is kept."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Max

from trellis.features.safety.models import Incident
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.records import RetentionRule, RetentionTrigger


def last_incident(
    viewer: Viewer, families: Collection[uuid.UUID] | None = None
) -> Iterable[tuple[uuid.UUID, Any, date | None]]:
    """Give the day of the last incident of each family."""
    rows = Incident.objects.visible_to(viewer)
    if families is not None:
        rows = rows.filter(family_id__in=families)
    for row in rows.values("family_id").annotate(last=Max("on")).order_by():
        yield row["family_id"], None, row["last"]


TRIGGERS = (RetentionTrigger("last_incident", "The last incident", last_incident),)
RULES = (
    RetentionRule(
        key="last_incident",
        label="The last incident of abuse",
        trigger="last_incident",
        months=84,
        floor=72,
        basis="Public task: safeguarding of children and of adults at risk",
        source="Practice of domestic abuse charities: 6 to 7 years; authorities that protect children keep far longer",
        jurisdiction="England and Wales",
        confidence="to confirm",
        effective_from=date(2026, 1, 1),
    ),
)
