"""How the room of looking joins the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.features.looking import queries
from trellis.platform.access.roles import STAFF, Role
from trellis.platform.contributions.records import Contributions, Hook, NavigationEntry, Panel, Permission

if TYPE_CHECKING:
    from datetime import date

    from trellis.platform.access.viewer import Viewer

MOST_SHOWN = 5


def _today(viewer: Viewer, subject: Any, today: date) -> dict[str, Any] | None:
    waiting = list(queries.open_looks(viewer)[: MOST_SHOWN + 1])
    return {"waiting": waiting[:MOST_SHOWN], "more": len(waiting) > MOST_SHOWN} if waiting else None


def _family(viewer: Viewer, family: Any, today: date) -> dict[str, Any]:
    return {"family": family}


CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(
            "looking.review", "See who looked at a family, and review unusual looking", frozenset({Role.SUPERVISOR})
        ),
        Permission("looking.own_streets", "Name the streets where one should not look unseen", STAFF),
    ),
    navigation=(NavigationEntry("Looking", "looking:reviews", "looking.review", order=840),),
    panels=(
        Panel(
            place="today",
            title="Looking to review",
            template="looking/today.jinja",
            context=_today,
            permission="looking.review",
            order=60,
        ),
        Panel(
            place="family",
            title="Who looked at this family",
            template="looking/family.jinja",
            context=_family,
            permission="looking.review",
            order=95,
        ),
        Panel(
            place="family",
            title="Do they live near you?",
            template="looking/near.jinja",
            context=_family,
            permission="looking.own_streets",
            order=96,
        ),
    ),
    hooks=(
        Hook("audit.families_of", queries.families_of_records),
        Hook("audit.visible", queries.visible_events),
    ),
)
