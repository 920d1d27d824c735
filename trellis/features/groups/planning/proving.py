"""Proves how good any plan can be: prices, better prices, cases, and at last every plan that could still be better."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from trellis.features.groups.planning.branching import CLOSE, Branching, Node
from trellis.features.groups.planning.diving import Dive
from trellis.features.groups.planning.part import Part, PartModel
from trellis.features.groups.planning.plan import Plan
from trellis.features.groups.planning.relaxation import Prices, Relaxation, whole
from trellis.features.groups.planning.replan import Effort, replan
from trellis.features.groups.planning.rough import Rough
from trellis.features.groups.planning.rows import Case

QUICK = 500
WORK = 2.0
AT_ONCE, EACH, DIVE_REACH, DIVE_WORK = 8, 2, 1000.0, 3.0


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
        before = self._prices()
        began = self._work()
        until = began + work
        while not self.finished and self._work() < until and self.left() > 0:
            if next(self._steps, "end") == "end":
                self.finished = True
        prices = self._prices()
        return Found(self.bound, self.plan, prices if prices is not before else None, self._work() - began)

    def _work(self) -> float:
        return self.searched + (self.branching.work if self.branching else 0.0)

    def _prices(self) -> Prices:
        return self.branching.root.prices if self.branching else self.first

    def _all_steps(self) -> Iterator[None]:
        rough = Rough(self.relaxation).prices(self.left())
        first = [self.first, *([self.relaxation.legal(rough)] if rough else [])]
        best = min(first, key=lambda prices: self.relaxation.price(prices).limit)
        self.branching = tree = Branching(self.relaxation, best, self.left, lambda: self.value)
        self._add_plan(tree)
        yield
        for stage in (tree.start, lambda: self._dive(tree), tree.finish):
            for _ in stage():
                self._learn(tree)
                yield
        self._learn(tree)
        while tree.open and self.left() > 0 and self.bound > self.value:
            yield from self._one_case(tree)
            self._learn(tree)
            yield

    def _learn(self, tree: Branching) -> None:
        limit = max(tree.limit, self.value)
        if math.isfinite(limit):
            self.bound = min(self.bound, whole(limit))

    def _dive(self, tree: Branching) -> Iterator[None]:
        """Make a plan out of the best mix of cohorts."""
        if whole(tree.limit) <= self.value:
            return
        self.dive = dive = Dive(tree, tree.root, max(1, min(AT_ONCE, len(self.indexed.families) // 100)))
        yield from dive.run()
        offers, hinted = dive.mixed()
        tables = self.relaxation.tables
        lost = tree.lost(dive.node)
        order = np.argsort(lost, kind="stable")
        near = [pair for pair in order.tolist() if int(tables.offer_of_pair[pair]) in offers]
        chosen = {*(pair for pair in near[: EACH * len(self.indexed.families)] if lost[pair] <= DIVE_REACH), *hinted}
        pairs = {self._pair(pair) for pair in chosen} | {
            (family, at) for family, promised in self.indexed.promised.items() for at in promised
        }
        wanted = {self._pair(pair) for pair in hinted}

        def hint(written: PartModel) -> None:
            for pair, var in written.place.items():
                written.model.add_hint(var, pair in wanted)

        part = Part(
            tuple(sorted({at for _, at in pairs})), tuple(range(len(self.indexed.families))), Plan(),
            pairs=frozenset(pairs),
        )  # fmt: skip
        found = replan(self.indexed, part, Effort(DIVE_WORK, self.left(), self.seed), also=hint)
        self.searched += found.work
        if found.plan is not None and found.value > self.value:
            self.plan, self.value = found.plan, found.value
        yield

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
        pairs = self._could_be(tree, node)
        if len(pairs) <= QUICK * (1 + node.tries) and self.left() > 0:
            if self._search(node.case, pairs, WORK * 4**node.tries):
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

    def _could_be(self, tree: Branching, node: Node) -> frozenset[tuple[int, int]]:
        """Return the pairs of family and offer that a better plan of a case could have."""
        kept = np.nonzero(tree.lost(node) < node.limit - self.value)[0].tolist()
        return frozenset(self._pair(pair) for pair in kept)

    def _search(self, case: Case, pairs: frozenset[tuple[int, int]], work: float) -> bool:
        """Search all plans of a case with these pairs for a better one; say whether the search was whole."""
        part = Part(
            tuple(sorted({at for _, at in pairs})), tuple(range(len(self.indexed.families))), Plan(), pairs=pairs
        )
        least = int(self.value) + 1 if math.isfinite(self.value) else None
        effort = Effort(work, self.left(), self.seed)
        found = replan(self.indexed, part, effort, None, least, lambda written: self._keep(written, case))
        self.searched += found.work * 1.0
        if found.plan is not None and found.value > self.value:
            self.plan, self.value = found.plan, found.value
        return found.proved

    def _keep(self, written: PartModel, case: Case) -> None:
        """Keep a model within a case."""
        tables, rows = self.relaxation.tables, self.relaxation.rows
        for row in sorted({*case.least, *case.most}):
            _, members, column = rows.keys[row]
            assert isinstance(members, tuple) and isinstance(column, int)
            offers = [at for at in members if at in written.open]
            if column == len(tables.counted):
                total = sum(written.open[at] for at in offers)
            else:
                total = sum(written.circle[at, tables.counted[column]] for at in offers)
            written.model.add(total <= int(case.most.get(row, len(members))))
            written.model.add(total >= int(case.least.get(row, 0)))
