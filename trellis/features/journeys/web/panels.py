"""What journeys adds to pages of other rooms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from trellis.features.journeys import queries
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.journeys.web.shared import LOOKS
from trellis.features.programmes.queries import definition

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

FEW = 5


def on_family(viewer: Viewer, family: Any, _today: date) -> dict[str, Any] | None:
    """Show a family's journeys."""
    found = queries.journeys_of_family(viewer, family.pk)
    rows = [
        {
            "journey": each,
            "programme": definition(each.programme_version_id).short_name,
            "status": JourneyStatus(each.status),
            "look": LOOKS[JourneyStatus(each.status)],
        }
        for each in found
    ]
    return {"rows": rows} if rows else None


def reviews_today(viewer: Viewer, _subject: Any, _today: date) -> dict[str, Any] | None:
    """Show the families whose missed sessions call for a review."""
    rows = queries.needing_review(viewer, FEW + 1)
    return {"rows": rows[:FEW], "more": len(rows) > FEW} if rows else None
