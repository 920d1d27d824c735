"""Compares the planner with every plan of many small problems: ``python -m bench.planner.brute 1000``."""

from __future__ import annotations

import sys
import time

from bench.planner.every_plan import best_value
from bench.planner.invent import invent_small
from bench.planner.validate import faults
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.reading import read_problem
from trellis.features.groups.planning.result import written
from trellis.features.groups.planning.solving import Limits, solve


def differs(seed: int) -> str:
    """Return what is wrong with the planner's answer to one small problem, or nothing."""
    problem = invent_small(seed)
    indexed = Indexed(read_problem(problem))
    outcome = solve(indexed, Limits(seconds=60, seed=seed, workers=1))
    best = best_value(problem)
    if best is None or outcome.plan is None:
        return (
            "" if best is None and outcome.status == "infeasible" else f"{seed}: {outcome.status}, the best is {best}"
        )
    plan = written(indexed, outcome.plan, status=outcome.status, bound=outcome.bound, seconds=0.0,
                   reasons={family: ["a reason"] for family in range(len(indexed.families))})  # fmt: skip
    wrong = faults(problem, plan)
    if wrong:
        return f"{seed}: {wrong}"
    good = outcome.value == best and outcome.status == "optimal" and outcome.bound == best
    return "" if good else f"{seed}: {outcome.status} {outcome.value} bound {outcome.bound}, the best is {best}"


def main(many: int, first: int = 0) -> int:
    """Compare and print; return 1 when any differs."""
    began = time.monotonic()
    found = [words for seed in range(first, first + many) if (words := differs(seed))]
    print("\n".join(found))
    print(
        f"{many - len(found)} of {many} small problems: the same as by trying every plan "
        f"({time.monotonic() - began:.0f} s)."
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
