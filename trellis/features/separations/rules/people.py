"""Whom a separation covers: a person is one, a family is all its people."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a separation: a person, or a family; exactly one of the two."""

    person: uuid.UUID | None = None
    family: uuid.UUID | None = None

    def __post_init__(self) -> None:
        if (self.person is None) == (self.family is None):
            raise ValueError("a side is a person or a family")


People = Mapping[uuid.UUID, frozenset[uuid.UUID]]


def covered(one: Side, other: Side, families: People) -> tuple[frozenset[uuid.UUID], frozenset[uuid.UUID]]:
    """Return the people on each side; `families` gives the people of each family.

    Who is named counts on their own side alone, though they belong to the family on the other: so a father can be kept
    apart from the rest of his own family. Who belongs to both families counts on neither side: a child of two families
    is not kept apart from either.
    """
    return _of(one, other, families), _of(other, one, families)


def pairs(one: Side, other: Side, families: People) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Give every two people who must not meet, from the one side to the other."""
    here, there = covered(one, other, families)
    for first in here:
        for second in there:
            if first != second:
                yield first, second


def _of(side: Side, against: Side, families: People) -> frozenset[uuid.UUID]:
    if side.person is not None:
        return frozenset({side.person})
    assert side.family is not None
    people = families.get(side.family, frozenset())
    if against.person is not None:
        return people - {against.person}
    assert against.family is not None
    return people - families.get(against.family, frozenset())
