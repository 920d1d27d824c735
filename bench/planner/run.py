"""Plans problems of every size and prints what came of each: `make bench-planner`.

The problems, the checker and the baseline are the project's own. With the planning kit beside the repository (the
folder shared/planning next to it, or --kit), the kit's problems are planned too, and judged by the kit's checker
and baseline; the checker also judges the plans of our own problems. Every plan is made by `trellis plan` in a
process of its own; seconds are those of the whole command, from file to file.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bench.planner.invent import invent, running_beside
from bench.planner.rows import HEADING, LEGEND, Kit, Row, plan_kit, plan_own
from bench.planner.withdraw import REPAIR_HEADING, after_withdrawals

PROJECT = Path(__file__).resolve().parents[2]
KIT = PROJECT.parent / "shared" / "planning"


@dataclass(frozen=True, slots=True)
class Size:
    """Problems of one kind: families, seconds for each, seeds, weeks in which runs start, and what is special."""

    families: int
    seconds: float
    seeds: int = 1
    weeks: int = 10
    together: bool = False
    beside: bool = False


FULL = (
    Size(20, 30, seeds=5),
    Size(60, 60, seeds=20),
    Size(60, 60, together=True),
    Size(60, 60, beside=True),
    Size(200, 60),
    Size(200, 60, weeks=30),
    Size(400, 60),
    Size(1000, 120),
)
SHORT = (Size(20, 10, seeds=2), Size(60, 20), Size(60, 15, beside=True), Size(200, 25))
REPAIRED, SMALL, LARGE, LARGEST = 200, 40_000, 100_000, 500_000


def options() -> argparse.ArgumentParser:
    """Return what the command takes."""
    parser = argparse.ArgumentParser(prog="make bench-planner", description=__doc__.splitlines()[0])
    parser.add_argument("command", nargs="?", choices=["bench-planner"], help=argparse.SUPPRESS)
    parser.add_argument("--short", action="store_true", help="a few problems in about two minutes (make … SHORT=1)")
    parser.add_argument("--sizes", type=_sizes, help="only these numbers of families, such as 20,200")
    parser.add_argument("--seconds", type=float, help="for each problem, in place of 60 and, for 1,000 families, 120")
    parser.add_argument("--seeds", type=int, help="how many problems of each size")
    parser.add_argument("--weeks", type=int, help="in how many weeks runs start; with 30 many do not overlap")
    parser.add_argument("--kit", type=Path, default=KIT, help="the folder of the planning kit")
    parser.add_argument("--no-kit", action="store_true", help="leave the kit out")
    return parser


def _sizes(written: str) -> tuple[int, ...]:
    return tuple(int(each) for each in written.split(","))


def sizes(chosen: argparse.Namespace) -> list[Size]:
    """Return the problems that were asked for."""
    found: list[Size] = list(SHORT if chosen.short else FULL)
    if chosen.sizes:
        known = {size.families: size for size in reversed(found)}
        found = [known.get(families, Size(families, 60 if families <= 400 else 120)) for families in chosen.sizes]
    given = {"seconds": chosen.seconds, "seeds": chosen.seeds, "weeks": chosen.weeks}
    return [replace(size, **{name: value for name, value in given.items() if value}) for size in found]


def own_rows(size: Size, folder: Path, kit: Kit | None) -> Iterator[Row]:
    """Plan our own problems of a size."""
    for seed in range(size.seeds):
        problem = invent(size.families, seed, together=size.together, weeks=size.weeks)
        if size.beside:
            problem = {**running_beside(problem, seed, 0.2), "name": f"{problem['name']}-beside"}
        yield plan_own(problem, size.seconds, folder, kit)


def kit_rows(chosen: argparse.Namespace, folder: Path, kit: Kit) -> Iterator[Row]:
    """Plan the kit's problems; in a short run, or one of some sizes, the small ones alone."""
    for path in kit.instances():
        large = path.stat().st_size
        if not ((chosen.short or chosen.sizes) and large > LARGE):
            seconds = chosen.seconds or (60 if large < LARGEST else 120)
            if chosen.short and large > SMALL:
                seconds = 20
            yield plan_kit(path, seconds, folder, kit)


def main() -> int:
    """Print the tables; return 1 when a plan is not valid or a known optimum was missed."""
    chosen = options().parse_args()
    kit = Kit(chosen.kit) if chosen.kit.is_dir() and not chosen.no_kit else None
    print(HEADING, flush=True)
    rows: list[Row] = []
    repaired = None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in sizes(chosen):
            for row in own_rows(size, folder, kit):
                rows.append(_told(row))
                if size.families == REPAIRED and repaired is None:
                    repaired = json.loads(row.problem_file.read_text("utf-8")), row.plan, size.seconds
        rows += [_told(row) for row in (kit_rows(chosen, folder, kit) if kit else ())]
        print(LEGEND)
        if repaired is not None:
            print(f"\nAfter one family of {repaired[0]['name']} has withdrawn\n{REPAIR_HEADING}", flush=True)
            for line in after_withdrawals(*repaired, folder):
                print(line, flush=True)
    wrong = [row.name for row in rows if not row.right]
    judge = "the kit's checker and ours" if kit else "our checker (no kit is beside the project)"
    print(f"\nNot right: {', '.join(wrong)}." if wrong else f"\nEvery plan is valid by {judge}.")
    proved = sum(row.status in ("optimal", "infeasible") for row in rows)
    print(f"{proved} of {len(rows)} are proved to be the best.")
    return 1 if wrong else 0


def _told(row: Row) -> Row:
    print(row.line(), flush=True)
    return row


if __name__ == "__main__":
    sys.exit(main())
