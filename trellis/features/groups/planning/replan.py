"""Plans a part again with CP-SAT, within a limit of work that does not depend on the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.part import Part, PartModel, TrueOf
from trellis.features.groups.planning.plan import Plan


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to try: `work` in CP-SAT's own units, the same on every machine, and `seconds` by the clock."""

    work: float
    seconds: float
    seed: int = 0
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Replanned:
    """The plan found (None: none), its value, a limit on any, whether that is final, and the work that it took."""

    plan: Plan | None
    value: int
    limit: float
    proved: bool
    work: float = 0.0


def solver_for(effort: Effort) -> cp_model.CpSolver:
    """Return a CP-SAT solver that does the same every time."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = effort.workers
    solver.parameters.interleave_search = effort.workers > 1
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_deterministic_time = effort.work
    solver.parameters.max_time_in_seconds = max(0.01, effort.seconds)
    return solver


def replan(
    indexed: Indexed,
    part: Part,
    effort: Effort,
    start: Plan | None = None,
    least: int | None = None,
    also: Callable[[PartModel], None] = lambda _: None,
) -> Replanned:
    """Plan a part as well as possible; `least` asks for a plan of at least that value, the rest included.

    `also` may add to the model before it is solved.
    """
    written = PartModel(indexed, part)
    also(written)
    around = part.around.value(indexed) - indexed.problem.coefficients.open_cohort * len(part.steady)
    if start is not None:
        written.hint(start)
    if least is not None:
        written.model.add(written.worth + around >= least)
    written.model.maximize(written.worth)
    solver = solver_for(effort)
    solver.parameters.linearization_level = 2
    status = solver.solve(written.model)
    work = float(solver.response_proto.deterministic_time)
    if status == cp_model.INFEASIBLE:
        return Replanned(None, 0, -float("inf"), True, work)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Replanned(None, 0, float("inf"), False, work)
    plan = written.read(TrueOf(solver))
    limit = solver.best_objective_bound + around
    return Replanned(plan, plan.value(indexed), limit, status == cp_model.OPTIMAL, work)
