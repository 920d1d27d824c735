"""How many people and families a circle holds, and whether the room seats them."""

from __future__ import annotations

from collections.abc import Iterator

from trellis.features.groups.rules.plan import CircleFacts
from trellis.features.groups.rules.words import OWN_DEFAULT, counted, decides, reason, source_of
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Size
from trellis.kernel.decisions import Reason

PEOPLE_MIN, PEOPLE_MAX = "people_min", "people_max"
FAMILIES_MIN, FAMILIES_MAX = "families_min", "families_max"
SEATS = "seats"


def size_reasons(definition: ProgrammeDefinition, circle: CircleFacts) -> Iterator[Reason]:
    """Say whether a circle has too few or too many people or families, and whether the room seats them.

    A least size warns unless it is the programme owner's own word; a greatest size and the room's seats
    always count.
    """
    size = definition.strand(circle.strand).size
    people = len(circle.people)
    families = len({person.family for person in circle.people})
    for key, limit, found, one, many in (
        (PEOPLE_MIN, size.people_min, people, "person", "people"),
        (FAMILIES_MIN, size.families_min, families, "family", "families"),
    ):
        if limit is not None:
            yield _at_least(definition, circle, size, key, limit, found, one, many)
    for key, limit, found, one, many in (
        (PEOPLE_MAX, size.people_max, people, "person", "people"),
        (FAMILIES_MAX, size.families_max, families, "family", "families"),
    ):
        if limit is not None:
            yield _at_most(definition, circle, size, key, limit, found, one, many)
    yield from _seat_reasons(circle)


def _at_least(
    definition: ProgrammeDefinition,
    circle: CircleFacts,
    size: Size,
    key: str,
    limit: int,
    found: int,
    one: str,
    many: str,
) -> Reason:
    kept = found >= limit
    has = f"{circle.title}: {counted(found, one, many)}"
    return reason(
        key,
        kept,
        f"{has}; at least {limit} are wanted.",
        about=circle.title,
        source=source_of(definition, size),
        found=str(found),
        blocks=decides(size),
    )


def _at_most(
    definition: ProgrammeDefinition,
    circle: CircleFacts,
    size: Size,
    key: str,
    limit: int,
    found: int,
    one: str,
    many: str,
) -> Reason:
    kept = found <= limit
    words = (
        f"{circle.title}: {counted(found, one, many)}; room for {limit - found} more."
        if found < limit
        else f"{circle.title}: full with {counted(found, one, many)}."
        if kept
        else f"{circle.title}: {counted(found, one, many)}; {limit} are the most."
    )
    return reason(key, kept, words, about=circle.title, source=source_of(definition, size), found=str(found))


def _seat_reasons(circle: CircleFacts) -> Iterator[Reason]:
    if circle.seats is None:
        return
    needed = len(circle.people) + len(circle.staff)
    kept = needed <= circle.seats
    words = f"{circle.room_name} seats {circle.seats}; {circle.title}: {needed} needed, staff counted."
    yield reason(SEATS, kept, words, about=circle.title, source=OWN_DEFAULT, found=str(needed))
