"""The command that plans groups from a file."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trellis.features.groups.planning.proposal import Proposal
    from trellis.features.groups.planning.solving import Progress

LEAST_SHARE = 0.5  # what is left for planning where a busy machine is slow to start
_HELP = """\
Choose which groups to run, where, when, for which waiting families and run by whom, and prove how good
that is. PROBLEM is a trellis-planning-problem/1 as JSON, plain or gzipped. The plan, a
trellis-planning-plan/1, is printed, or written with --out; what came of it is said on the error stream,
where a terminal also shows how far it has got: the best value, the bound that no plan can pass, and the gap.

Beside what the format asks for, a problem may hold
  forbidden: [{"family", "offer"}]                        places that somebody ruled out
  taken: [{"venue", "slot", "from", "to", "rooms"}]       rooms that other groups use from a day to a day
  practitioners[].busy: [{"slot", "from", "to"}]          what they already run; counts towards max_cohorts

The same seed and number of workers give the same plan when a proof or --gap ends the search; when the clock
does, it depends on the machine.

Exit code 0: there is a plan. 1: the promises in `fixed` cannot be kept; the fewest that clash are named.
2: a file or an option is wrong; the field, and its row, are named."""


def add_commands(commands: Any) -> None:
    """Add `plan` to the commands of `trellis`."""
    plan = commands.add_parser("plan", help="plan groups for families who wait, from a file", description=_HELP)
    plan.add_argument("problem", type=Path, metavar="PROBLEM.json", help="the problem, plain or gzipped")
    plan.add_argument("--seconds", type=_seconds, default=60.0, metavar="N", help="stop after this long (60)")
    plan.add_argument(
        "--gap", type=_share, default=0.0, metavar="G", help="stop when so close to the bound, as a share: 0.001 (0)"
    )
    plan.add_argument("--seed", type=int, default=0, metavar="N", help="another seed, another way to search (0)")
    plan.add_argument("--workers", type=_workers, default=2, metavar="N", help="how many search at once (2)")
    plan.add_argument("--start", type=Path, metavar="PLAN", help="a valid plan of the same problem to begin with")
    plan.add_argument("--json", action="store_true", help="how far it has got as lines of JSON on the error stream")
    plan.add_argument("--out", type=Path, metavar="FILE", help="write the plan here; gzipped when named .gz")
    plan.set_defaults(run=run_plan, needs="nothing")


def _seconds(written: str) -> float:
    return _number(written, lambda found: 0 < found < float("inf"), "a number of seconds above 0, such as 60")


def _share(written: str) -> float:
    return _number(written, lambda found: 0 <= found < 1, "a share from 0 to below 1, such as 0.001")


def _workers(written: str) -> int:
    return int(_number(written, lambda found: found >= 1 and found == int(found), "a whole number of at least 1"))


def _number(written: str, is_right: Callable[[float], bool], right: str) -> float:
    try:
        found = float(written)
    except ValueError:
        found = float("nan")
    if found != found or not is_right(found):
        raise argparse.ArgumentTypeError(f"{written!r} should be {right}")
    return found


def run_plan(arguments: argparse.Namespace) -> int:
    """Plan; return 0 with a plan, 1 when the promises clash, 2 when a file is wrong."""
    began = time.monotonic()
    from trellis.features.groups.planning.fields import ProblemRefused
    from trellis.features.groups.planning.proposal import propose
    from trellis.features.groups.planning.solving import Limits

    try:
        if arguments.out is not None and not arguments.out.absolute().parent.is_dir():
            raise ProblemRefused(f"{arguments.out} cannot be written: there is no folder {arguments.out.parent}.")
        indexed, start = _read(arguments)
    except ProblemRefused as refused:
        print(refused, file=sys.stderr)
        return 2
    limits = Limits(
        seconds=max(arguments.seconds * LEAST_SHARE, arguments.seconds - (time.monotonic() - began)),
        gap=arguments.gap, seed=arguments.seed, workers=arguments.workers,
    )  # fmt: skip
    live = sys.stderr.isatty() and not arguments.json
    line = _json_line if arguments.json else _live_line if live else _no_line
    proposal = propose(indexed, limits, line, start)
    if live:
        print(file=sys.stderr)
    if not arguments.json:
        _tell(proposal)
    return _write(arguments.out, proposal)


def _read(arguments: argparse.Namespace) -> tuple[Any, Any]:
    from trellis.features.groups.planning.checking import broken_rules
    from trellis.features.groups.planning.fields import ProblemRefused
    from trellis.features.groups.planning.indexed import Indexed
    from trellis.features.groups.planning.reading import load, read_problem
    from trellis.features.groups.planning.result import read_plan

    indexed = Indexed(_named(arguments.problem, lambda: read_problem(load(arguments.problem))))
    if arguments.start is None:
        return indexed, None
    start = _named(arguments.start, lambda: read_plan(indexed, load(arguments.start)))
    if wrong := broken_rules(indexed, start):
        raise ProblemRefused("\n".join([f"{arguments.start} is not a valid plan of this problem:", *wrong]))
    return indexed, start


def _named[T](path: Path, read: Callable[[], T]) -> T:
    """Read; put the file's name before what is wrong with it."""
    from trellis.features.groups.planning.fields import ProblemRefused

    try:
        return read()
    except ProblemRefused as refused:
        words = str(refused)
        raise ProblemRefused(words if words.startswith(str(path)) else f"{path}: {words}") from refused


def _tell(proposal: Proposal) -> None:
    """Say on the error stream what came of it."""
    outcome, families = proposal.outcome, len(proposal.indexed.families)
    if outcome.plan is None or outcome.value is None or outcome.bound is None:
        print("The promises cannot all be kept.", *outcome.clash, sep="\n", file=sys.stderr)
        return
    gap = (outcome.bound - outcome.value) / max(1, abs(outcome.value))
    how_good = "proved the best" if outcome.status == "optimal" else f"at most {gap:.2%} below the best"
    cohorts = len(outcome.plan.cohorts)
    print(
        f"{len(outcome.plan.placed())} of {families} families have a place in {cohorts} "
        f"group{'' if cohorts == 1 else 's'}; {outcome.value:,} points, {how_good}; {proposal.seconds:.1f} s.",
        *(each.words for each in proposal.helps),
        sep="\n",
        file=sys.stderr,
    )


def _write(out: Path | None, proposal: Proposal) -> int:
    text = json.dumps(proposal.written(), indent=1) + "\n"
    try:
        if out is None:
            sys.stdout.write(text)
        else:
            out.write_bytes(gzip.compress(text.encode()) if out.suffix == ".gz" else text.encode())
    except OSError as wrong:
        if out is None:
            raise
        print(f"{out} cannot be written: {wrong.strerror}.", file=sys.stderr)
        return 2
    return 1 if proposal.outcome.plan is None else 0


def _live_line(progress: Progress) -> None:
    value = "none yet" if progress.value is None else f"{progress.value:,}"
    words = f"best {value}  bound {progress.bound:,}  gap {progress.gap:.2%}  {progress.seconds:.0f} s"
    print(f"\r{words:<70}", end="", file=sys.stderr, flush=True)


def _json_line(progress: Progress) -> None:
    gap = None if progress.value is None else round(progress.gap, 6)
    line = {"value": progress.value, "bound": progress.bound, "gap": gap, "seconds": round(progress.seconds, 3)}
    print(json.dumps(line), file=sys.stderr, flush=True)


def _no_line(progress: Progress) -> None:
    """Say nothing: nobody watches."""
