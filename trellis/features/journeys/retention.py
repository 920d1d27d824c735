"""How long journeys are kept."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from trellis.features.journeys.models import Journey
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.records import RetentionRule, RetentionTrigger

Days = Iterable[tuple[uuid.UUID, Any, date | None]]
FROM = date(2026, 1, 1)


def _last(viewer: Viewer, families: Collection[uuid.UUID] | None, *, begun: bool) -> Days:
    """Give the last day of the journeys of each family that were begun, or never were; none while one is open."""
    rows = Journey.objects.visible_to(viewer).filter(started_on__isnull=not begun)
    if families is not None:
        rows = rows.filter(family_id__in=families)
    last: dict[uuid.UUID, date | None] = {}
    for family, ended in rows.values_list("family_id", "ended_on"):
        before = last.get(family, date.min)
        last[family] = None if ended is None or before is None else max(before, ended)
    yield from ((family, None, day) for family, day in last.items())


def closed(viewer: Viewer, families: Collection[uuid.UUID] | None = None) -> Days:
    """Give the day on which the last journey of a family was closed."""
    return _last(viewer, families, begun=True)


def never_started(viewer: Viewer, families: Collection[uuid.UUID] | None = None) -> Days:
    """Give the day on which the last journey of a family was closed that never began."""
    return _last(viewer, families, begun=False)


TRIGGERS = (
    RetentionTrigger("journey_closed", "The last journey was closed", closed),
    RetentionTrigger("journey_never_started", "The last journey that never began was closed", never_started),
)
RULES = (
    RetentionRule(
        key="journey_closed",
        label="A journey that was closed",
        trigger="journey_closed",
        months=84,
        floor=72,
        basis="Public task, and legal claims: six years (Limitation Act 1980, sections 2 and 5), and one to spare",
        source="Practice of domestic abuse charities: 6 to 7 years",
        jurisdiction="England and Wales",
        confidence="practice",
        effective_from=FROM,
    ),
    RetentionRule(
        key="journey_never_started",
        label="A journey that never began",
        trigger="journey_never_started",
        months=24,
        floor=12,
        basis="Public task; so that a family that comes back is known",
        source="Set by the service",
        jurisdiction="England and Wales",
        confidence="practice",
        effective_from=FROM,
    ),
)
