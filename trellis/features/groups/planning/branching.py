"""A proof by cases: how many cohorts or circles there are here or there, at most so many or at least one more."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from trellis.features.groups.planning.master import Master
from trellis.features.groups.planning.relaxation import EVERY, Prices, Relaxation, whole
from trellis.features.groups.planning.rows import Case, Sets

SMOOTH, NEAR = 0.7, 0.002
CLOSE = 0.05
SMALL, LARGE = 800_000, 4_000_000
CANDIDATES = 6
DIVE_LOOSE = 3e-4
LOOSE, FINER, FIRST_NEAR, LAST_NEAR = 1e-3, 0.04, 5e-3, 3e-4


@dataclass
class Node:
    """A case that is open: no plan of it is worth more than the limit, which the prices prove."""

    limit: float
    case: Case
    prices: Prices
    tries: int = 0

    def order(self) -> tuple[float, int]:
        """Return what puts the worst limit first."""
        return -self.limit, len(self.case.least) + len(self.case.most)


class Branching:
    """Lowers the limit on all plans, by better prices and by cases; `known` tells the best plan's value."""

    def __init__(self, relaxation: Relaxation, prices: Prices, left: Callable[[], float], known: Callable[[], float]):
        """Start from legal prices."""
        self.relaxation, self.left, self.known = relaxation, left, known
        self.master = Master(relaxation)
        priced = relaxation.price(prices)
        self.master.add(priced)
        self.root = Node(priced.limit, EVERY, prices)
        self.sets = Sets(relaxation.indexed, relaxation.tables)
        self.open: list[tuple[tuple[float, int], int, Node]] = []
        self.turn = 0
        self.closed = -math.inf
        self.active: Node | None = None
        self.price_work = (
            1.5e-8 * len(relaxation.indexed.offers) * relaxation.tables.size * len(relaxation.tables.units)
        )
        self.work = 0.0

    @property
    def limit(self) -> float:
        """Return what no plan in any case that is still open is worth more than."""
        nodes = [self.open[0][2].limit] if self.open else []
        return max([*nodes, *([self.active.limit] if self.active else [])], default=-math.inf)

    def push(self, node: Node) -> None:
        """Leave a case for later."""
        self.turn += 1
        heapq.heappush(self.open, (node.order(), self.turn, node))

    def pop(self) -> Node:
        """Return the open case with the highest limit."""
        return heapq.heappop(self.open)[2]

    def _price(self, node: Node, prices: Prices) -> int:
        legal = self.relaxation.legal(prices)
        priced = self.relaxation.price(legal, node.case)
        self.work += self.price_work
        if priced.limit < node.limit:
            node.limit, node.prices = priced.limit, legal
        return self.master.add(priced)

    def enough(self, node: Node, share: float) -> bool:
        """Say whether a case's limit is as low as better prices can make it, or low enough."""
        gap = node.limit - self.master.value
        return whole(node.limit) <= self.known() or gap < max(0.5, share * (self.master.value - self.known()))

    def converge(self, node: Node, share: float, nearly: float = 0.0) -> Iterator[None]:
        """Find better prices for a case until the gap to the best is a share of what is left to prove.

        With `nearly`, a share of the whole, that is near enough, and the quicker way is taken.
        """
        self.active = node
        self.master.within(node.case)
        prices = node.prices
        self._price(node, prices)
        idle, turn = 0, 0
        while idle < 3 and self.left() > 0 and whole(node.limit) > self.known():
            before = self.master.done
            found = self.master.solve(self.left(), self._loose(node, nearly))
            if found is None:
                return
            rows = self.master.tighten()
            self.work += self.master.done - before
            if not rows and self.enough(node, share):
                return
            gap = (node.limit - self.master.value) / max(1.0, abs(self.master.value))
            if gap < nearly:
                return
            new = self._price(node, node.prices.mixed(found, SMOOTH if gap > NEAR else 0.3))
            turn += 1
            if turn % 3 == 0 or not new:
                new += self._price(node, found)
            idle = 0 if new + rows else (idle + 1 if nearly else 3)
            yield

    def turn_once(self, node: Node) -> int:
        """Find better prices for a case once; return how many cohorts and rows are new, zero where time ran out."""
        before = self.master.done
        found = self.master.solve(self.left(), DIVE_LOOSE if self._size() > SMALL else 0.0)
        if found is None:
            return 0
        rows = self.master.tighten()
        self.work += self.master.done - before
        return rows + self._price(node, found)

    def _loose(self, node: Node, nearly: float) -> float:
        """Return how exact the linear programme has to be, as a share; less while the limit is far off."""
        gap = (node.limit - self.master.value) / max(1.0, abs(self.master.value))
        return min(LOOSE, max(0.03 * nearly, FINER * gap)) if nearly and math.isfinite(gap) else LOOSE * bool(nearly)

    def start(self) -> Iterator[None]:
        """Find prices for all plans that are near the best ones."""
        node = self.root
        yield from self.converge(node, 0.0, FIRST_NEAR)
        if self._size() > SMALL:
            self.active = node
            return
        yield from self.converge(node, 0.0)
        while self.left() > 0 and whole(node.limit) > self.known() and self.master.round_down():
            yield from self.converge(node, CLOSE)

    def finish(self) -> Iterator[None]:
        """Come as near to the best prices as is worth it, using that cohorts are whole, and open the first case."""
        node = self.root
        if self._size() > SMALL:
            yield from self.converge(node, CLOSE, self.nearly())
        while self.left() > 0 and whole(node.limit) > self.known() and self.master.round_down():
            yield from self.converge(node, CLOSE, self.nearly())
        self.push(node)
        self.active = None

    def _size(self) -> float:
        return float(len(self.master.columns) * len(self.master.family))

    def nearly(self) -> float:
        return 0.0 if self._size() < LARGE else LAST_NEAR

    def branch(self, node: Node) -> bool:
        """Leave two cases for later instead of one, if a count is broken; say whether one was."""
        opened = self.master.opened()
        value, prices = self.master.value, node.prices
        broken = sorted(self.sets.counts(opened), key=lambda found: -self._weight(found))
        best, chosen = -math.inf, None
        few = broken[: CANDIDATES if self._size() < LARGE else 1]
        for number, column, count in few:
            row = self.sets.row(self.relaxation.rows, number, column)
            cases = (
                node.case.narrowed(row, most=float(math.floor(count))),
                node.case.narrowed(row, least=float(math.ceil(count))),
            )
            if node.case in cases:
                continue
            score = self._fall(value, cases) if len(few) > 1 else 0.0
            if score > best:
                best, chosen = score, cases
        for case in chosen or ():
            self.push(Node(node.limit, case, prices))
        return chosen is not None

    def _weight(self, found: tuple[int, int, float]) -> float:
        number, _, count = found
        return abs(count - round(count)) * (1.0 + math.log(len(self.sets.members[number])))

    def _fall(self, value: float, cases: tuple[Case, Case]) -> float:
        """Return how far the limit would fall in two cases with the cohorts so far, mostly in the lesser."""
        falls = []
        before = self.master.done
        for case in cases:
            self.master.within(case)
            found = self.master.solve(self.left())
            falls.append(0.0 if found is None else max(0.0, value - self.master.value))
        self.work += self.master.done - before
        return min(falls) + 0.1 * max(falls)
