"""How outcomes join the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.features.outcomes import queries
from trellis.features.outcomes.chronology import chronology_entries
from trellis.features.outcomes.rules import Point
from trellis.features.outcomes.sharing import goals
from trellis.platform.access.roles import STAFF
from trellis.platform.contributions.records import ChronologySource, Contributions, Hook, Panel, Permission

if TYPE_CHECKING:
    from datetime import date

    from trellis.platform.access.viewer import Viewer


def _change(viewer: Viewer, journey: Any, today: date) -> dict[str, Any]:
    taken = queries.review_points(viewer, journey.pk)
    return {
        "journey": journey,
        "goals": queries.goals_of(viewer, journey.pk, current_only=True),
        "taken": [point for point in Point if point in taken],
        "is_open": journey.started_on is not None and journey.ended_on is None,
        "has_summary": journey.closing_summary_id is not None,
        "today": today,
    }


CONTRIBUTIONS = Contributions(
    chronology=(ChronologySource("outcomes", "What changed", "outcomes.see", chronology_entries),),
    hooks=(Hook("shared_section", goals, order=40),),
    permissions=(
        Permission("outcomes.see", "See what changed for a family", STAFF),
        Permission("outcomes.record", "Write down goals and how things are", STAFF),
        Permission("outcomes.close", "Close a journey with its summary", STAFF),
    ),
    panels=(
        Panel(
            place="journey",
            title="What changed",
            template="outcomes/panel.jinja",
            context=_change,
            permission="outcomes.see",
            order=60,
        ),
    ),
)
