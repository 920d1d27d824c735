"""First prices for a large problem: those of a plain linear programme in which cohorts may open by fractions.

Its own limit is weak; its prices are a good start for the tables, whose limit is never above it.
"""

from __future__ import annotations

import datetime
from collections import Counter

import numpy as np
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]

from trellis.features.groups.planning.relaxation import Prices, Relaxation

NEARLY = 1e-3


class Rough:
    """Families to offers by fractions, circles and cohorts by fractions, work by fractions."""

    def __init__(self, relaxation: Relaxation) -> None:
        """Write the programme."""
        self.relaxation, self.indexed = relaxation, relaxation.indexed
        self.model = mathopt.Model()
        self.model.objective.is_maximize = True
        self.family = [self._row(1.0 if kept else 0.0) for kept in relaxation.promised]
        self.rows = [self._row(-np.inf, most) for most in relaxation.rows.most]
        self.work = [
            [[self._row(-np.inf, 0.0) for _ in self.indexed.kinds] for _ in relaxation.slots]
            for _ in self.indexed.moments
        ]
        self.size: dict[tuple[int, int], tuple[mathopt.LinearConstraint, mathopt.LinearConstraint]] = {}
        for at in range(len(self.indexed.offers)):
            self._offer(at)
        self._places()
        self._workers()

    def _row(self, least: float, most: float = 1.0) -> mathopt.LinearConstraint:
        return self.model.add_linear_constraint(lb=least, ub=most)

    def _offer(self, at: int) -> None:
        relaxation, indexed = self.relaxation, self.indexed
        opened = self.model.add_variable(lb=0.0, ub=1.0)
        self.model.objective.set_linear_coefficient(opened, -float(indexed.problem.coefficients.open_cohort))
        combinations = relaxation.tables.combinations
        weights = relaxation.rows.weights[:, at * combinations : (at + 1) * combinations]
        for circle, about in enumerate(indexed.circles):
            exists = self.model.add_variable(lb=0.0, ub=1.0)
            within = self._row(-np.inf, 0.0)
            within.set_coefficient(exists, 1.0)
            within.set_coefficient(opened, -1.0)
            small, large = self._row(0.0, np.inf), self._row(-np.inf, 0.0)
            small.set_coefficient(exists, -float(about.min))
            large.set_coefficient(exists, -float(about.max))
            self.size[at, circle] = small, large
            alone = 2 ** relaxation.tables.counted.index(circle) if circle in relaxation.tables.counted else 0
            for row in np.nonzero(weights[:, alone])[0].tolist():
                self.rows[row].set_coefficient(exists, float(weights[row, alone]))
            for moment in indexed.moments_of[at]:
                for kind, many in about.needs.items():
                    self.work[moment][int(relaxation.slot_of[at])][kind].set_coefficient(exists, float(many))

    def _places(self) -> None:
        indexed = self.indexed
        for (family, at), gain in indexed.gain.items():
            promised = indexed.promised.get(family)
            if promised and at not in promised:
                continue
            place = self.model.add_variable(lb=0.0, ub=1.0)
            self.model.objective.set_linear_coefficient(place, float(gain))
            self.family[family].set_coefficient(place, 1.0)
            for circle, many in enumerate(indexed.units[family]):
                for row in self.size[at, circle] if many else ():
                    row.set_coefficient(place, float(many))

    def _workers(self) -> None:
        relaxation = self.relaxation
        alike = Counter(
            (tuple(np.nonzero(works)[0].tolist()), tuple(np.nonzero(fits)[0].tolist()), int(within.sum()))
            for works, fits, within in zip(relaxation.works, relaxation.fits, relaxation.within, strict=True)
        )
        for (slots, kinds, limit), many in sorted(alike.items()):
            for moment in range(len(self.indexed.moments)):
                day = self._row(0.0, float(many * limit))
                for slot in slots:
                    once = self._row(0.0, float(many))
                    for kind in kinds:
                        works = self.model.add_variable(lb=0.0, ub=float(many))
                        day.set_coefficient(works, 1.0)
                        once.set_coefficient(works, 1.0)
                        self.work[moment][slot][kind].set_coefficient(works, -1.0)

    def prices(self, seconds: float) -> Prices | None:
        """Return what families, rooms and work cost, or None when time ran out."""
        limits = mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=max(0.01, seconds)))
        ends = limits.pdlp.termination_criteria.simple_optimality_criteria
        ends.eps_optimal_relative, ends.eps_optimal_absolute = NEARLY, 1e-3
        limits.pdlp.num_threads = 1
        result = mathopt.solve(self.model, mathopt.SolverType.PDLP, params=limits)
        if not result.solutions or result.solutions[0].dual_solution is None:
            return None
        costs = result.solutions[0].dual_solution.dual_values
        nothing = self.relaxation.nothing()
        return Prices(
            np.array([costs[row] for row in self.family]),
            np.array([costs[row] for row in self.rows]),
            np.array([[[costs[row] for row in kinds] for kinds in slots] for slots in self.work]),
            nothing.pair,
        )
