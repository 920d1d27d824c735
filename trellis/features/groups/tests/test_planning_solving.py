"""The planner: rules kept, proofs true, the order of the input without meaning, promises and gaps."""

from __future__ import annotations

import copy
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.planner.every_plan import best_value
from bench.planner.invent import invent, invent_small, running_beside
from bench.planner.validate import faults
from trellis.features.groups.planning.fields import ProblemRefused
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.reading import read_problem
from trellis.features.groups.planning.result import read_plan, written
from trellis.features.groups.planning.solving import Limits, Outcome, Progress, solve

SEEDS = st.integers(0, 100_000)
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def planned(problem: dict, **limits: object) -> tuple[Outcome, dict]:
    """Plan a problem; return the outcome and the plan as JSON values."""
    indexed = Indexed(read_problem(problem))
    outcome = solve(indexed, Limits(**{"seconds": 60.0, "workers": 1, **limits}))
    reasons = {number: ["a reason"] for number in range(len(indexed.families))}
    return outcome, written(
        indexed, outcome.plan, status=outcome.status, bound=outcome.bound, seconds=1, reasons=reasons
    )


@FEW
@given(SEEDS)
def test_the_best_of_a_small_problem_is_found_and_proved(seed: int) -> None:
    problem = invent_small(seed)
    outcome, plan = planned(problem)
    best = best_value(problem)
    assert outcome.value == best
    assert outcome.bound == best
    assert outcome.status == ("infeasible" if best is None else "optimal")
    assert best is None or faults(problem, plan) == []


def with_more(problem: dict, what: str) -> dict:
    """Return a problem with one more room everywhere, one more practitioner, or every evening for every family."""
    richer = copy.deepcopy(problem)
    if what == "rooms":
        for venue in richer["venues"]:
            venue["rooms"] += 1
    elif what == "staff":
        richer["practitioners"].append({**problem["practitioners"][0], "id": "extra", "conflicts": [], "busy": []})
    else:
        for family in richer["families"]:
            family["slots"] = [slot["id"] for slot in problem["slots"]]
    return richer


@FEW
@given(SEEDS, st.sampled_from(["rooms", "staff", "evenings"]))
def test_more_rooms_staff_or_evenings_never_make_it_worse(seed: int, what: str) -> None:
    problem = invent_small(seed)
    before, _ = planned(problem)
    after, _ = planned(with_more(problem, what))
    assert before.value is None or (after.value is not None and after.value >= before.value)


@settings(FEW, max_examples=6)
@given(SEEDS, st.integers(8, 30), st.booleans())
def test_no_rule_is_ever_broken_however_early_it_ends(seed: int, families: int, together: bool) -> None:
    problem = running_beside(invent(families, seed, together=together), seed, 0.2)
    _, plan = planned(problem, seconds=0.5, workers=2)
    assert faults(problem, plan) == []


@FEW
@given(SEEDS, st.randoms(use_true_random=False))
def test_pins_are_kept(seed: int, choice: random.Random) -> None:
    problem = {**invent_small(seed), "fixed": []}
    free, _ = planned(problem)
    indexed = Indexed(read_problem(problem))
    if not indexed.gain:
        return
    family, at = choice.choice(sorted(indexed.gain))
    problem["fixed"] = [{"family": indexed.families[family].id, "offer": indexed.offers[at].id}]
    pinned, plan = planned(problem)
    assert faults(problem, plan) == []
    if pinned.plan is None:
        assert best_value(problem) is None
    else:
        assert pinned.plan.placed()[family] == at
        assert pinned.value <= free.value


@FEW
@given(SEEDS)
def test_the_order_of_the_input_means_nothing(seed: int) -> None:
    problem = invent_small(seed)
    shuffled = copy.deepcopy(problem)
    for part in ("offers", "families", "practitioners", "venues", "slots", "separations", "taken", "forbidden"):
        random.Random(seed).shuffle(shuffled.get(part, []))
    assert planned(problem)[0].plan == planned(shuffled)[0].plan


def test_twenty_families_are_proved_and_the_same_every_time() -> None:
    problem = invent(20, 5)
    first, plan = planned(problem, workers=2)
    again, _ = planned(problem, workers=2)
    assert first.status == "optimal"
    assert faults(problem, plan) == []
    assert first.plan == again.plan


def test_a_promise_is_kept_whatever_it_costs() -> None:
    problem = invent(20, 6)
    best, plan = planned(problem)
    placed = {family: cohort["offer"] for cohort in plan["cohorts"] for family in cohort["families"]}
    family, offer = sorted(placed.items())[0]
    problem["fixed"] = [{"family": family, "offer": offer}]
    pinned, after = planned(problem)
    assert faults(problem, after) == []
    assert pinned.value == best.value


def test_promises_that_clash_are_named() -> None:
    problem = invent(20, 6)
    problem["fixed"] = [{"family": "F0001", "offer": problem["offers"][0]["id"]},
                        {"family": "F0001", "offer": problem["offers"][1]["id"]}]  # fmt: skip
    outcome, _ = planned(problem)
    assert outcome.status == "infeasible"
    assert outcome.clash
    assert all("F0001" in words for words in outcome.clash)


def test_it_stops_when_it_is_told_to_with_the_best_so_far() -> None:
    problem = invent(60, 1)
    told: list[Progress] = []
    indexed = Indexed(read_problem(problem))
    outcome = solve(indexed, Limits(seconds=60, stop=lambda: len(told) > 1), told.append)
    assert outcome.status == "feasible"
    assert outcome.value == max(each.value or 0 for each in told)
    assert outcome.bound >= outcome.value


def test_a_gap_is_enough() -> None:
    outcome, plan = planned(invent(60, 1), gap=0.2)
    assert (outcome.bound - outcome.value) / outcome.value <= 0.2
    assert faults(invent(60, 1), plan) == []


def test_a_start_plan_is_never_made_worse() -> None:
    problem = invent(20, 8)
    outcome, plan = planned(problem, gap=0.5)
    indexed = Indexed(read_problem(problem))
    start = read_plan(indexed, plan)
    assert start == outcome.plan
    assert solve(indexed, Limits(seconds=0.0), start=start).value == outcome.value


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("families", 0, "weight"), "two", "families[0].weight: found 'two', should be a whole number"),
        (("offers", 1, "venue"), "V99", "offers[1].venue"),
        (("families", 0, "people", 0, "born"), "31-12-2010", "a date as YYYY-MM-DD"),
        (("practitioners", 0, "slots"), "monday", "practitioners[0].slots: found 'monday', should be a list"),
        (("format",), "another/1", "trellis-planning-problem/1"),
    ],
)
def test_what_is_wrong_with_a_problem_is_said(path: tuple, value: object, words: str) -> None:
    problem = invent(20, 1)
    inner = problem
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    with pytest.raises(ProblemRefused) as refused:
        read_problem(problem)
    assert words in str(refused.value)
