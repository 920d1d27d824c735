"""What one withdrawal costs: a repair, and beside it a plan from nothing, by how much each disturbs."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.planner.rows import plan_file
from bench.planner.validate import faults
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.reading import read_problem
from trellis.features.groups.planning.repair import carried_over, differences, read_earlier, repair
from trellis.features.groups.planning.result import read_plan, written

REPAIR_HEADING = (
    f"{'who withdraws':<46}{'how':<14}{'valid':<7}{'seconds':>8}{'value':>11}{'moved':>7}{'lose':>6}{'gain':>6}"
    f"{'staff':>7}{'opened':>8}{'closed':>8}  "
)
MOST = 30.0


def after_withdrawals(problem: dict[str, Any], plan: dict[str, Any], seconds: float, folder: Path) -> Iterator[str]:
    """Give the rows: somebody of a large group withdraws; somebody without whom a group becomes too small does."""
    for who, family in _who(problem, plan):
        left = without(problem, family)
        indexed = Indexed(read_problem(left))
        earlier = carried_over(indexed, read_earlier(plan))
        began = time.monotonic()
        found = repair(indexed, earlier, seconds=MOST)
        spent = time.monotonic() - began
        how = "repaired, least" if found.proved else "repaired"
        if found.plan is None:
            yield f"{who:<46}no plan"
            continue
        yield _line(who, how, left, indexed, earlier, found.plan, spent)
        path = folder / "withdrawn.json"
        path.write_text(json.dumps(left), encoding="utf-8")
        anew = plan_file(path, seconds, folder / "anew.json")
        yield _line("", "from nothing", left, indexed, earlier, read_plan(indexed, anew.plan), anew.seconds)


def without(problem: dict[str, Any], family: str) -> dict[str, Any]:
    """Return the problem that a family has left."""
    left = copy.deepcopy(problem)
    left["families"] = [one for one in left["families"] if one["id"] != family]
    for who in left["practitioners"]:
        who["conflicts"] = [one for one in who["conflicts"] if one != family]
    left["separations"] = [pair for pair in left["separations"] if family not in pair["families"]]
    left["fixed"] = [one for one in left["fixed"] if one["family"] != family]
    return left


def _who(problem: dict[str, Any], plan: dict[str, Any]) -> list[tuple[str, str]]:
    found = [("somebody of a large group", _of_group(problem, plan, slack=2))]
    found.append(("somebody whose group becomes too small", _of_group(problem, plan, slack=0)))
    return [(words, family) for words, family in found if family]


def _of_group(problem: dict[str, Any], plan: dict[str, Any], slack: int) -> str:
    """Return a family all of whose groups (slack 2), or one of whose groups (slack 0), have that many to spare."""
    least = {strand["id"]: strand["min"] for strand in problem["programme"]["strands"]}
    people = {one["id"]: [person["id"] for person in one["people"]] for one in problem["families"]}
    for cohort in plan["cohorts"]:
        for family in cohort["families"]:
            spare = [
                len(group["people"]) - least[group["strand"]] - len(set(group["people"]) & set(people[family]))
                for group in cohort["groups"] if set(group["people"]) & set(people[family])
            ]  # fmt: skip
            if (slack and min(spare) >= slack) or (not slack and min(spare) < 0):
                return str(family)
    return ""


def _line(
    who: str, how: str, problem: dict[str, Any], indexed: Indexed, earlier: Plan, plan: Plan, seconds: float
) -> str:
    before, after = earlier.placed(), plan.placed()
    moved = sum(1 for family in before if family in after and after[family] != before[family])
    lose = sum(1 for family in before if family not in after)
    gain = sum(1 for family in after if family not in before)
    staff = sum(1 for words in differences(indexed, earlier, plan) if " runs " in words or "does not run" in words)
    opened, closed = len(set(plan.cohorts) - set(earlier.cohorts)), len(set(earlier.cohorts) - set(plan.cohorts))
    value = plan.value(indexed)
    reasons = {family: ["a reason"] for family in range(len(indexed.families))}
    again = written(indexed, plan, status="feasible", bound=value, seconds=seconds, reasons=reasons)
    valid = "no" if faults(problem, again) else "yes"
    return (
        f"{who:<46}{how:<14} {valid:<7}{seconds:>7.1f}{value:>11,}{moved:>7}{lose:>6}{gain:>6}{staff:>7}{opened:>8}"
        f"{closed:>8}"
    )
