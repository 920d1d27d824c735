"""One row of the table: a problem planned by the command, checked, and compared with planning by hand."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.planner.first_come import first_come
from bench.planner.validate import faults

PROJECT = Path(__file__).resolve().parents[2]
HEADING = (
    f"{'problem':<27}{'families':>8}  {'valid':<6}{'status':<11}{'value':>10}{'bound':>11}{'share':>8}{'gap':>9}"
    f"{'placed':>7}{'seconds':>8}{'MB':>6} |{'baseline':>10}{'placed':>7}{'beaten':>7}"
)
LEGEND = (
    "share: of the bound; gap: how much better a plan could be at most; seconds: of the whole command; MB: the most\n"
    "memory; baseline: families by date of referral, each to the nearest place; beaten: the second of the command in\n"
    "which a better plan than that was known."
)


class Kit:
    """The planning kit: its problems, its checker and its baseline, each run as it comes."""

    def __init__(self, folder: Path) -> None:
        """Remember where it is."""
        self.folder = folder

    def instances(self) -> list[Path]:
        """Return the files of its problems, the small ones first."""
        return sorted((self.folder / "instances").glob("*.json*"), key=lambda path: path.stat().st_size)

    def is_valid(self, problem: Path, plan: Path) -> bool:
        """Say whether the kit's checker finds nothing wrong with a plan."""
        return self._run("check.py", problem, plan).returncode == 0

    def baseline(self, problem: Path) -> tuple[int, int]:
        """Return value and number of families placed of the kit's baseline; 0 without a plan."""
        plan = json.loads(self._run("first_come.py", problem).stdout)
        return plan["value"] or 0, sum(len(cohort["families"]) for cohort in plan["cohorts"])

    def _run(self, script: str, *paths: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(self.folder / script), *map(str, paths)]
        return subprocess.run(command, capture_output=True, text=True, check=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One problem planned; values in points, seconds of the clock, memory in MB, `beaten` when the baseline was."""

    name: str
    families: int
    valid: bool
    plan: dict[str, Any]
    baseline: tuple[int, int]
    seconds: float
    memory: int
    beaten: float | None
    problem_file: Path
    known: tuple[str | None, int | None] = (None, None)

    @property
    def status(self) -> str:
        """Return what was proved."""
        return str(self.plan["status"])

    @property
    def right(self) -> bool:
        """Say whether the plan is valid and, where the best is known, the best."""
        status, optimum = self.known
        known = (status != "infeasible" or self.status == status) and optimum in (None, self.plan["value"])
        return self.valid and known

    def line(self) -> str:
        """Return the row of the table."""
        value, bound = self.plan["value"] or 0, self.plan["bound"] or 0
        share = f"{value / bound:.2%}" if bound > 0 else "-"
        gap = f"{(bound - value) / value:.3%}" if 0 < value >= bound / 10 else "-" if value < bound else "0.000%"
        placed = sum(len(cohort["families"]) for cohort in self.plan["cohorts"])
        beaten = "-" if self.beaten is None else f"{self.beaten:.1f}"
        valid = "yes" if self.right else "worse" if self.valid else "no"
        return (
            f"{self.name:<27}{self.families:>8}  {valid:<6}{self.status:<11}{value:>10,}{bound:>11,}{share:>8}"
            f"{gap:>9}{placed:>7}{self.seconds:>8.1f}{self.memory:>6} |"
            f"{self.baseline[0]:>10,}{self.baseline[1]:>7}{beaten:>7}"
        )


@dataclass(frozen=True, slots=True)
class Planned:
    """What the command made of a file: the plan, its seconds and memory in MB, and (second, value) as it went on."""

    plan: dict[str, Any]
    seconds: float
    memory: int
    steps: list[tuple[float, int]]

    def beats(self, value: int) -> float | None:
        """Return the second in which a plan better than this was known, or None."""
        return next((second for second, reached in self.steps if reached > value), None)


def plan_file(path: Path, seconds: float, out: Path) -> Planned:
    """Plan a file with `trellis plan`, in a process of its own."""
    command = [sys.executable, "-m", "trellis.config.cli", "plan", str(path), "--seconds", str(seconds), "--json"]
    began = time.monotonic()
    steps = []
    process = subprocess.Popen([*command, "--out", str(out)], stderr=subprocess.PIPE, text=True, cwd=PROJECT)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("{") and (value := json.loads(line)["value"]) is not None:
            steps.append((time.monotonic() - began, value))
    _, status, used = os.wait4(process.pid, 0)
    spent = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"trellis plan {path.name} ended with {process.returncode}.")
    return Planned(json.loads(out.read_text("utf-8")), spent, used.ru_maxrss // 1024, steps)


def plan_own(problem: dict[str, Any], seconds: float, folder: Path, kit: Kit | None) -> Row:
    """Plan a problem of our own; our checker judges it, and the kit's too where there is one."""
    path, out = folder / f"{problem['name']}.json", folder / "plan.json"
    path.write_text(json.dumps(problem), encoding="utf-8")
    planned = plan_file(path, seconds, out)
    valid = not faults(problem, planned.plan) and (kit is None or kit.is_valid(path, out))
    return _row(problem, path, planned, valid, first_come(problem))


def plan_kit(path: Path, seconds: float, folder: Path, kit: Kit) -> Row:
    """Plan one of the kit's problems; both checkers judge it, and the kit's baseline stands beside it."""
    raw = path.read_bytes()
    problem = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    planned = plan_file(path, seconds, folder / "plan.json")
    valid = kit.is_valid(path, folder / "plan.json") and not faults(problem, planned.plan)
    return _row(problem, path, planned, valid, kit.baseline(path))


def _row(problem: dict[str, Any], path: Path, planned: Planned, valid: bool, baseline: tuple[int, int]) -> Row:
    return Row(
        problem["name"], len(problem["families"]), valid, planned.plan, baseline, planned.seconds, planned.memory,
        planned.beats(baseline[0]), path, (problem.get("known_status"), problem.get("known_optimum")),
    )  # fmt: skip
