"""A plan out of prices: the circles that the best mix opens most are opened for good, until nothing is broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from trellis.features.groups.planning.branching import Branching, Node
from trellis.features.groups.planning.tables import Reals

SURE, LEAST, TURNS = 0.97, 0.05, 2
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
        yield from self._prices(-np.inf)
        refusals, most = 0, self.at_once
        while self.tree.left() > 0 and refusals < PATIENCE:
            found = self._next(most)
            if not found:
                return
            before, mix = self.node, self.tree.master.mix()
            case = before.case
            for each in found:
                case = case.narrowed(self._row(*each), least=1.0)
            self.node = Node(np.inf, case, before.prices)
            yield from self._prices(self.tree.master.value - BROKEN)
            if self.tree.master.value >= mix[0] - BROKEN:
                self.opened.update(found)
                refusals, most = 0, min(self.at_once, 2 * most)
                continue
            if len(found) == 1:
                self.refused.add(found[0])
                refusals = (
                    PATIENCE if len(self.opened) >= NEARLY_ALL * self.tree.master.opened().sum() else refusals + 1
                )
            most = max(1, len(found) // 3)
            self.node = before
            self.tree.master.remember(mix)

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

    def _prices(self, least: float) -> Iterator[None]:
        """Find better prices a few times, unless the best mix turns out to be worth less than this."""
        self.tree.master.within(self.node.case)
        for _ in range(TURNS):
            if not self.tree.turn_once(self.node) or self.tree.master.value < least:
                return
            yield

    def _next(self, most: int) -> list[tuple[int, int]]:
        """Return what to open next: all that is nearly open, or what is most open and fits together."""
        shares = self.tree.master.opened()
        whole = np.zeros_like(shares)
        for at, combination in self.opened.items():
            shares[at] = 0.0
            whole[at, combination] = 1.0
        order = np.argsort(-shares.reshape(-1), kind="stable")
        picks = [(int(place) // shares.shape[1], int(place) % shares.shape[1]) for place in order]
        open_ = [each for each in picks if shares[each] > LEAST and each not in self.refused]
        sure = [each for each in open_ if shares[each] > SURE]
        found: list[tuple[int, int]] = []
        for each in sure or open_:
            if len(found) == most and (not sure or most < self.at_once):
                break
            whole[each] = 1.0
            if self._fits(whole):
                found.append(each)
            else:
                whole[each] = 0.0
        return found

    def _fits(self, whole: Reals) -> bool:
        """Say whether there are rooms and practitioners for what is open, (offer, combination)."""
        rows = self.relaxation.rows
        if (rows.weights @ whole.reshape(-1) > np.array(rows.most) + 1e-6).any():
            return False
        return next(self.tree.master.crowds.over(whole), None) is None
