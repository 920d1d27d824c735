"""What the two sides of a separation are called, for a viewer who may see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from trellis.features.families.models import Family, Person
from trellis.features.separations.rules.people import Side

if TYPE_CHECKING:
    from trellis.features.separations.models import Separation
    from trellis.platform.access.viewer import Viewer


def side_of(separation: Separation, which: str) -> Side:
    """Return the "first" or the "second" side of a separation as plain values."""
    return Side(person=getattr(separation, f"{which}_person_id"), family=getattr(separation, f"{which}_family_id"))


def names_of_sides(viewer: Viewer, sides: Iterable[Side]) -> dict[Side, str]:
    """Return what sides are called, of those that the viewer may see."""
    asked = set(sides)
    people = Person.objects.visible_to(viewer).in_bulk([side.person for side in asked if side.person])
    families = Family.objects.visible_to(viewer).in_bulk([side.family for side in asked if side.family])
    named = {Side(person=pk): person.full_name for pk, person in people.items()}
    return named | {Side(family=pk): family.name for pk, family in families.items()}


def sides_in_words(viewer: Viewer, separations: Iterable[Separation]) -> dict[uuid.UUID, tuple[str, str]]:
    """Return what both sides of separations are called, by the separation's id.

    The separations were read for this viewer, who therefore sees both sides.
    """
    both = {each.pk: (side_of(each, "first"), side_of(each, "second")) for each in separations}
    names = names_of_sides(viewer, {side for sides in both.values() for side in sides})
    return {pk: (names[first], names[second]) for pk, (first, second) in both.items()}
