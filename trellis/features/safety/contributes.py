"""How safety joins the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from markupsafe import Markup

from trellis.features.safety import queries
from trellis.features.safety.sharing import safety_work
from trellis.platform.access.roles import STAFF
from trellis.platform.contributions.records import ChronologySource, Contributions, Hook, Panel, Permission
from trellis.platform.design_system.words import from_now

if TYPE_CHECKING:
    from datetime import date

    from trellis.platform.access.viewer import Viewer

SHOWN_TODAY = 8


def _top(viewer: Viewer, family: Any, today: date) -> dict[str, Any]:
    return {"family": family, "flags": queries.at_the_top(viewer, family.pk, today)}


def _latest(viewer: Viewer, family: Any, today: date) -> dict[str, Any]:
    latest = list(queries.incidents_of(viewer, family.pk)[:4])
    return {"family": family, "incidents": latest[:3], "more": len(latest) > 3, "today": today}


def _today(viewer: Viewer, _: Any, today: date) -> dict[str, Any] | None:
    found = queries.due(viewer, today, SHOWN_TODAY + 1)
    if not found:
        return None
    rows = [
        [
            from_now(one.on, today),
            Markup('<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> of {}</span></a>').format(
                reverse(one.route, args=[one.family_id, one.record_id]), one.what, one.family
            ),
            one.family,
        ]
        for one in found[:SHOWN_TODAY]
    ]
    return {"rows": rows, "more": len(found) > SHOWN_TODAY}


CONTRIBUTIONS = Contributions(
    hooks=(Hook("shared_section", safety_work, order=50),),
    permissions=(
        Permission("safety.see", "See incidents, risk, flags and safety plans of families that they may see", STAFF),
        Permission("safety.record", "Write down incidents, risk, flags and safety plans", STAFF),
    ),
    panels=(
        Panel("family", "safety/top.jinja", _top, "safety.see", "Safety", order=1),
        Panel("family", "safety/latest.jinja", _latest, "safety.see", "Incidents of abuse", order=20),
        Panel("today", "safety/today.jinja", _today, "safety.record", "Safety: looks that are due", order=15),
    ),
    chronology=(ChronologySource("safety", "Safety", "safety.see", queries.chronology_entries),),
)
