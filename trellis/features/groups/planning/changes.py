"""One change to a problem: what a reason names, made so that it can be tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.plan import Cohort, Plan
from trellis.features.groups.planning.problem import Family, Practitioner, Problem

HELPER = "one-more"


@dataclass(frozen=True, slots=True)
class Change:
    """One change; the rest says where and how much.

    `what` is travel, slot, earliest, forbidden (a place is not ruled out any more), place, room or practitioner.
    """

    what: str
    family: str = ""
    offer: str = ""
    slot: str = ""
    venue: str = ""
    minutes: int = 0
    day: date | None = None
    circle: int = -1
    kind: int = -1
    slots: tuple[str, ...] = ()


def changed(indexed: Indexed, change: Change) -> Problem:
    """Return the problem after a change."""
    problem = indexed.problem
    if change.what == "room":
        venues = tuple(
            replace(venue, rooms=venue.rooms + 1) if venue.id == change.venue else venue for venue in problem.venues
        )
        return replace(problem, venues=venues)
    if change.what == "forbidden":
        pairs = tuple(pair for pair in problem.forbidden if (pair.family, pair.offer) != (change.family, change.offer))
        return replace(problem, forbidden=pairs)
    if change.what == "practitioner":
        return replace(problem, practitioners=(*problem.practitioners, helper(indexed, change)))
    if change.what == "place":
        strand = indexed.circles[change.circle].strand
        strands = tuple(
            replace(each, max=each.max + 1) if each.id == strand.id else each for each in problem.programme.strands
        )
        return replace(problem, programme=replace(problem.programme, strands=strands))
    families = tuple(
        eased(family, change) if change.family in ("", family.id) else family for family in problem.families
    )
    return replace(problem, families=families)


def helper(indexed: Indexed, change: Change) -> Practitioner:
    """Return the one more practitioner that a change names, free for one cohort at a time."""
    kind = indexed.kinds[change.kind]
    slots = change.slots or (change.slot,)
    return Practitioner(HELPER, kind.role, kind.sex or "female", True, frozenset(slots), 1, frozenset())


def eased(family: Family, change: Change) -> Family:
    """Return a family that can travel longer, come at one more time or begin earlier."""
    if change.what == "travel":
        minutes = change.minutes if change.family else family.max_travel_minutes + change.minutes
        return replace(family, max_travel_minutes=minutes)
    if change.what == "slot":
        return replace(family, slots=family.slots | {change.slot})
    if change.what == "earliest" and change.day is not None:
        return replace(family, earliest=change.day)
    return family


def renumbered(before: Indexed, after: Indexed, plan: Plan) -> Plan:
    """Return a plan with the numbers that its practitioners have after a change; families and offers keep theirs."""
    return Plan({
        at: Cohort(cohort.families, tuple(
            (after.practitioner_at[before.practitioners[who].id], kind) for who, kind in cohort.staff
        ))
        for at, cohort in plan.cohorts.items()
    })  # fmt: skip
