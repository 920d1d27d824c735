"""Tries single changes for one family on the exact model; who has a place keeps it, all other cohorts stay."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from trellis.features.groups.planning.changes import HELPER
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.part import Part, PartModel
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.problem import Practitioner
from trellis.features.groups.planning.replan import Effort, solver_for

EFFORT = Effort(20.0, 5.0)


@dataclass(frozen=True, slots=True)
class Helps:
    """A change that was tried and places the family: at which offer, what (empty: none is needed), of which kind."""

    at: int
    what: str = ""
    strand: str = ""
    kind: int = -1


class OutOfTime(Exception):
    """Not every change could be tried."""


def first_that_helps(
    indexed: Indexed, plan: Plan, family: int, barred: dict[int, str], *, until: float, clock: Callable[[], float]
) -> Helps | None:
    """Return a single change that would place a family, or None when none would; raise OutOfTime after `until`.

    `barred` are offers that only one thing about the family keeps it from, and that thing.
    """
    for at in indexed.offers_of[family]:
        if clock() > until:
            raise OutOfTime
        if could_fill(indexed, plan, family, at) and fits(eased(indexed, at), plan, family, at):
            for helps, variant in variants(indexed, at):
                if fits(variant, plan, family, at):
                    return helps
    for at, what in barred.items():
        if clock() > until:
            raise OutOfTime
        if could_fill(indexed, plan, family, at) and fits(allowed(indexed, family, at), plan, family, at):
            return Helps(at, what)
    return None


def fits(indexed: Indexed, plan: Plan, family: int, at: int) -> bool:
    """Say whether a family can be placed in an offer; others who wait may come with it."""
    rest = Plan({other: cohort for other, cohort in plan.cohorts.items() if other != at})
    there = plan.cohorts[at].families if at in plan.cohorts else ()
    placed = rest.placed()
    families = tuple(one for one in indexed.families_of[at] if one not in placed)
    written = PartModel(indexed, Part((at,), families, rest), promises=False)
    if not all((one, at) in written.place for one in (family, *there)):
        return False
    for one in (family, *there):
        written.model.add(written.place[one, at] == 1)
    return solver_for(EFFORT).solve(written.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def could_fill(indexed: Indexed, plan: Plan, family: int, at: int) -> bool:
    """Say whether there are people enough for every group that the family needs."""
    there = plan.cohorts[at].families if at in plan.cohorts else ()
    placed = plan.placed()
    waiting = [one for one in indexed.families_of[at] if one not in placed]
    sizes = indexed.sizes({*there, *waiting, family})
    return all(
        many >= circle.min
        for many, circle, mine in zip(sizes, indexed.circles, indexed.units[family], strict=True)
        if mine
    )


def variants(indexed: Indexed, at: int) -> Iterator[tuple[Helps, Indexed]]:
    """Give the problem as it is, and after each single change that could help at an offer."""
    yield Helps(at), indexed
    yield Helps(at, "room"), with_room(indexed, at)
    for strand in dict.fromkeys(circle.strand.id for circle in indexed.circles):
        yield Helps(at, "place", strand=strand), with_places(indexed, {strand})
    for kind in range(len(indexed.kinds)):
        yield Helps(at, "practitioner", kind=kind), with_practitioners(indexed, at, [kind])


def eased(indexed: Indexed, at: int) -> Indexed:
    """Return the problem after all of those changes at once: what does not fit then fits after none of them."""
    strands = {circle.strand.id for circle in indexed.circles}
    kinds = list(range(len(indexed.kinds)))
    return with_practitioners(with_places(with_room(indexed, at), strands), at, kinds)


def with_room(indexed: Indexed, at: int) -> Indexed:
    """Return the problem with one more room at an offer's venue."""
    after = copy.copy(indexed)
    venue = indexed.offers[at].venue
    after.rooms = {**indexed.rooms, venue: indexed.rooms[venue] + 1}
    return after


def with_places(indexed: Indexed, strands: set[str]) -> Indexed:
    """Return the problem with one more place in the groups of some strands."""
    after = copy.copy(indexed)
    after.circles = tuple(
        replace(circle, max=circle.max + 1) if circle.strand.id in strands else circle for circle in indexed.circles
    )
    return after


def with_practitioners(indexed: Indexed, at: int, kinds: list[int]) -> Indexed:
    """Return the problem with one more practitioner of each of some kinds, free at an offer's time."""
    after = copy.copy(indexed)
    slot = indexed.offers[at].slot
    more = []
    for kind in kinds:
        asked = indexed.kinds[kind]
        more.append(
            Practitioner(HELPER, asked.role, asked.sex or "female", True, frozenset({slot}), 1, frozenset(), ())
        )
    first = len(indexed.practitioners)
    after.practitioners = [*indexed.practitioners, *more]
    after.fits = [
        *indexed.fits,
        *(tuple(n for n, asked in enumerate(indexed.kinds) if asked.fits(who)) for who in more),
    ]
    after.conflicts = [*indexed.conflicts, *(frozenset[int]() for _ in more)]
    after.able = {**indexed.able, slot: [*indexed.able[slot], *range(first, first + len(more))]}
    return after


def allowed(indexed: Indexed, family: int, at: int) -> Indexed:
    """Return the problem with a family that could attend an offer."""
    after = copy.copy(indexed)
    after.gain = {**indexed.gain, (family, at): indexed.worth(indexed.families[family], indexed.offers[at])}
    after.families_of = list(indexed.families_of)
    after.families_of[at] = sorted({*indexed.families_of[at], family})
    return after
