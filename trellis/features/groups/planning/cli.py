"""Plans a problem file from the command line: progress on the error stream, the plan on the output."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from trellis.features.groups.planning.fields import ProblemRefused
from trellis.features.groups.planning.helping import what_would_help
from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.reading import load, read_problem
from trellis.features.groups.planning.reasons import reasons_for
from trellis.features.groups.planning.result import read_plan, written
from trellis.features.groups.planning.solving import Limits, Outcome, Progress, solve

RESERVED = 0.06


def parser() -> argparse.ArgumentParser:
    """Return what the command takes."""
    found = argparse.ArgumentParser(prog="python -m trellis.features.groups.planning", description=__doc__)
    found.add_argument("problem", type=Path, help="a trellis-planning-problem/1, plain or gzipped")
    found.add_argument("--seconds", type=float, default=60.0, help="stop after this long (60)")
    found.add_argument("--gap", type=float, default=0.0, help="stop when this close to the bound, as a share (0)")
    found.add_argument("--seed", type=int, default=0, help="another seed, another way through the search (0)")
    found.add_argument("--workers", type=int, default=2, help="how many work at once (2)")
    found.add_argument("--start", type=Path, help="a plan of the same problem to begin with")
    found.add_argument("--json", action="store_true", help="progress as one line of JSON each")
    return found


def main(arguments: Sequence[str]) -> int:
    """Plan; return 0 with a plan, 1 when the promises clash, 2 when the problem cannot be read."""
    chosen = parser().parse_args(arguments)
    try:
        indexed = Indexed(read_problem(load(chosen.problem)))
        start = read_plan(indexed, load(chosen.start)) if chosen.start else None
    except ProblemRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    line = _json_line if chosen.json else _live_line
    seconds = max(0.1, chosen.seconds * (1 - RESERVED))
    limits = Limits(seconds=seconds, gap=chosen.gap, seed=chosen.seed, workers=max(1, chosen.workers))
    clock = limits.clock
    began = clock()
    outcome = solve(indexed, limits, line, start)
    if not chosen.json:
        sys.stderr.write("\n")
    reasons = (
        reasons_for(indexed, outcome.plan, until=began + chosen.seconds, clock=clock) if outcome.plan
        else {family: list(outcome.clash) for family in range(len(indexed.families))}
    )  # fmt: skip
    helps = what_would_help(indexed, outcome.plan, until=began + chosen.seconds, clock=clock) if outcome.plan else []
    plan = written(
        indexed, outcome.plan, status=outcome.status, bound=outcome.bound, seconds=clock() - began, reasons=reasons
    )
    _write(outcome, {**plan, "would_help": [each.words for each in helps]})
    return 1 if outcome.plan is None else 0


def _write(outcome: Outcome, plan: dict[str, object]) -> None:
    for words in outcome.clash:
        sys.stderr.write(f"{words}\n")
    json.dump(plan, sys.stdout, indent=1)
    sys.stdout.write("\n")


def _live_line(progress: Progress) -> None:
    value = "none yet" if progress.value is None else f"{progress.value:,}"
    sys.stderr.write(f"\rbest {value}  bound {progress.bound:,}  gap {progress.gap:.2%}  {progress.seconds:.0f} s   ")
    sys.stderr.flush()


def _json_line(progress: Progress) -> None:
    line = {"value": progress.value, "bound": progress.bound, "gap": progress.gap, "seconds": progress.seconds}
    sys.stderr.write(json.dumps(line) + "\n")
    sys.stderr.flush()
