"""How safety joins the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.features.safety import queries
from trellis.platform.access.roles import STAFF
from trellis.platform.contributions.records import Contributions, Panel, Permission

if TYPE_CHECKING:
    from datetime import date

    from trellis.platform.access.viewer import Viewer


def _latest(viewer: Viewer, family: Any, today: date) -> dict[str, Any]:
    latest = list(queries.incidents_of(viewer, family.pk)[:4])
    return {"family": family, "incidents": latest[:3], "more": len(latest) > 3, "today": today}


CONTRIBUTIONS = Contributions(
    permissions=(
        Permission("safety.see", "See incidents of families that they may see", STAFF),
        Permission("safety.record", "Write down incidents", STAFF),
    ),
    panels=(
        Panel(
            place="family",
            title="Incidents of abuse",
            template="safety/latest.jinja",
            context=_latest,
            permission="safety.see",
            order=20,
        ),
    ),
)
