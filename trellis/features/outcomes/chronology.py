"""What outcomes tell of a family’s events: the looks at how things are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.outcomes.models import ReviewPoint
from trellis.features.outcomes.rules import Point
from trellis.features.programmes.queries import definition
from trellis.platform.contributions.records import ChronologyEntry

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def chronology_entries(
    viewer: Viewer, family: Any, since: date | None, until: date | None
) -> Iterator[ChronologyEntry]:
    """Give the looks taken at how things are for a family, from one day to another; both days are counted."""
    rows = ReviewPoint.objects.visible_to(viewer).filter(journey__family_id=family.pk)
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lte=until)
    for one in rows.select_related("journey", "by__user"):
        programme = definition(one.journey.programme_version_id).short_name
        words = f"Looked at how things are, {programme}: {Point(one.point).label.lower()}. {one.note}".strip()
        yield ChronologyEntry(
            on=one.on,
            words=words,
            source=one.by.user.name,
            kind="Review",
            link=reverse("outcomes:change", args=[one.journey_id]),
            key=f"outcomes.review.{one.pk}",
        )
