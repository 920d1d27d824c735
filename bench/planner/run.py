"""Plans problems of every size and prints what came out: ``python -m bench.planner.run [--quick]``.

With the planning kit beside the repository, its instances are planned too, by its own checker and baseline.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.planner.first_come import first_come
from bench.planner.invent import invent
from bench.planner.validate import faults

PROJECT = Path(__file__).resolve().parents[2]
KIT = PROJECT.parent / "shared" / "planning"
SIZES = [(20, 3, 10), (60, 60, 10), (200, 60, 10), (200, 60, 30), (400, 60, 10), (1000, 120, 10)]


@dataclass(frozen=True, slots=True)
class Row:
    """One problem planned: what the plan is worth and how it was come by; seconds of the clock, memory in MB."""

    name: str
    valid: str
    value: int
    bound: int
    baseline: int
    seconds: float
    busy: float
    memory: int
    status: str

    def line(self) -> str:
        """Return the row of the table."""
        gap = (self.bound - self.value) / max(1, abs(self.value))
        way = (self.value - self.baseline) / max(1, self.bound - self.baseline)
        return (
            f"{self.name:<26}{self.valid:<8}{self.status:<11}{self.baseline:>10,}{self.value:>11,}{self.bound:>11,}"
            f"{way:>8.1%}{gap:>9.3%}{self.seconds:>8.1f}{self.busy:>8.1f}{self.memory:>6}"
        )


HEADING = (
    f"{'problem':<26}{'valid':<8}{'status':<11}{'baseline':>10}{'value':>11}{'bound':>11}{'way':>8}{'gap':>9}"
    f"{'seconds':>8}{'busy':>8}{'MB':>6}"
)


def plan_file(path: Path, seconds: float, out: Path) -> tuple[dict[str, Any], float, float, int]:
    """Plan a file in a process of its own; return the plan, seconds, seconds of processor time and memory in MB."""
    began = time.monotonic()
    with out.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "trellis.features.groups.planning", str(path), "--seconds", str(seconds)],
            stdout=stream, stderr=subprocess.DEVNULL, cwd=PROJECT,
        )  # fmt: skip
        _, _, used = os.wait4(process.pid, 0)
    spent = time.monotonic() - began
    return json.loads(out.read_text(encoding="utf-8")), spent, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def own(families: int, seconds: float, weeks: int, seed: int, folder: Path) -> Row:
    """Plan a problem of our own."""
    problem = invent(families, seed, weeks=weeks)
    path = folder / "problem.json"
    path.write_text(json.dumps(problem), encoding="utf-8")
    plan, spent, busy, memory = plan_file(path, seconds, folder / "plan.json")
    wrong = faults(problem, plan)
    valid, baseline = "no" if wrong else "yes", first_come(problem)
    return Row(problem["name"], valid, plan["value"], plan["bound"], baseline, spent, busy,
               memory, plan["status"])  # fmt: skip


def of_kit(path: Path, seconds: float, folder: Path) -> Row:
    """Plan one of the kit's problems, with the kit's checker and baseline."""
    plan, spent, busy, memory = plan_file(path, seconds, folder / "plan.json")
    checked = subprocess.run([sys.executable, str(KIT / "check.py"), str(path), str(folder / "plan.json")],
                             capture_output=True, text=True, check=False)  # fmt: skip
    base = subprocess.run(
        [sys.executable, str(KIT / "first_come.py"), str(path)], capture_output=True, text=True, check=False
    )
    baseline = json.loads(base.stdout)["value"] if base.returncode == 0 else 0
    valid = "yes" if checked.returncode == 0 else "no"
    name, value, bound = path.name.split(".")[0], plan["value"] or 0, plan["bound"] or 0
    return Row(name, valid, value, bound, baseline or 0, spent, busy, memory,
               plan["status"])  # fmt: skip


def main() -> int:
    """Print the table; return 1 when a plan is not valid."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="up to 60 families")
    parser.add_argument("--seeds", type=int, default=1, help="how many problems of each size")
    chosen = parser.parse_args()
    print(HEADING, flush=True)
    valid = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for families, seconds, weeks in SIZES:
            for seed in range(chosen.seeds) if families <= 60 or not chosen.quick else ():
                row = own(families, seconds, weeks, seed, folder)
                print(row.line(), flush=True)
                valid &= row.valid == "yes"
        for path in sorted((KIT / "instances").glob("*.json*")) if KIT.exists() else ():
            large = path.stat().st_size > 100_000
            if not (chosen.quick and large):
                row = of_kit(path, 120 if path.stat().st_size > 500_000 else 60, folder)
                print(row.line(), flush=True)
                valid &= row.valid == "yes"
    print("Every plan is valid." if valid else "Not every plan is valid.")
    print("way: how far from the baseline to the bound; busy: processor seconds; MB: the most memory.")
    return 0 if valid else 1


if __name__ == "__main__":
    sys.exit(main())
