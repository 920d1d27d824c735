"""A plan out of prices: the circles that the best mix opens most are opened for good, until nothing is broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from trellis.features.groups.planning.branching import Branching, Node
from trellis.features.groups.planning.rows import Case

SURE, TURNS, OF_SLOT = 0.97, 2, 2
BROKEN, PATIENCE = 20_000.0, 3
NEARLY_ALL = 0.93


class Dive:
    """Opens combinations of circles one after another; `opened` tells, for each offer, which in the end."""

    def __init__(self, tree: Branching, node: Node, at_once: int) -> None:
        """Start from a case; open at least one, at most so many at once that are not sure."""
        self.tree, self.relaxation, self.at_once = tree, tree.relaxation, at_once
        self.node = Node(node.limit, node.case, node.prices)
        self.opened: dict[int, int] = {}
        self.refused: set[tuple[int, int]] = set()

    def run(self) -> Iterator[None]:
        """Go down until nothing is broken, or what is left does not fit whichever way it is tried."""
        yield from self._prices()
        refusals, most = 0, self.at_once
        while self.tree.left() > 0 and refusals < PATIENCE:
            found = self._next(most)
            if not found:
                return
            before, value = self.node.case, self.tree.master.value
            case = before
            for each in found:
                case = case.narrowed(self._row(*each), least=1.0)
            yield from self._go(case)
            if self.tree.master.value >= value - BROKEN:
                self.opened.update(found)
                refusals, most = 0, self.at_once
                continue
            if len(found) == 1:
                self.refused.add(found[0])
                before = before.narrowed(self._row(*found[0]), most=0.0)
                refusals += 1
                if len(self.opened) >= NEARLY_ALL * float(self.tree.master.opened().sum()):
                    refusals = PATIENCE
            most = max(1, len(found) // 3)
            yield from self._go(before)

    def _go(self, case: Case) -> Iterator[None]:
        self.node = Node(np.inf, case, self.node.prices)
        yield from self._prices()

    def placed(self) -> list[int]:
        """Return the pairs that the last mix places by more than half."""
        master = self.tree.master
        placed: Counter[int] = Counter()
        for pairs, share in zip(master.pairs, master.shares.tolist(), strict=False):
            if share > 1e-6:
                for pair in pairs.tolist():
                    placed[pair] += share
        return sorted(pair for pair, share in placed.items() if share > 0.5)

    def _row(self, at: int, combination: int) -> int:
        rows = self.relaxation.rows
        weights = np.zeros((len(self.relaxation.indexed.offers), self.relaxation.tables.combinations))
        weights[at, combination] = 1.0
        return rows.add(("pick", at, combination), weights, 1.0)

    def _prices(self) -> Iterator[None]:
        self.tree.master.within(self.node.case)
        for _ in range(TURNS):
            if not self.tree.turn_once(self.node):
                return
            yield

    def _next(self, most: int) -> list[tuple[int, int]]:
        shares = self.tree.master.opened()
        for at in self.opened:
            shares[at] = 0.0
        order = np.argsort(-shares.reshape(-1), kind="stable")
        picks = [(int(place) // shares.shape[1], int(place) % shares.shape[1]) for place in order]
        sure = [each for each in picks if shares[each] > SURE and each not in self.refused]
        unsure = [each for each in picks if 0.02 < shares[each] <= SURE and each not in self.refused]
        if sure:
            return sure[:most] if most < self.at_once else sure
        of_slot: Counter[int] = Counter()
        found = []
        for at, combination in unsure:
            of_slot[int(self.relaxation.slot_of[at])] += 1
            if of_slot[int(self.relaxation.slot_of[at])] <= OF_SLOT:
                found.append((at, combination))
        return found[:most]
