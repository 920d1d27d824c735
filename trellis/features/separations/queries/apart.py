"""Who is kept apart from whom, of everybody in the organisation, whoever may see them: ids only, never names.

The database answers (`separations_pairs`), because the rule must hold for people whom the one who books may not see.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection

from trellis.features.separations.rules import Apart

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def apart_from(viewer: Viewer, people: Iterable[uuid.UUID]) -> list[Apart]:
    """Return everybody from whom these people are kept apart now; for actions and rules, never for a page."""
    asked = sorted(set(people))
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT separation_id, one, other, margin, different_workers FROM separations_pairs(%s)"
            " WHERE organisation_id = %s ORDER BY separation_id, one, other",
            [asked, viewer.organisation_id],
        )
        return [Apart(separation, one, other, margin, workers) for separation, one, other, margin, workers in cursor]


def any_apart(viewer: Viewer, people: Iterable[uuid.UUID]) -> bool:
    """Say whether any of these people is kept apart from anybody: one look, before a booking is looked at closely."""
    return bool(apart_from(viewer, people))


def separated_pairs(viewer: Viewer, people: Iterable[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Return each two of these people who must not meet, as ids in order: for whoever plans places.

    It knows of everybody in the organisation and names nobody, so what is planned from it must not tell either: a
    family that is left out of a group is left out without a reason, as for want of a place.
    """
    asked = set(people)
    return {(each.one, each.other) for each in apart_from(viewer, asked) if each.one < each.other in asked}


def must_not_meet(viewer: Viewer, person_a: uuid.UUID, person_b: uuid.UUID) -> bool:
    """Say whether two people are kept apart; answers the hook "must_not_meet".

    Like every refusal, what follows from a yes must read the same as what follows from any other hindrance.
    """
    return any(each.other == person_b for each in apart_from(viewer, [person_a]))


def wait_for_others(viewer: Viewer) -> None:
    """Wait until nobody else is booking people of this organisation who are kept apart; holds to the end of the act."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT separations_lock(%s)", [viewer.organisation_id])
