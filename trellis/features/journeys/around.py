"""What journeys tells of what is round a family: its programmes, waiting or under way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from trellis.features.journeys import queries
from trellis.features.journeys.models import Participant
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.programmes.queries import definition
from trellis.platform.contributions.records import EcomapNode

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

STRENGTHS = {JourneyStatus.WAITING: "weak", JourneyStatus.IN_PROGRAMME: "strong"}


def programmes_of(viewer: Viewer, family: Any, _today: date) -> Iterable[EcomapNode]:
    """Give the programmes that a family takes part in or waits for, with who takes part."""
    found = [each for each in queries.journeys_of_family(viewer, family.pk) if each.status in STRENGTHS]
    taking: dict[Any, list[Any]] = {}
    rows = Participant.objects.visible_to(viewer).filter(journey_id__in=[each.pk for each in found])
    for row in rows.order_by("pk"):
        taking.setdefault(row.journey_id, []).append(row.person_id)
    for journey in found:
        status = JourneyStatus(journey.status)
        name = definition(journey.programme_version_id).short_name
        whose = tuple(dict.fromkeys(taking.get(journey.pk, ())))
        yield EcomapNode("Our programme", name, STRENGTHS[status], whose, status.label.lower())
