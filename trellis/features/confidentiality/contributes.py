"""How confidentiality joins the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.features.confidentiality import queries
from trellis.features.confidentiality.rules import Shared, SharedSection
from trellis.kernel.dates import age_on
from trellis.platform.access.roles import OPERATIONAL, STAFF, Role
from trellis.platform.contributions.records import Contributions, Hook, NavigationEntry, Panel, Permission

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from trellis.platform.access.viewer import Viewer

SUPERVISORS = frozenset({Role.SUPERVISOR})


def _family(viewer: Viewer, family: Any, today: date) -> dict[str, Any]:
    opened = [one for one in queries.opened_now(viewer) if one.family_id == family.pk]
    return {"family": family, "opened": opened[0] if opened else None}


def _today(viewer: Viewer, subject: Any, today: date) -> dict[str, Any] | None:
    due = queries.due(viewer, today)
    return {"due": due} if due.anything else None


def _people(viewer: Viewer, family: Any, what: Collection[str], today: date) -> SharedSection | None:
    if Shared.PEOPLE not in what:
        return None
    people = queries.people(viewer, family.pk)
    lines = [f"{one.full_name}, {age_on(one.birth_date, today)}" if one.birth_date else one.full_name for one in people]
    return SharedSection("People", tuple(lines)) if lines else None


CONTRIBUTIONS = Contributions(
    hooks=(Hook("shared_section", _people, order=10),),
    permissions=(
        Permission("confidentiality.see", "See what is kept from whom, in families that they may see", STAFF),
        Permission("confidentiality.seal", "Seal a fact of a person", STAFF),
        Permission("confidentiality.lift", "Lift a seal", OPERATIONAL),
        Permission("confidentiality.declare", "Declare that they know a family", STAFF),
        Permission("confidentiality.shut_out", "Shut staff out of a file, close a file", SUPERVISORS),
        Permission("confidentiality.sides", "Part the two sides of a case", SUPERVISORS),
        Permission("confidentiality.break_glass", "Open a file in need", STAFF),
        Permission("confidentiality.review", "Review files opened in need", SUPERVISORS),
        Permission("confidentiality.share", "Share with other organisations by agreement", OPERATIONAL),
    ),
    navigation=(NavigationEntry("Confidentiality", "confidentiality:overview", "confidentiality.see", order=800),),
    panels=(
        Panel(
            place="family",
            title="Who may see what",
            template="confidentiality/family_panel.jinja",
            context=_family,
            permission="confidentiality.see",
            order=90,
        ),
        Panel(
            place="today",
            title="Confidentiality",
            template="confidentiality/today_panel.jinja",
            context=_today,
            permission="confidentiality.see",
            order=60,
        ),
    ),
)
