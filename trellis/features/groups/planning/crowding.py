"""Which work is too much for the practitioners there are: sets of slots and kinds of place that ask for more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow  # type: ignore[import-untyped]

from trellis.features.groups.planning.relaxation import Relaxation
from trellis.features.groups.planning.rows import rounded
from trellis.features.groups.planning.tables import Reals

Marks = NDArray[np.bool_]
SCALE = 2**20
MOST_KINDS = 5


class Crowds:
    """Finds limits on work that whole or broken cohorts go beyond; a set is a mark for each (slot, kind)."""

    def __init__(self, relaxation: Relaxation) -> None:
        """Group practitioners who are alike; the first sets are of one slot each."""
        self.relaxation = relaxation
        self.limits = relaxation.within.sum(axis=1)
        self.alike = Counter(
            (tuple(np.nonzero(works)[0].tolist()), tuple(np.nonzero(fits)[0].tolist()), int(limit))
            for works, fits, limit in zip(relaxation.works, relaxation.fits, self.limits, strict=True)
        )
        self.known: list[tuple[int, Marks]] = []
        self.seen: set[tuple[int, bytes]] = set()
        self.slots, self.kinds = len(relaxation.slots), len(relaxation.indexed.kinds)
        for moment in range(len(relaxation.runs_at)):
            for slot in range(self.slots):
                for chosen in kind_sets(self.kinds):
                    marks = np.zeros((self.slots, self.kinds), dtype=bool)
                    marks[slot, chosen] = True
                    self._keep(moment, marks)

    def _keep(self, moment: int, marks: Marks) -> None:
        if (moment, marks.tobytes()) not in self.seen:
            self.seen.add((moment, marks.tobytes()))
            self.known.append((moment, marks))

    def most(self, marks: Marks) -> float:
        """Return how many places of a set all practitioners can fill."""
        fits = (self.relaxation.fits.astype(np.int64) @ marks.T.astype(np.int64)) > 0
        return float(np.minimum((fits & self.relaxation.works).sum(axis=1), self.limits).sum())

    def weights(self, moment: int, marks: Marks) -> Reals:
        """Return how many places of a set each combination in each offer asks for, (offer, combination)."""
        asked = marks[self.relaxation.slot_of] @ self.relaxation.asked.T
        weights: Reals = asked * self.relaxation.runs_at[moment][:, None]
        return weights

    def over(self, opened: Reals) -> Iterator[tuple[int, Marks, float]]:
        """Yield (moment, set, limit) where what is opened, (offer, combination), asks for too much."""
        demand = opened @ self.relaxation.asked
        for moment, runs in enumerate(self.relaxation.runs_at):
            asked = np.zeros((self.slots, self.kinds))
            np.add.at(asked, self.relaxation.slot_of, demand * runs[:, None])
            marks = self._crowded(asked)
            if marks is not None:
                most = self.most(marks)
                if float(asked[marks].sum()) > most + 1e-5:
                    self._keep(moment, marks)
                    yield moment, marks, most

    def _crowded(self, asked: Reals) -> Marks | None:
        flow = max_flow.SimpleMaxFlow()
        cells = self.slots * self.kinds
        node = 2 + cells
        wanted = 0
        for cell, many in enumerate(np.floor(asked.reshape(-1) * SCALE).astype(np.int64).tolist()):
            if many > 0:
                flow.add_arc_with_capacity(0, 2 + cell, many)
                wanted += many
        for (slots, kinds, limit), many in self.alike.items():
            everywhere, node = node, node + 1
            flow.add_arc_with_capacity(everywhere, 1, many * limit * SCALE)
            for slot in slots:
                here, node = node, node + 1
                flow.add_arc_with_capacity(here, everywhere, many * SCALE)
                for kind in kinds:
                    flow.add_arc_with_capacity(2 + slot * self.kinds + kind, here, many * SCALE * len(kinds))
        if not wanted or flow.solve(0, 1) != flow.OPTIMAL or flow.optimal_flow() >= wanted - 8 * cells:
            return None
        marks = np.zeros(cells, dtype=bool)
        side = [place - 2 for place in flow.get_source_side_min_cut() if 2 <= place < 2 + cells]
        marks[side] = True
        return marks.reshape(self.slots, self.kinds) & (asked > 0)

    def broken(self, opened: Reals) -> Iterator[tuple[tuple[object, ...], Reals, float]]:
        """Yield rows (key, weights, limit) that hold for whole cohorts and not for these broken ones."""
        for moment, marks in self.known:
            weights = self.weights(moment, marks)
            for share, (fewer, limit) in enumerate(rounded(weights, self.most(marks))):
                if share and float((fewer * opened).sum()) > limit + 1e-3:
                    yield ("crowd", moment, marks.tobytes(), share), fewer, limit


def kind_sets(kinds: int) -> list[list[int]]:
    """Return sets of kinds: all that there are, or where there are too many, each one and all together."""
    if kinds <= MOST_KINDS:
        return [[kind for kind in range(kinds) if number >> kind & 1] for number in range(1, 2**kinds)]
    return [*([kind] for kind in range(kinds)), list(range(kinds))]
