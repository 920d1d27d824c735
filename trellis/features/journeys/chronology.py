"""What journeys tell of a family’s events: accepted, begun, ended, its keyworkers, what called for a review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.journeys.models import JourneyEvent
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.programmes.queries import definition
from trellis.platform.contributions.records import ChronologyEntry

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

SAID = {
    "accepted": "Accepted to {programme}",
    "priority": "Priority set on the waiting list of {programme}",
    "waiting_for": "What the family waits for, on the waiting list of {programme}",
    "keyworker": "Keyworker given",
    "keyworker_ended": "Keyworker ended",
    "started": "{programme} started",
    "attention": "Review of the journey called for",
    "attention_over": "Review of the journey no longer called for",
}
STANDS_OUT = {
    "started": "The programme began",
    "ended": "The programme ended",
    "attention": "Something called for a review",
}


def chronology_entries(
    viewer: Viewer, family: Any, since: date | None, until: date | None
) -> Iterator[ChronologyEntry]:
    """Give the steps of a family's journeys from one day to another, in no order; both days are counted."""
    rows = JourneyEvent.objects.visible_to(viewer).filter(journey__family_id=family.pk)
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lte=until)
    for one in rows.select_related("journey", "by__user"):
        if one.kind not in SAID and one.kind != "ended":
            continue
        yield ChronologyEntry(
            on=one.on,
            words=_words(one),
            source=one.by.user.name,
            kind="Programme",
            link=reverse("journeys:journey", args=[one.journey_id]),
            significant=one.kind in STANDS_OUT,
            significance=STANDS_OUT.get(one.kind, ""),
            key=f"journeys.event.{one.pk}",
        )


def _words(one: JourneyEvent) -> str:
    programme = definition(one.journey.programme_version_id).short_name
    if one.kind == "ended":
        said = f"{programme}: {JourneyStatus(one.to_status).label.lower()}"
    else:
        said = SAID[one.kind].format(programme=programme)
    return f"{said}: {one.note}" if one.note else f"{said}."
