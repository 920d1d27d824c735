"""The linear programme over the cohorts found so far; what its rows cost are the next prices to try."""

from __future__ import annotations

import datetime
import math
from collections import Counter

import numpy as np
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

from trellis.features.groups.planning.relaxation import Priced, Prices, Relaxation
from trellis.features.groups.planning.tables import Counts, Reals

UNKEPT = 5e4


class Master:
    """A linear programme that grows by columns, each one whole cohort of one offer."""

    def __init__(self, relaxation: Relaxation) -> None:
        """Write down the rows, and the work that practitioners could do."""
        self.relaxation = relaxation
        self.seen: dict[tuple[int, bytes], tuple[Counts, mathopt.Variable]] = {}
        self.model = mathopt.Model()
        self.model.objective.is_maximize = True
        self.result: mathopt.SolveResult | None = None
        self._rows()
        self._workers()
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)

    def _rows(self) -> None:
        relaxation = self.relaxation
        lowest = -math.inf
        promised, must = relaxation.promised, relaxation.must_open
        self.family = [self._row(1.0 if kept else lowest, 1.0) for kept in promised]
        self.offer = [self._row(1.0 if kept else lowest, 1.0) for kept in must]
        self.room = [self._row(lowest, float(limit)) for limit in relaxation.room_limits]
        self.work = [
            [[self._row(lowest, 0.0) for _ in relaxation.indexed.kinds] for _ in relaxation.slots]
            for _ in relaxation.indexed.moments
        ]
        self.pair = [self._row(lowest, 1.0) for _ in range(relaxation.pair_rows)]
        self.conflict = [self._row(lowest, 0.0) for _ in relaxation.conflicts]
        equal = [row for row, kept in zip([*self.family, *self.offer], [*promised, *must], strict=True) if kept]
        for row in equal:
            missing = self.model.add_variable(lb=0.0, ub=1.0)
            row.set_coefficient(missing, 1.0)
            self.model.objective.set_linear_coefficient(missing, -UNKEPT)
        members: dict[int, list[int]] = {}
        for row, pair in zip(relaxation.pair_row.tolist(), relaxation.pair_member.tolist(), strict=True):
            members.setdefault(pair, []).append(row)
        self.pair_rows_of = members
        of_pair: dict[int, list[int]] = {}
        for row, pair in zip(relaxation.conflict_row.tolist(), relaxation.conflict_member.tolist(), strict=True):
            of_pair.setdefault(pair, []).append(row)
        self.conflict_rows_of = of_pair
        self.conflicts_at: dict[tuple[int, int], list[int]] = {}
        self.trouble_of: dict[int, dict[tuple[int, int], list[int]]] = {}
        for row, (who, slot, moment) in enumerate(relaxation.conflicts):
            self.conflicts_at.setdefault((slot, moment), []).append(row)
            self.trouble_of.setdefault(who, {}).setdefault((slot, moment), []).append(row)
        self.room_rows_of = [np.nonzero(relaxation.room_rows[:, at])[0] for at in range(len(relaxation.slot_of))]

    def _workers(self) -> None:
        """Add what practitioners can do; those who are alike share variables."""
        relaxation = self.relaxation
        limits = relaxation.within.sum(axis=1)
        alike = Counter(
            (
                tuple(np.nonzero(works)[0].tolist()),
                tuple(np.nonzero(fits)[0].tolist()),
                int(limits[who]),
                who if who in self.trouble_of else -1,
            )
            for who, (works, fits) in enumerate(zip(relaxation.works, relaxation.fits, strict=True))
        )
        for (slots, kinds, limit, alone), many in sorted(alike.items()):
            rows_of = self.trouble_of.get(alone, {})
            for moment in range(len(relaxation.indexed.moments)):
                all_slots = self._row(0.0, float(many * limit))
                for slot in slots:
                    one_slot = self._row(0.0, float(many))
                    for kind in kinds:
                        work = self.model.add_variable(lb=0.0, ub=float(many))
                        all_slots.set_coefficient(work, 1.0)
                        one_slot.set_coefficient(work, 1.0)
                        self.work[moment][slot][kind].set_coefficient(work, -1.0)
                        for row in rows_of.get((slot, moment), ()):
                            self.conflict[row].set_coefficient(work, 1.0)

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

    def add_cohort(self, at: int, pairs: Counts) -> int:
        """Add one cohort of an offer, by its pairs of family and offer; return 0 when it is known."""
        key = (at, pairs.tobytes())
        if key in self.seen or not len(pairs):
            return 0
        relaxation, tables, indexed = self.relaxation, self.relaxation.tables, self.relaxation.indexed
        column = self.model.add_variable(lb=0.0)
        self.seen[key] = (pairs, column)
        worth = float(tables.gains[pairs].sum()) - indexed.problem.coefficients.open_cohort
        self.model.objective.set_linear_coefficient(column, worth)
        self.offer[at].set_coefficient(column, 1.0)
        families = tables.family_of_pair[pairs].tolist()
        for family in families:
            self.family[family].set_coefficient(column, 1.0)
        circles = [circle for circle, many in enumerate(indexed.sizes(families)) if many and circle in tables.counted]
        for place in self.room_rows_of[at].tolist():
            self.room[place].set_coefficient(column, float(len(circles)))
        slot = int(relaxation.slot_of[at])
        for moment in indexed.moments_of[at]:
            for kind, many in indexed.needs(circles).items():
                self.work[moment][slot][kind].set_coefficient(column, float(many))
        touched = Counter(row for pair in pairs.tolist() for row in self.pair_rows_of.get(pair, ()))
        for row, many in touched.items():
            self.pair[row].set_coefficient(column, float(many))
        company = Counter(row for pair in pairs.tolist() for row in self.conflict_rows_of.get(pair, ()))
        for moment in indexed.moments_of[at]:
            company.update(dict.fromkeys(self.conflicts_at.get((slot, moment), ()), -1))
        for row, many in company.items():
            self.conflict[row].set_coefficient(column, float(many))
        return 1

    def solve(self, seconds: float) -> Prices | None:
        """Return what the rows cost at the best mix of the cohorts so far; None when time ran out."""
        limits = mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=max(0.001, seconds)))
        limits.glop.use_dual_simplex = False
        limits.glop.use_preprocessing = False
        self.result = self.solver.solve(params=limits)
        if self.result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
            return None
        costs = self.result.dual_values()
        work = np.array([[[costs[row] for row in kinds] for kinds in slots] for slots in self.work])

        def of(rows: list[mathopt.LinearConstraint]) -> Reals:
            return np.array([costs[row] for row in rows], dtype=np.float64)

        return Prices(of(self.family), of(self.room), work, of(self.pair), of(self.conflict))

    def _row(self, least: float, most: float) -> mathopt.LinearConstraint:
        return self.model.add_linear_constraint(lb=least, ub=most)

    @property
    def value(self) -> float:
        """Return the value of the best mix."""
        return math.inf if self.result is None else float(self.result.objective_value())

    def mix(self) -> list[tuple[int, Counts, float]]:
        """Return the cohorts of the best mix: offer, pairs and share."""
        if self.result is None:
            return []
        shares = self.result.variable_values()
        found = [(key[0], pairs, shares.get(column, 0.0)) for key, (pairs, column) in self.seen.items()]
        return [(at, pairs, share) for at, pairs, share in found if share > 1e-7]
