"""Proves how good any plan can be: prices, better prices, and at last every plan that could still be better."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from trellis.features.groups.planning.master import Master
from trellis.features.groups.planning.part import Part
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.relaxation import Prices, Relaxation, whole
from trellis.features.groups.planning.replan import Effort, replan
from trellis.features.groups.planning.rough import Rough
from trellis.features.groups.planning.tables import Reals

SMOOTH, NEAR = 0.8, 0.002
EXACT_AT_ONCE = 1500
QUICK = 600
SHARES = (0.02, 0.05, 0.12, 0.3, 0.6, 1.0)
FIRST_WORK = 8.0


@dataclass(frozen=True, slots=True)
class Found:
    """What one step of the proof found: a bound, perhaps a plan, and prices when there are new ones."""

    bound: int
    plan: Plan | None = None
    prices: Prices | None = None


class Prover:
    """Lowers the bound step by step; each step's length depends on the problem alone, not on the clock."""

    def __init__(self, relaxation: Relaxation, left: Callable[[], float], seed: int = 0) -> None:
        """Prepare; `left` tells the seconds that remain."""
        self.relaxation, self.indexed, self.left, self.seed = relaxation, relaxation.indexed, left, seed
        nothing = relaxation.nothing()
        best = np.zeros(len(self.indexed.families))
        for (family, _), gain in self.indexed.gain.items():
            best[family] = max(best[family], gain)
        self.best = relaxation.legal(replace(nothing, family=best))
        self.limit = math.inf
        self.bound = self._sum_of_bests()
        self.plan: Plan | None = None
        self.value = -math.inf
        self.finished = False
        self.next_work = 0.0
        self._steps = self._all_steps()

    def _sum_of_bests(self) -> int:
        best: dict[int, int] = {}
        for (family, _), gain in self.indexed.gain.items():
            best[family] = max(best.get(family, 0), gain)
        return sum(best.values())

    def step(self, plan: Plan | None) -> Found:
        """Take one step, knowing a plan; return what is known after it."""
        if plan is not None and plan.value(self.indexed) > self.value:
            self.plan, self.value = plan, plan.value(self.indexed)
        before = self.best
        next(self._steps, None)
        return Found(self.bound, self.plan, self.best if self.best is not before else None)

    def _all_steps(self) -> Iterator[None]:
        yield from self._better_prices()
        yield from self._every_better_plan()
        self.finished = True

    def _try(self, prices: Prices, master: Master) -> int:
        legal = self.relaxation.legal(prices)
        priced = self.relaxation.price(legal)
        if priced.limit < self.limit:
            self.limit, self.best = priced.limit, legal
            self.bound = min(self.bound, whole(priced.limit))
        return master.add(priced)

    def _better_prices(self) -> Iterator[None]:
        """Find the best prices by a linear programme over more and more cohorts."""
        master = Master(self.relaxation)
        self._add_plan(master)
        self._try(self.best, master)
        rough = Rough(self.relaxation).prices(self.left())
        if rough is not None:
            self._try(rough, master)
        yield
        each = max(1, 12000 // max(1, len(self.indexed.gain)))
        for turn in range(100000):
            prices = master.solve(self.left())
            if prices is None or self.left() <= 0:
                yield
                return
            value = master.value
            added = self._try(
                self.best.mixed(prices, SMOOTH if self.limit - value > NEAR * abs(value) else 0.3), master
            )
            if not added:
                added = self._try(prices, master)
            if not added or self.limit - value < 0.5:
                return
            if turn % each == each - 1:
                yield

    def _add_plan(self, master: Master) -> None:
        pair_at = self.relaxation.tables.pair_at
        for at, cohort in self.plan.cohorts.items() if self.plan else ():
            pairs = sorted(pair_at[family, at] for family in cohort.families if (family, at) in pair_at)
            master.add_cohort(at, np.array(pairs, dtype=np.int64))

    def lost(self) -> Reals:
        """Return how far the limit falls, in points, if a pair of family and offer is in the plan."""
        relaxation = self.relaxation
        charges, costs = relaxation.charges(self.best), relaxation.costs(self.best)
        worth = relaxation.tables.best(charges, costs).worth
        earned = np.where(relaxation.must_open, worth, np.maximum(worth, 0.0))
        return earned[relaxation.tables.offer_of_pair] - relaxation.tables.best_with(charges, costs)

    def _every_better_plan(self) -> Iterator[None]:
        """Search all plans whose pairs keep the limit above the best value, in wider and wider sets.

        A plan with a pair outside a set is worth at most the limit less what that pair loses.
        """
        if not math.isfinite(self.limit):
            return
        lost = self.lost()
        pairs = int((lost <= self.limit - self.value).sum())
        at_once = pairs <= EXACT_AT_ONCE
        if pairs <= QUICK and self._search(lost, max(0.0, self.limit - self.value), FIRST_WORK):
            return
        shares = SHARES[-1:] if at_once else SHARES
        work = 400.0 if at_once else FIRST_WORK
        for share in shares:
            for _ in range(6):
                reach = max(0.0, self.limit - self.value) * share
                self.next_work = work
                yield
                if self._search(lost, reach, work):
                    break
                work *= 3
            if self.left() <= 0 or self.bound <= self.value:
                return

    def _search(self, lost: Reals, reach: float, work: float) -> bool:
        """Search all plans of pairs that lose at most `reach`; say whether the search was whole."""
        tables = self.relaxation.tables
        kept = np.nonzero(lost <= reach)[0].tolist()
        pairs = {(int(tables.family_of_pair[pair]), int(tables.offer_of_pair[pair])) for pair in kept}
        for at, cohort in self.plan.cohorts.items() if self.plan else ():
            pairs |= {(family, at) for family in cohort.families}
        part = Part(
            tuple(sorted({at for _, at in pairs})), tuple(range(len(self.indexed.families))), Plan(),
            pairs=frozenset(pairs),
        )  # fmt: skip
        least = int(self.value) if math.isfinite(self.value) else None
        found = replan(self.indexed, part, Effort(work, self.left(), self.seed), self.plan, least)
        if found.plan is not None and found.value > self.value:
            self.plan, self.value = found.plan, found.value
        inside = found.limit if found.plan is not None or not found.proved else self.value
        outside = self.limit - reach
        self.bound = min(self.bound, max(whole(inside + 1e-6), whole(outside), int(max(self.value, -1e15))))
        return found.proved
