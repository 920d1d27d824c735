"""What the programme's own rule for completion says of a journey."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trellis.features.journeys.models import Participant
from trellis.features.journeys.rules.completion import completion
from trellis.features.journeys.rules.evidence import Expected, TakesPart
from trellis.features.programmes.queries import definition
from trellis.platform.contributions.registry import hooks

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey
    from trellis.kernel.decisions import Decision
    from trellis.platform.access.viewer import Viewer

ATTENDANCE_OF_JOURNEY = "attendance_of_journey"


def people_of(viewer: Viewer, journey: Journey) -> list[TakesPart]:
    """Return who takes part in which strand of a journey that the viewer may see."""
    rows = Participant.objects.visible_to(viewer).filter(journey=journey).select_related("person").order_by("pk")
    return [TakesPart(str(p.pk), p.person.short_name, p.strand_key) for p in rows]


def evidence_of(viewer: Viewer, journey: Journey) -> list[Expected]:
    """Return planned and actual attendance, from the rooms that hold it.

    Hook "attendance_of_journey": viewer, journey; returns a list of `Expected`.
    """
    return [row for hook in hooks(ATTENDANCE_OF_JOURNEY) for row in hook.call(viewer, journey)]


def completion_of(viewer: Viewer, journey: Journey) -> Decision:
    """Return the decision, with reasons, whether the programme counts as completed for this family."""
    rule = definition(journey.programme_version_id)
    return completion(rule, people_of(viewer, journey), evidence_of(viewer, journey))
