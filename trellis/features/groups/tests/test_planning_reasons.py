"""Reasons are true: what they name is changed, and then the family can be placed; where none would help, none does.

Whether a family can be placed is asked of the exact model, offer by offer, and not of what the reasons are made with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from ortools.sat.python import cp_model

from bench.planner.invent import invent, running_beside
from trellis.features.groups.planning.changes import Change, changed, renumbered
from trellis.features.groups.planning.helping import what_would_help
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.names import Names
from trellis.features.groups.planning.part import Part, PartModel
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.reading import read_problem
from trellis.features.groups.planning.reasons import NONE_HELPS, Reason, change_works, explain
from trellis.features.groups.planning.replan import Effort, solver_for
from trellis.features.groups.planning.solving import Limits, solve
from trellis.features.groups.planning.standing import Standing

SAMPLES = [(20, 113, False), (24, 126, True)]


@cache
def example(families: int, seed: int, beside: bool) -> tuple[Indexed, Plan]:
    """Return a problem and a good plan of it."""
    problem = invent(families, seed)
    indexed = Indexed(read_problem(running_beside(problem, seed, 0.2) if beside else problem))
    plan = solve(indexed, Limits(seconds=1.5)).plan
    assert plan is not None
    return indexed, plan


@cache
def left_out(families: int, seed: int, beside: bool) -> list[tuple[Indexed, Plan, int, list[Reason]]]:
    """Return those without a place, with their reasons."""
    indexed, plan = example(families, seed, beside)
    standing = Standing(indexed, plan)
    waiting = [family for family in range(len(indexed.families)) if family not in standing.placed]
    return [(indexed, plan, family, explain(indexed, standing, family)) for family in waiting]


def fits(indexed: Indexed, plan: Plan, family: int, at: int) -> bool:
    """Say whether a family can be placed in an offer, all who have a place and all other cohorts left as they are."""
    rest = Plan({other: cohort for other, cohort in plan.cohorts.items() if other != at})
    there = plan.cohorts[at].families if at in plan.cohorts else ()
    placed = rest.placed()
    families = tuple(one for one in range(len(indexed.families)) if one not in placed)
    written = PartModel(indexed, Part((at,), families, rest))
    if not all((one, at) in written.place for one in (family, *there)):
        return False
    for one in (family, *there):
        written.model.add(written.place[one, at] == 1)
    return solver_for(Effort(50.0, 10.0)).solve(written.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def fits_somewhere(before: Indexed, change: Change, plan: Plan, family: int) -> bool:
    """Say whether a family can be placed anywhere once a change is made."""
    after = Indexed(changed(before, change))
    moved = renumbered(before, after, plan)
    return any(fits(after, moved, family, at) for at in after.offers_of[family])


def every_change(indexed: Indexed, family: int) -> Iterator[Change]:
    """Give the changes of every sort that could help a family, as large as that sort can be for its own part."""
    about = indexed.families[family]
    yield Change("travel", family=about.id, minutes=max(about.travel_minutes.values()))
    yield Change("earliest", family=about.id, day=min(offer.first for offer in indexed.offers))
    for slot in indexed.weekday:
        if slot not in about.slots:
            yield Change("slot", family=about.id, slot=slot)
        for kind in range(len(indexed.kinds)) if slot in about.slots else ():
            yield Change("practitioner", slot=slot, kind=kind)
    for venue in sorted({indexed.offers[at].venue for at in indexed.offers_of[family]}):
        yield Change("room", venue=venue)
    strands = {circle.strand.id: number for number, circle in enumerate(indexed.circles)}
    for circle in strands.values():
        yield Change("place", circle=circle)
    for pair in indexed.problem.forbidden:
        if pair.family == about.id:
            yield Change("forbidden", family=about.id, offer=pair.offer)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_change_that_a_reason_names_places_the_family(sample: tuple) -> None:
    tried = 0
    for indexed, plan, family, reasons in left_out(*sample):
        for reason in reasons:
            if reason.change is None:
                continue
            tried += 1
            after = Indexed(changed(indexed, reason.change))
            assert fits(after, renumbered(indexed, after, plan), family, reason.at), reason
            assert change_works(indexed, plan, family, reason), reason
    assert tried


@pytest.mark.parametrize("sample", SAMPLES)
def test_where_none_would_help_none_does(sample: tuple) -> None:
    told = [
        (indexed, plan, family)
        for indexed, plan, family, reasons in left_out(*sample)
        if NONE_HELPS in [reason.words for reason in reasons]
    ]
    for indexed, plan, family in told[:2]:
        for change in every_change(indexed, family):
            assert not fits_somewhere(indexed, change, plan, family), (indexed.families[family].id, change)


@pytest.mark.parametrize("sample", SAMPLES)
def test_who_is_free_to_go_somewhere_is_told_so(sample: tuple) -> None:
    for indexed, plan, family, reasons in left_out(*sample):
        words = " ".join(reason.words for reason in reasons)
        can = any(fits(indexed, plan, family, at) for at in indexed.offers_of[family])
        assert can == ("has what it takes" in words), words


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_reason_speaks_of_another_family(sample: tuple) -> None:
    for indexed, _, family, reasons in left_out(*sample):
        words = " ".join(reason.words for reason in reasons)
        others = [one for number, one in enumerate(indexed.families) if number != family]
        unsaid = {one.id for one in [*others, *indexed.practitioners, *(p for one in others for p in one.people)]}
        assert not unsaid & set(re.findall(r"\w+", words))


def test_reasons_use_the_names_that_people_know() -> None:
    problem = example(*SAMPLES[1])[0].problem
    names = Names(
        slots={slot.id: f"evening-{number}" for number, slot in enumerate(problem.slots)},
        venues={venue.id: f"Hall-{number}" for number, venue in enumerate(problem.venues)},
        offers={offer.id: f"Group-{number}" for number, offer in enumerate(problem.offers)},
        circles={("carers", "all"): "parents' group", ("young", "female"): "girls' group",
                 ("young", "male"): "boys' group"},
        people={person.id: "Dana" for family in problem.families for person in family.people},
    )  # fmt: skip
    indexed = Indexed(problem, names)
    plan = example(*SAMPLES[1])[1]
    standing = Standing(indexed, plan)
    told = [
        reason.words for family in range(len(indexed.families)) if family not in standing.placed
        for reason in explain(indexed, standing, family, until=-1.0)
    ]  # fmt: skip
    told += [each.words for each in what_would_help(indexed, plan, until=1.0, clock=iter([0.0] * 12 + [2.0]).__next__)]
    ids = [one.id for part in (problem.slots, problem.venues, problem.offers) for one in part]
    ids += [person.id for family in problem.families for person in family.people]
    assert told
    assert [words for words in told if any(each in words for each in ids) or "young group" in words] == []


def test_a_place_that_was_ruled_out_by_hand_is_said_to_be() -> None:
    indexed, plan = example(24, 1, False)
    family, at = next(iter(sorted(plan.placed().items())))
    about = indexed.families[family]
    pairs = [{"family": about.id, "offer": indexed.offers[other].id} for other in indexed.offers_of[family]]
    source = {**invent(24, 1), "forbidden": pairs}
    strict = Indexed(read_problem(source))
    empty = Standing(strict, Plan())
    assert strict.offers_of[family] == []
    told = explain(strict, empty, family)
    assert any("ruled out" in reason.words for reason in told)
    rest = {number: cohort for number, cohort in plan.cohorts.items() if number != at}
    others = tuple(one for one in plan.cohorts[at].families if one != family)
    kept = Plan({**rest, at: replace(plan.cohorts[at], families=others)})
    again = explain(strict, Standing(strict, kept), family)
    assert any(reason.change is not None and reason.change.what == "forbidden" for reason in again)
