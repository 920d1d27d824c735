"""Repair disturbs least and keeps what is fixed; reasons are true."""

from __future__ import annotations

import copy
from functools import cache

import pytest

from bench.planner.invent import invent
from bench.planner.validate import faults
from trellis.features.groups.planning.helping import what_would_help
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.reading import read_problem
from trellis.features.groups.planning.reasons import NONE_HELPS, bars_of, change_works, explain, reasons_for
from trellis.features.groups.planning.repair import carried_over, read_earlier, repair
from trellis.features.groups.planning.result import read_plan, written
from trellis.features.groups.planning.solving import Limits, solve
from trellis.features.groups.planning.standing import Standing, Way


@cache
def example(families: int, seed: int) -> tuple[dict, dict]:
    """Return a problem with a plan of it."""
    problem = invent(families, seed)
    indexed = Indexed(read_problem(problem))
    outcome = solve(indexed, Limits(seconds=6.0, gap=0.02))
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
    begun, other = plan["cohorts"][0], plan["cohorts"][1]
    ill = other["groups"][0]["staff"][0]["practitioner"]
    if any(ill == one["practitioner"] for group in begun["groups"] for one in group["staff"]):
        pytest.skip("the same practitioner runs both")
    smaller = without(problem, practitioner=ill)
    indexed = Indexed(read_problem(smaller))
    _, after = repaired(smaller, plan, begun=[indexed.offer_at[begun["offer"]]])
    again = next(cohort for cohort in after["cohorts"] if cohort["offer"] == begun["offer"])
    assert sorted(again["families"]) == sorted(begun["families"])
    assert {one["practitioner"] for group in again["groups"] for one in group["staff"]} == {
        one["practitioner"] for group in begun["groups"] for one in group["staff"]
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_change_that_a_reason_names_places_the_family(seed: int) -> None:
    problem, plan = example(60, seed)
    indexed = Indexed(read_problem(problem))
    standing = Standing(indexed, read_plan(indexed, plan))
    for family in range(len(indexed.families)):
        if family in standing.placed:
            continue
        reasons = explain(indexed, standing, family)
        assert reasons
        for reason in reasons:
            assert reason.change is None or change_works(indexed, standing.plan, family, reason), reason


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_no_change_would_help_none_does(seed: int) -> None:
    problem, plan = example(60, seed)
    indexed = Indexed(read_problem(problem))
    standing = Standing(indexed, read_plan(indexed, plan))
    for family in range(len(indexed.families)):
        if family in standing.placed or NONE_HELPS not in [one.words for one in explain(indexed, standing, family)]:
            continue
        for at, offer in enumerate(indexed.offers):
            bars = bars_of(indexed, family, offer)
            hurdle = standing.hurdle(family, at)
            assert not (not bars and (hurdle.sole or hurdle.way is Way.FREE))
            assert not (len(bars) == 1 and bars <= {"travel", "slot", "earliest"} and hurdle.way is Way.FREE)


def test_what_would_help_all_is_counted() -> None:
    problem, plan = example(60, 1)
    indexed = Indexed(read_problem(problem))
    found = what_would_help(indexed, read_plan(indexed, plan), until=1.0, clock=lambda: 0.0)
    assert all(str(each.more) in each.words for each in found)
    assert [each.more for each in found] == sorted((each.more for each in found), reverse=True)
