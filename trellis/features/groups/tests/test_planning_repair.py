"""Repair disturbs least and keeps what is fixed."""

from __future__ import annotations

import copy
import random
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.planner.invent import invent
from bench.planner.validate import faults
from trellis.features.groups.planning.helping import what_would_help
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.reading import read_problem
from trellis.features.groups.planning.reasons import reasons_for
from trellis.features.groups.planning.repair import carried_over, read_earlier, repair
from trellis.features.groups.planning.result import read_plan, written
from trellis.features.groups.planning.solving import Limits, solve


@cache
def example(families: int, seed: int) -> tuple[dict, dict]:
    """Return a problem with a plan of it."""
    problem = invent(families, seed)
    indexed = Indexed(read_problem(problem))
    outcome = solve(indexed, Limits(seconds=1.5))
    reasons = reasons_for(indexed, outcome.plan, until=float("inf"), clock=lambda: 0.0)
    return problem, written(indexed, outcome.plan, status="feasible", bound=outcome.bound, seconds=1, reasons=reasons)


def without(problem: dict, *, family: str = "", practitioner: str = "") -> dict:
    """Return a problem that a family or a practitioner has left."""
    left = copy.deepcopy(problem)
    left["families"] = [one for one in left["families"] if one["id"] != family]
    left["practitioners"] = [one for one in left["practitioners"] if one["id"] != practitioner]
    for one in left["practitioners"]:
        one["conflicts"] = [name for name in one["conflicts"] if name != family]
    left["separations"] = [pair for pair in left["separations"] if family not in pair["families"]]
    return left


def runs(cohort: dict) -> list[str]:
    """Return the practitioners of a cohort."""
    return [one["practitioner"] for group in cohort["groups"] for one in group["staff"]]


def repaired(problem: dict, plan: dict, **options: object):
    """Return what a repair gives, with the plan as JSON values."""
    indexed = Indexed(read_problem(problem))
    found = repair(indexed, carried_over(indexed, read_earlier(plan)), seconds=30, **options)
    assert found.plan is not None
    reasons = {number: ["a reason"] for number in range(len(indexed.families))}
    after = written(indexed, found.plan, status="feasible", bound=10**9, seconds=1, reasons=reasons)
    assert faults(problem, after) == []
    return found, after


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_changed_means_no_differences_but_for_those_who_wait(seed: int) -> None:
    problem, plan = example(40, seed)
    found, _ = repaired(problem, plan)
    assert all("gets a place" in words for words in found.differences)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_withdrawal_moves_nobody_where_the_groups_stay_large_enough(seed: int) -> None:
    problem, plan = example(40, seed)
    largest = max(plan["cohorts"], key=lambda cohort: min(len(group["people"]) for group in cohort["groups"]))
    found, _ = repaired(without(problem, family=largest["families"][0]), plan)
    assert found.proved
    assert not [words for words in found.differences if "moves" in words]


@pytest.mark.parametrize("seed", [1, 2])
def test_confirmed_places_and_begun_cohorts_stay(seed: int) -> None:
    problem, plan = example(40, seed)
    begun, other = plan["cohorts"][0], plan["cohorts"][-1]
    busy = [who for cohort in plan["cohorts"] for who in runs(cohort)]
    idle = [one["id"] for one in problem["practitioners"]]
    ill = next(who for who in [*busy, *idle] if who not in {*runs(begun), *runs(other)})
    smaller = without(problem, practitioner=ill)
    indexed = Indexed(read_problem(smaller))
    confirmed = (other["families"][0], other["offer"])
    _, after = repaired(
        smaller,
        plan,
        begun=[indexed.offer_at[begun["offer"]]],
        confirmed=[(indexed.family_at[confirmed[0]], indexed.offer_at[confirmed[1]])],
    )
    again = {cohort["offer"]: cohort for cohort in after["cohorts"]}
    assert sorted(again[begun["offer"]]["families"]) == sorted(begun["families"])
    assert sorted(runs(again[begun["offer"]])) == sorted(runs(begun))
    assert confirmed[0] in again[confirmed[1]]["families"]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_begun_cohort_that_loses_a_practitioner_gets_another_and_nothing_else_changes(seed: int) -> None:
    problem, plan = example(40, seed)
    begun = plan["cohorts"][0]
    ill = begun["groups"][0]["staff"][0]["practitioner"]
    smaller = without(problem, practitioner=ill)
    indexed = Indexed(read_problem(smaller))
    at = indexed.offer_at[begun["offer"]]
    found = repair(indexed, carried_over(indexed, read_earlier(plan)), begun=[at], seconds=30)
    if found.plan is None:
        assert found.proved
        return
    cohort = found.plan.cohorts[at]
    assert [indexed.families[family].id for family in cohort.families] == sorted(begun["families"])
    stayed = {one["practitioner"] for group in begun["groups"] for one in group["staff"]} - {ill}
    assert stayed < {indexed.practitioners[who].id for who, _ in cohort.staff}


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([1, 2]), st.randoms(use_true_random=False))
def test_repair_changes_nothing_that_is_fixed(seed: int, choice: random.Random) -> None:
    problem, plan = example(40, seed)
    left = choice.choice(sorted(one["id"] for one in problem["families"]))
    smaller = without(problem, family=left)
    indexed = Indexed(read_problem(smaller))
    earlier = carried_over(indexed, read_earlier(plan))
    whole = [at for at, cohort in earlier.cohorts.items() if len(cohort.families) == _members(plan, indexed, at)]
    begun = choice.sample(whole, min(2, len(whole)))
    places = sorted((family, at) for family, at in earlier.placed().items() if at in whole and at not in begun)
    confirmed = choice.sample(places, min(5, len(places)))
    found, _ = repaired(smaller, plan, begun=begun, confirmed=confirmed)
    assert {at: found.plan.cohorts[at] for at in begun} == {at: earlier.cohorts[at] for at in begun}
    assert all(found.plan.placed()[family] == at for family, at in confirmed)


def _members(plan: dict, indexed: Indexed, at: int) -> int:
    return next(len(one["families"]) for one in plan["cohorts"] if one["offer"] == indexed.offers[at].id)


def test_what_would_help_all_is_counted() -> None:
    problem, plan = example(40, 1)
    indexed = Indexed(read_problem(problem))
    found = what_would_help(indexed, read_plan(indexed, plan), until=1.0, clock=lambda: 0.0)
    assert all(str(each.more) in each.words for each in found)
    assert [each.more for each in found] == sorted((each.more for each in found), reverse=True)
