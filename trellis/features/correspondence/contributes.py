"""How correspondence joins the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.features.correspondence import queries
from trellis.platform.access.roles import OPERATIONAL, STAFF
from trellis.platform.contributions.records import Contributions, NavigationEntry, Panel, Permission

if TYPE_CHECKING:
    from datetime import date

    from trellis.platform.access.viewer import Viewer


def _family(viewer: Viewer, family: Any, today: date) -> dict[str, Any]:
    return {"family": family, "letters": list(queries.letters_of(viewer, family.pk)[:3]), "today": today}


CONTRIBUTIONS = Contributions(
    permissions=(
        Permission("correspondence.see", "See letters, call lists and messages of families that they may see", STAFF),
        Permission("correspondence.write", "Write letters and messages, and write down calls", STAFF),
        Permission("correspondence.return_address", "Write the return address on envelopes", OPERATIONAL),
    ),
    navigation=(NavigationEntry("Post and calls", "correspondence:post", "correspondence.see", order=45),),
    panels=(
        Panel(
            "family", "correspondence/panel.jinja", _family, "correspondence.see", "Letters, calls, messages", order=60
        ),
    ),
)
