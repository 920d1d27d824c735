"""What journeys gives to an agreement to share: how far a programme is, and what was said at its end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from trellis.features.confidentiality.rules import Shared, SharedSection
from trellis.features.journeys import queries
from trellis.features.journeys.models import ClosingSummary
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.programmes.queries import definition
from trellis.kernel.dates import in_words

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def progress(viewer: Viewer, family: Any, what: Collection[str], _today: date) -> SharedSection | None:
    """Give each programme of the family, how far it is and since when."""
    if Shared.PROGRESS not in what:
        return None
    lines = []
    for journey in queries.journeys_of_family(viewer, family.pk):
        name = definition(journey.programme_version_id).short_name
        since = journey.ended_on or journey.started_on or journey.waiting_since
        lines.append(f"{name}: {JourneyStatus(journey.status).label.lower()} since {in_words(since)}")
    return SharedSection("Programmes", tuple(lines)) if lines else None


def summary(viewer: Viewer, family: Any, what: Collection[str], _today: date) -> SharedSection | None:
    """Give the closing summaries, as they were printed."""
    if Shared.SUMMARY not in what:
        return None
    found = ClosingSummary.objects.visible_to(viewer).filter(journey__family_id=family.pk).order_by("pk")
    lines = [f"{part['title']}: {part['words']}" for one in found for part in one.sections if part.get("words")]
    return SharedSection("Closing summary", tuple(lines)) if lines else None
