"""How duplicates join the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.features.duplicates import queries
from trellis.platform.access.roles import OPERATIONAL, Role
from trellis.platform.contributions.records import Contributions, Hook, NavigationEntry, Panel, Permission

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import date

    from trellis.platform.access.viewer import Viewer


def _in_family(viewer: Viewer, family: Any, today: date) -> dict[str, Any] | None:
    people, pairs = queries.pairs_in(viewer, family.pk)
    return {"people": people, "pairs": pairs} if people else None


def _leads_to(viewer: Viewer, person_id: uuid.UUID) -> uuid.UUID | None:
    return queries.leads_to(viewer, person_id)


def _also_known_as(viewer: Viewer, kind: str, pk: uuid.UUID) -> Iterable[uuid.UUID]:
    return queries.ids_of(viewer, pk) if kind == "families.person" else ()


CONTRIBUTIONS = Contributions(
    permissions=(
        Permission("duplicates.see", "See likely duplicates, and say which are two people", OPERATIONAL),
        Permission(
            "duplicates.merge", "Merge two records of one person, and take a merge apart", frozenset({Role.SUPERVISOR})
        ),
    ),
    navigation=(NavigationEntry("Duplicates", "duplicates:list", "duplicates.see", order=35),),
    panels=(
        Panel(
            place="family",
            title="Duplicates",
            template="duplicates/panel.jinja",
            context=_in_family,
            permission="duplicates.see",
            order=95,
        ),
    ),
    hooks=(Hook("leads_to", _leads_to), Hook("also_known_as", _also_known_as)),
)
