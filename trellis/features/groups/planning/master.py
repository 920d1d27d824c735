"""The linear programme over the cohorts found so far; what its rows cost are the next prices to try."""

from __future__ import annotations

import datetime
import math
from collections import Counter

import numpy as np
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

from trellis.features.groups.planning.crowding import Crowds, Marks
from trellis.features.groups.planning.relaxation import EVERY, Priced, Prices, Relaxation
from trellis.features.groups.planning.rows import Case
from trellis.features.groups.planning.tables import Numbers, Reals

UNKEPT = 5e4
MOST_STEPS = 20000
STEP, SWEEP, LOOK = 3e-7, 6e-8, 1e-5


class Master:
    """A linear programme that grows by columns, each one whole cohort of one offer, and by rows that they break."""

    def __init__(self, relaxation: Relaxation) -> None:
        """Write down the rows of families, offers and rooms."""
        self.relaxation = relaxation
        self.crowds = Crowds(relaxation)
        self.model = mathopt.Model()
        self.model.objective.is_maximize = True
        self.seen: set[tuple[int, bytes]] = set()
        self.columns: list[mathopt.Variable] = []
        self.place: list[tuple[int, int]] = []
        self.pairs: list[Numbers] = []
        promised, must = relaxation.promised, relaxation.must_open
        self.family = [self._row(1.0 if kept else -math.inf, 1.0) for kept in promised]
        self.offer = [self._row(1.0 if kept else -math.inf, 1.0) for kept in must]
        self.rows: list[mathopt.LinearConstraint] = []
        self.work: list[tuple[int, Marks, mathopt.LinearConstraint, Reals]] = []
        self.pair: dict[int, mathopt.LinearConstraint] = {}
        self.pair_rows_of: dict[int, list[int]] = {}
        for row, pair in zip(relaxation.pair_row.tolist(), relaxation.pair_member.tolist(), strict=True):
            self.pair_rows_of.setdefault(pair, []).append(row)
        for row, kept in zip([*self.family, *self.offer], [*promised, *must], strict=True):
            if kept:
                self._missing(row, 1.0)
        self.case = EVERY
        self.within(EVERY)
        self.value = math.inf
        self.shares: Reals = np.zeros(0)
        self.done = 0.0
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)

    def _row(self, least: float, most: float) -> mathopt.LinearConstraint:
        return self.model.add_linear_constraint(lb=least, ub=most)

    def _missing(self, row: mathopt.LinearConstraint, sign: float) -> None:
        """Let a row be broken, at a price."""
        missing = self.model.add_variable(lb=0.0)
        row.set_coefficient(missing, sign)
        self.model.objective.set_linear_coefficient(missing, -UNKEPT)

    def add(self, priced: Priced, least: float = 1e-6) -> int:
        """Add the cohorts that the prices chose and that are new; return how many."""
        tables = self.relaxation.tables
        order = np.argsort(tables.offer_of_pair[priced.placed], kind="stable")
        placed = priced.placed[order]
        ends = np.searchsorted(tables.offer_of_pair[placed], np.arange(len(self.offer) + 1))
        added = 0
        for at in priced.opened.tolist():
            if priced.choice.worth[at] > least or self.relaxation.must_open[at]:
                pairs = np.sort(placed[ends[at] : ends[at + 1]])
                added += self.add_cohort(at, pairs)
        return added

    def add_cohort(self, at: int, pairs: Numbers) -> int:
        """Add one cohort of an offer, by its pairs of family and offer; return 0 when it is known."""
        key = (at, pairs.tobytes())
        if key in self.seen or not len(pairs):
            return 0
        relaxation, tables, indexed = self.relaxation, self.relaxation.tables, self.relaxation.indexed
        self.seen.add(key)
        column = self.model.add_variable(lb=0.0)
        worth = float(tables.gains[pairs].sum()) - indexed.problem.coefficients.open_cohort
        self.model.objective.set_linear_coefficient(column, worth)
        self.offer[at].set_coefficient(column, 1.0)
        families = tables.family_of_pair[pairs].tolist()
        for family in families:
            self.family[family].set_coefficient(column, 1.0)
        sizes = indexed.sizes(families)
        combination = sum(2**place for place, circle in enumerate(tables.counted) if sizes[circle])
        self.columns.append(column)
        self.place.append((at, combination))
        self.pairs.append(pairs)
        weights = relaxation.rows.weights[: len(self.rows), at * tables.combinations + combination]
        for row in np.nonzero(weights)[0].tolist():
            self.rows[row].set_coefficient(column, float(weights[row]))
        for _, _, line, asked in self.work:
            if asked[at, combination]:
                line.set_coefficient(column, float(asked[at, combination]))
        touched = Counter(row for pair in pairs.tolist() for row in self.pair_rows_of.get(pair, ()))
        for row, many in touched.items():
            if row in self.pair:
                self.pair[row].set_coefficient(column, float(many))
        return 1

    def _fill(self, row: mathopt.LinearConstraint, weights: Reals) -> None:
        for column, place in zip(self.columns, self.place, strict=True):
            if weights[place]:
                row.set_coefficient(column, float(weights[place]))

    def within(self, case: Case) -> None:
        """Limit rows as a case does, and write rows that are new."""
        known = self.relaxation.rows
        shape = (len(self.offer), self.relaxation.tables.combinations)
        for number in range(len(self.rows), len(known)):
            row = self._row(-math.inf, known.most[number])
            self._fill(row, known.weights[number].reshape(shape))
            self.rows.append(row)
            if known.keys[number][0] in ("count", "pick"):
                self._missing(row, 1.0)
                self._missing(row, -1.0)
        for number in {*self.case.least, *self.case.most, *case.least, *case.most}:
            self.rows[number].lower_bound = case.least.get(number, -math.inf)
            self.rows[number].upper_bound = min(known.most[number], case.most.get(number, math.inf))
        self.case = case

    def solve(self, seconds: float, nearly: float = 0.0) -> Prices | None:
        """Return what the rows cost at the best mix of the cohorts so far; None when time ran out.

        With `nearly`, a share, the mix and the prices may be that far from the best; that is much quicker.
        """
        limits = mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=max(0.001, seconds)))
        wanted = mathopt.ModelSolveParameters(reduced_costs_filter=mathopt.VariableFilter(filtered_items=[]))
        if nearly:
            ends = limits.pdlp.termination_criteria.simple_optimality_criteria
            ends.eps_optimal_relative, ends.eps_optimal_absolute = nearly, 1e-3
            limits.pdlp.termination_criteria.iteration_limit = MOST_STEPS
            limits.pdlp.num_threads = 1
            result = mathopt.solve(self.model, mathopt.SolverType.PDLP, params=limits, model_params=wanted)
        else:
            limits.glop.use_dual_simplex = limits.glop.use_preprocessing = False
            result = self.solver.solve(params=limits, model_params=wanted)
        self._count_work(result)
        if not result.solutions or not (nearly or result.termination.reason is mathopt.TerminationReason.OPTIMAL):
            return None
        found = result.solutions[0]
        if found.primal_solution is None or found.dual_solution is None:
            return None
        self.value = float(found.primal_solution.objective_value)
        shares = found.primal_solution.variable_values
        self.shares = np.array([shares[column] for column in self.columns])
        return self._prices(found.dual_solution.dual_values)

    def _count_work(self, result: mathopt.SolveResult) -> None:
        """Count the steps that a solver took, in about seconds, but the same on every machine."""
        rows = len(self.family) + len(self.offer) + len(self.rows) + len(self.work) + len(self.pair)
        steps = int(result.solve_stats.simplex_iterations)
        sweeps = int(result.solve_stats.first_order_iterations)
        self.done += STEP * steps * rows + SWEEP * sweeps * len(self.columns) + LOOK * (rows + len(self.columns))

    def _prices(self, costs: dict[mathopt.LinearConstraint, float]) -> Prices:
        prices = self.relaxation.nothing()
        for moment, marks, row, _ in self.work:
            prices.work[moment][marks] += max(0.0, costs[row])
        for number, row in self.pair.items():
            prices.pair[number] = costs[row]
        prices.family[:] = [costs[row] for row in self.family]
        prices.row[: len(self.rows)] = [costs[row] for row in self.rows]
        return prices

    def opened(self) -> Reals:
        """Return how much of each combination the best mix opens in each offer, (offer, combination)."""
        opened = np.zeros((len(self.offer), self.relaxation.tables.combinations))
        places = np.array(self.place[: len(self.shares)], dtype=np.int64).reshape(-1, 2)
        np.add.at(opened, (places[:, 0], places[:, 1]), self.shares)
        return opened

    def mix(self) -> tuple[float, Reals]:
        """Return the value and the shares of the best mix, to remember them."""
        return self.value, self.shares

    def remember(self, mix: tuple[float, Reals]) -> None:
        """Go back to an earlier mix."""
        self.value, self.shares = mix

    def tighten(self) -> int:
        """Write limits on work and separations that the best mix breaks; return how many."""
        over = list(self.crowds.over(self.opened()))
        for moment, marks, most in over:
            row = self._row(-math.inf, most)
            weights = self.crowds.weights(moment, marks)
            self._fill(row, weights)
            self.work.append((moment, marks, row, weights))
        return len(over) + self._separate()

    def _separate(self) -> int:
        used: Counter[int] = Counter()
        for pairs, share in zip(self.pairs, self.shares.tolist(), strict=False):
            if share > 1e-6:
                for pair in pairs.tolist():
                    for row in self.pair_rows_of.get(pair, ()):
                        used[row] += share
        new = sorted(row for row, share in used.items() if share > 1.0 + 1e-5 and row not in self.pair)
        for number in new:
            row = self.pair[number] = self._row(-math.inf, 1.0)
            for column, pairs in zip(self.columns, self.pairs, strict=True):
                many = sum(number in self.pair_rows_of.get(pair, ()) for pair in pairs.tolist())
                if many:
                    row.set_coefficient(column, float(many))
        return len(new)

    def round_down(self) -> int:
        """Write limits that only broken cohorts go beyond; return how many."""
        before = len(self.relaxation.rows)
        for key, weights, limit in list(self.crowds.broken(self.opened())):
            self.relaxation.rows.add(key, weights, limit)
        self.within(self.case)
        return len(self.relaxation.rows) - before
