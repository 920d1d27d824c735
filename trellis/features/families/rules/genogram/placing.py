"""How far right everybody stands: children under their parents, parents over their children, nobody too near."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from trellis.features.families.rules.genogram import measures
from trellis.features.families.rules.genogram.order import Rows
from trellis.features.families.rules.genogram.unions import Plan, Union

SWEEPS = 60
STILL = 0.05
STRAIGHT = 3.0


@dataclass(slots=True)
class Rigid:
    """A block that moves as one: its nodes at fixed distances from its own place."""

    nodes: tuple[str, ...]
    offsets: dict[str, float]
    left: float
    right: float
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Where nodes and the points of unions stand, from the left; and the nodes of each row in their order."""

    x: dict[str, float]
    point: dict[int, float]
    rows: tuple[tuple[str, ...], ...]
    over: frozenset[int]


def columns(plan: Plan, rows: Rows) -> Columns:
    """Place every node of the rows; deterministic, and without overlap by construction."""
    return _Placer(plan, rows).columns()


def gap_between(order: tuple[str, ...], union: Union, couples: set[frozenset[str]]) -> tuple[str, str] | None:
    """Return the two neighbours between which a union's line goes down, or None when it hangs from one point.

    For partners who stand apart that is a place where no other couple's line would be cut.
    """
    if len(union.ends) == 1:
        return None
    first, second = sorted(order.index(end) for end in union.ends)
    pairs = list(zip(order[first:second], order[first + 1 : second + 1], strict=True))
    free = [pair for pair in pairs if frozenset(pair) not in couples]
    return pairs[0] if len(pairs) == 1 or not free else free[0]


class _Placer:
    def __init__(self, plan: Plan, rows: Rows) -> None:
        self.plan = plan
        self.order = tuple(tuple(node for block in row for node in block) for row in rows)
        self.couples = {frozenset(union.ends) for union in plan.unions if len(union.ends) == 2}
        self.wide = {node: measures.width(plan.people.get(node)) for node in plan.row}
        self.rows = [[self._rigid(block) for block in row] for row in rows]
        self.of = {node: block for row in self.rows for block in row for node in block.nodes}
        self.ends = {
            number: gap_between(self.order[union.row], union, self.couples) for number, union in enumerate(plan.unions)
        }

    def columns(self) -> Columns:
        for row in self.rows:
            self._pack(row)
        for sweep in range(SWEEPS):
            rows = self.rows if sweep % 2 == 0 else self.rows[::-1]
            moved = max((self._settle(row) for row in rows), default=0.0)
            if moved < STILL:
                break
        x = {node: block.at + block.offsets[node] for node, block in self.of.items()}
        left = min((x[node] - self.wide[node] / 2 for node in x), default=0.0)
        x = {node: round(place - left, 1) for node, place in x.items()}
        point = {number: round(self._point(number) - left, 1) for number in range(len(self.plan.unions))}
        over = frozenset(
            number
            for number, union in enumerate(self.plan.unions)
            if len(union.ends) == 2 and abs(_apart(self.order[union.row], union)) > 1
        )
        return Columns(x, point, self.order, over)

    def _rigid(self, nodes: tuple[str, ...]) -> Rigid:
        offsets, at = {nodes[0]: 0.0}, 0.0
        for left, right in pairwise(nodes):
            at += self._apart(left, right, frozenset((left, right)) in self.couples)
            offsets[right] = at
        first = self.wide[nodes[0]] / 2
        return Rigid(nodes, offsets, -first, at + self.wide[nodes[-1]] / 2)

    def _apart(self, left: str, right: str, couple: bool) -> float:
        room = (self.wide[left] + self.wide[right]) / 2
        if not couple:
            return room + measures.BETWEEN
        if left in self.plan.people and right in self.plan.people:
            return max(room + measures.DROP_ROOM, measures.SYMBOL + measures.COUPLE_GAP)
        return max(room + 6.0, measures.HALF + measures.GAP_REACH)

    def _pack(self, row: list[Rigid]) -> None:
        edge = 0.0
        for block in row:
            block.at = edge - block.left
            edge = block.at + block.right + measures.BETWEEN
        middle = edge / 2
        for block in row:
            block.at -= middle

    def _point(self, number: int) -> float:
        """Return where a union's line goes down: between two labels, or at its one point."""
        pair = self.ends[number]
        if pair is None:
            return self._x(self.plan.unions[number].ends[0])
        left, right = pair
        if right not in self.plan.people:
            return self._x(right)
        if left not in self.plan.people:
            return self._x(left)
        return (self._x(left) + self.wide[left] / 2 + self._x(right) - self.wide[right] / 2) / 2

    def _source(self, source: tuple[str, ...], number: int) -> float:
        return self._point(number) if len(source) == 2 else self._x(source[0])

    def _x(self, node: str) -> float:
        return self.of[node].at + self.of[node].offsets[node]

    def _settle(self, row: list[Rigid]) -> float:
        """Move the blocks of a row to where their lines pull them, as near as their order allows."""
        pull = {id(block): [0.001 * block.at, 0.001] for block in row}
        for join in self.plan.joins:
            point = self._source(join.source, join.union)
            holder = self.of[join.source[0]]
            weight = STRAIGHT if len(join.targets) == 1 else 1.0
            for node in join.targets:
                block = self.of[node]
                if id(holder) in pull:
                    _pull(pull[id(holder)], weight, self._x(node) - (point - holder.at))
                if id(block) in pull:
                    _pull(pull[id(block)], weight, point - block.offsets[node])
        wanted = [total / weight for total, weight in (pull[id(block)] for block in row)]
        weights = [pull[id(block)][1] for block in row]
        places = spaced(wanted, weights, self._spaces(row))
        moved = max((abs(block.at - place) for block, place in zip(row, places, strict=True)), default=0.0)
        for block, place in zip(row, places, strict=True):
            block.at = place
        return moved

    def _spaces(self, row: list[Rigid]) -> list[float]:
        return [left.right + measures.BETWEEN - right.left for left, right in pairwise(row)]


def _apart(order: tuple[str, ...], union: Union) -> int:
    return order.index(union.ends[0]) - order.index(union.ends[1])


def _pull(total: list[float], weight: float, place: float) -> None:
    total[0] += weight * place
    total[1] += weight


def spaced(wanted: list[float], weights: list[float], spaces: list[float]) -> list[float]:
    """Return the places nearest to the wanted ones (least squares) with at least these spaces between them.

    Pooling of adjacent violators: places less the spaces before them must not decrease.
    """
    before = [0.0]
    for space in spaces:
        before.append(before[-1] + space)
    pools: list[list[float]] = []
    for want, weight, shift in zip(wanted, weights, before, strict=False):
        pools.append([want - shift, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, heavy, count = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + value * heavy) / (last[1] + heavy)
            last[1] += heavy
            last[2] += count
    level = [value for value, _, count in pools for _ in range(int(count))]
    return [value + shift for value, shift in zip(level, before, strict=False)]
