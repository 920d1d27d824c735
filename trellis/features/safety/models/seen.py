"""Rows that name people are seen with those people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from trellis.features.families.models import families_of, sealed_from
from trellis.features.families.rules import SealedFact

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def seen_with(viewer: Viewer, *people: str) -> Q:
    """Return the condition that the family is seen, and that it is sealed of none of these people that they are there.

    `people` are paths to ids ("person_id"); a row that names nobody there is seen with the family.
    """
    seen = families_of(viewer, "family_id")
    hidden = sealed_from(viewer, SealedFact.PRESENCE)
    for path in people:
        # Written out for rows that name nobody: in SQL, NULL is neither in a list nor out of it.
        seen &= Q(**{f"{path}__isnull": True}) | ~Q(**{f"{path}__in": hidden})
    return seen
