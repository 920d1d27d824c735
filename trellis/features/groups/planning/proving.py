"""Proves how good any plan can be: prices, better prices, cases, and at last every plan that could still be better."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from ortools.sat.python import cp_model

from trellis.features.groups.planning.branching import CLOSE, Branching, Node
from trellis.features.groups.planning.diving import Dive
from trellis.features.groups.planning.part import Part, PartModel
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.relaxation import Prices, Relaxation, whole
from trellis.features.groups.planning.replan import Effort, Replanned, replan
from trellis.features.groups.planning.rough import Rough
from trellis.features.groups.planning.rows import Case

QUICK = 500
WORK = 0.4
AT_ONCE, DIVE_PAIRS, DIVE_REACH, DIVE_WORK = 16, 2500, 1000.0, 5.0


@dataclass(frozen=True, slots=True)
class Found:
    """What one step of the proof found: a bound, perhaps a plan, and prices when there are new ones."""

    bound: int
    plan: Plan | None = None
    prices: Prices | None = None
    work: float = 0.0


class Prover:
    """Lowers the bound step by step; each step's length depends on the problem alone, not on the clock."""

    def __init__(self, relaxation: Relaxation, left: Callable[[], float], seed: int = 0) -> None:
        """Prepare; `left` tells the seconds that remain."""
        self.relaxation, self.indexed, self.left, self.seed = relaxation, relaxation.indexed, left, seed
        best = np.zeros(len(self.indexed.families))
        for (family, _), gain in self.indexed.gain.items():
            best[family] = max(best[family], gain)
        self.first = relaxation.legal(replace(relaxation.nothing(), family=best))
        self.bound = self._sum_of_bests()
        self.plan: Plan | None = None
        self.value = -math.inf
        self.finished = False
        self.dived = False
        self.searched = 0.0
        self.branching: Branching | None = None
        self._steps = self._all_steps()

    def _sum_of_bests(self) -> int:
        best: dict[int, int] = {}
        for (family, _), gain in self.indexed.gain.items():
            best[family] = max(best.get(family, 0), gain)
        return sum(best.values())

    def step(self, plan: Plan | None, work: float) -> Found:
        """Work for about so many seconds, knowing a plan; return what is known then."""
        if plan is not None and plan.value(self.indexed) > self.value:
            self.plan, self.value = plan, plan.value(self.indexed)
        before = self.prices()
        began = self._work()
        until = began + work
        while not self.finished and self._work() < until and self.left() > 0:
            if next(self._steps, "end") == "end":
                self.finished = self.dived = True
        prices = self.prices()
        return Found(self.bound, self.plan, prices if prices is not before else None, self._work() - began)

    def _work(self) -> float:
        return self.searched + (self.branching.work if self.branching else 0.0)

    def prices(self) -> Prices:
        """Return the best prices for all plans so far."""
        return self.branching.root.prices if self.branching else self.first

    def _all_steps(self) -> Iterator[None]:
        rough = Rough(self.relaxation).prices(self.left())
        first = [self.first, *([self.relaxation.legal(rough)] if rough else [])]
        best = min(first, key=lambda prices: self.relaxation.price(prices).limit)
        self.branching = tree = Branching(self.relaxation, best, self.left, lambda: self.value)
        self._add_plan(tree)
        yield
        for stage in (tree.start, self._dive, tree.finish):
            for _ in stage():
                self._learn(tree)
                yield
            self.dived = self.dived or stage == self._dive
        self._learn(tree)
        while tree.open and self.left() > 0 and self.bound > self.value:
            yield from self._one_case(tree)
            self._learn(tree)
            yield

    def _learn(self, tree: Branching) -> None:
        limit = max(tree.limit, self.value)
        if math.isfinite(limit):
            self.bound = min(self.bound, whole(limit))

    def _dive(self) -> Iterator[None]:
        """Make a plan out of the best mix of cohorts."""
        tree = self.branching
        assert tree is not None
        if whole(tree.limit) <= self.value:
            return
        dive = Dive(tree, tree.root, max(1, min(AT_ONCE, len(self.indexed.families) // 60)))
        yield from dive.run()
        if dive.opened:
            self._finish(dive)
            yield

    def _finish(self, dive: Dive) -> None:
        """Fill what a dive opened: just that at first, then perhaps without some of it."""
        tables = self.relaxation.tables
        lost = self.relaxation.lost(self.prices())
        hinted = dive.placed()
        pairs = {self._pair(pair) for pair in np.nonzero(lost <= DIVE_REACH)[0].tolist()} | {
            self._pair(pair) for pair in hinted
        }
        promised = {(family, at) for family, offers in self.indexed.promised.items() for at in offers}
        opened = {*dive.opened, *(at for _, at in promised)}
        pairs = {(family, at) for family, at in pairs if at in opened} | promised
        everybody = tuple(range(len(self.indexed.families)))
        part = Part(tuple(sorted({at for _, at in pairs})), everybody, Plan(), pairs=frozenset(pairs))

        def just_that(written: PartModel) -> None:
            for pair in hinted:
                var = written.place.get(self._pair(pair))
                if var is not None:
                    written.model.add_hint(var, True)
            for at, combination in dive.opened.items():
                for place, circle in enumerate(tables.counted):
                    written.model.add(sum([written.circle[at, circle]]) == combination >> place & 1)

        found = replan(self.indexed, part, Effort(DIVE_WORK, self.left(), self.seed), also=just_that)
        self._take(found)
        if len(pairs) <= DIVE_PAIRS or found.plan is None:
            self._take(replan(self.indexed, part, Effort(DIVE_WORK / 2, self.left(), self.seed), found.plan))

    def _take(self, found: Replanned) -> None:
        """Take over a better plan, and count the work."""
        self.searched += found.work
        if found.plan is not None and found.value > self.value:
            self.plan, self.value = found.plan, found.value

    def _pair(self, pair: int) -> tuple[int, int]:
        return int(self.relaxation.tables.family_of_pair[pair]), int(self.relaxation.tables.offer_of_pair[pair])

    def _one_case(self, tree: Branching) -> Iterator[None]:
        node = tree.pop()
        for _ in tree.converge(node, CLOSE, tree.nearly()):
            self._learn(tree)
            yield
        if whole(node.limit) <= self.value:
            tree.active = None
            return
        pairs = self._could_be(node)
        if len(pairs) <= QUICK * (1 + node.tries) and self.left() > 0:
            if self._search(node.case, pairs, WORK * 4.0**node.tries):
                tree.active = None
                return
            yield
        if self.left() <= 0:
            tree.push(node)
        elif not tree.branch(node):
            tree.push(replace(node, tries=node.tries + 1))
        tree.active = None

    def _add_plan(self, tree: Branching) -> None:
        pair_at = self.relaxation.tables.pair_at
        for at, cohort in self.plan.cohorts.items() if self.plan else ():
            pairs = sorted(pair_at[family, at] for family in cohort.families if (family, at) in pair_at)
            tree.master.add_cohort(at, np.array(pairs, dtype=np.int64))

    def _could_be(self, node: Node) -> frozenset[tuple[int, int]]:
        """Return the pairs of family and offer that a better plan of a case could have."""
        kept = np.nonzero(self.relaxation.lost(node.prices) < node.limit - self.value)[0].tolist()
        return frozenset(self._pair(pair) for pair in kept)

    def _search(self, case: Case, pairs: frozenset[tuple[int, int]], work: float) -> bool:
        """Search all plans of a case with these pairs for a better one; say whether the search was whole."""
        part = Part(
            tuple(sorted({at for _, at in pairs})), tuple(range(len(self.indexed.families))), Plan(), pairs=pairs
        )
        least = int(self.value) + 1 if math.isfinite(self.value) else None
        effort = Effort(work, self.left(), self.seed)
        found = replan(self.indexed, part, effort, None, least, lambda written: self._keep(written, case))
        self._take(found)
        return found.proved

    def _keep(self, written: PartModel, case: Case) -> None:
        """Keep a model within a case."""
        tables, rows = self.relaxation.tables, self.relaxation.rows
        for row in sorted({*case.least, *case.most}):
            _, members, column = rows.keys[row]
            assert isinstance(members, tuple)
            assert isinstance(column, int)
            offers = [at for at in members if at in written.open]
            alone = column == len(tables.counted)
            counted = [written.open[at] if alone else written.circle[at, tables.counted[column]] for at in offers]
            total = cp_model.LinearExpr.sum(counted)
            written.model.add(total <= int(case.most.get(row, len(members))))
            written.model.add(total >= int(case.least.get(row, 0)))
