"""Who stands left of whom: crossings first, then birth order, those who live together, and short lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise, permutations, product
from math import factorial, prod

from trellis.features.families.rules.genogram.blocks import Nodes, blocks
from trellis.features.families.rules.genogram.people import Home, Shape
from trellis.features.families.rules.genogram.unions import Plan

Row = tuple[Nodes, ...]
Rows = tuple[Row, ...]
CROSSING, BIRTH, TORN, SPREAD, ASIDE, CUSTOM = 10_000, 300, 200, 30, 6, 10
MOST_ROUNDS = 12
MOST_TRIED = 6_000


class Ordering:
    """Searches for the best order of blocks in rows: from several starts, moving and turning one block at a time."""

    def __init__(self, plan: Plan, homes: tuple[Home, ...] = ()) -> None:
        self.plan = plan
        self.blocks = blocks(plan)
        self.homes = [frozenset(home.people) for home in homes if len(home.people) > 1]
        self._channels: dict[tuple[int, Row, Row], int] = {}
        self._rows: dict[tuple[int, Row], int] = {}
        self._tried = 0

    def best(self) -> Rows:
        """Return the rows in their best order."""
        found: list[tuple[int, int, Rows]] = []
        for number, start in enumerate(self._starts()):
            rows = self._improved(start)
            found.append((self.cost(rows), number, rows))
            if number and found[0][0] < CROSSING:
                break
        return min(found)[2]

    def cost(self, rows: Rows) -> int:
        """Return what an order costs; less is better."""
        return sum(self._row_cost(at, row) for at, row in enumerate(rows)) + sum(
            self._channel_cost(at, rows[at], rows[at + 1]) for at in range(len(rows) - 1)
        )

    def ways(self, at: int, row: Row) -> Iterator[Row]:
        """Yield the orders that are one step from this one: a block moved elsewhere, or written another way."""
        for place, block in enumerate(row):
            for other in self._other_ways[block]:
                yield (*row[:place], other, *row[place + 1 :])
        for place, block in enumerate(row):
            rest = row[:place] + row[place + 1 :]
            for spot in range(len(row)):
                if spot != place:
                    yield (*rest[:spot], block, *rest[spot:])
                    for other in self._other_ways[block]:
                        yield (*rest[:spot], other, *rest[spot:])

    @cached_property
    def _other_ways(self) -> dict[Nodes, tuple[Nodes, ...]]:
        return {
            way: tuple(other for other in options if other != way)
            for row in self.blocks
            for options in row
            for way in options
        }

    def every(self, most: int) -> Iterator[Rows]:
        """Yield every order there is, if there are not more than `most`."""
        total = 1
        for row in self.blocks:
            total *= factorial(len(row)) * prod(len(options) for options in row)
            if total > most:
                return
        rows = [[way for choice in product(*row) for way in permutations(choice)] for row in self.blocks]
        yield from product(*rows)

    def _starts(self) -> Iterator[Rows]:
        plain = tuple(tuple(options[0] for options in row) for row in self.blocks)
        yield Walk(self.plan, plain).rows()
        turned = tuple(tuple(options[-1] for options in row) for row in self.blocks)
        yield Walk(self.plan, turned).rows()
        yield tuple(row[::-1] for row in plain)
        yield plain
        yield Walk(self.plan, tuple(row[::-1] for row in plain)).rows()

    def _improved(self, rows: Rows) -> Rows:
        cost = self.cost(rows)
        for _ in range(MOST_ROUNDS):
            before = cost
            for at in (*range(len(rows)), *range(len(rows) - 2, 0, -1)):
                rows, cost = self._improve_row(rows, at, cost)
            if cost == before:
                break
        return rows

    def _improve_row(self, rows: Rows, at: int, cost: int) -> tuple[Rows, int]:
        own = self._around(rows, at, rows[at])
        best, least = rows[at], own
        for row in self.ways(at, rows[at]):
            self._tried += 1
            if self._tried > MOST_TRIED:
                break
            tried = self._around(rows, at, row)
            if tried < least:
                best, least = row, tried
        return (*rows[:at], best, *rows[at + 1 :]), cost + least - own

    def _around(self, rows: Rows, at: int, row: Row) -> int:
        cost = self._row_cost(at, row)
        if at > 0:
            cost += self._channel_cost(at - 1, rows[at - 1], row)
        if at + 1 < len(rows):
            cost += self._channel_cost(at, row, rows[at + 1])
        return cost

    def _row_cost(self, at: int, row: Row) -> int:
        key = (at, row)
        if key not in self._rows:
            nodes = [node for block in row for node in block]
            self._rows[key] = TORN * self._torn(nodes) + CUSTOM * self._against_custom(row)
        return self._rows[key]

    def _torn(self, nodes: list[str]) -> int:
        """Count in how many pieces too many those stand who live together; gaps and points do not part them."""
        people = [node for node in nodes if node in self.plan.people]
        pieces = 0
        for home in self.homes:
            inside = [node in home for node in people]
            runs = sum(now and not before for before, now in zip([False, *inside], inside, strict=False))
            pieces += max(0, runs - 1)
        return pieces

    def _against_custom(self, row: Row) -> int:
        """Count couples with the man at the right, as books do not draw them."""
        shape = {key: person.shape for key, person in self.plan.people.items()}
        return sum(
            shape.get(left) == Shape.CIRCLE and shape.get(right) == Shape.SQUARE
            for block in row
            for left, right in pairwise(block)
        )

    def _channel_cost(self, at: int, upper: Row, lower: Row) -> int:
        key = (at, upper, lower)
        if key not in self._channels:
            above = {node: place for place, node in enumerate(node for block in upper for node in block)}
            below = {node: place for place, node in enumerate(node for block in lower for node in block)}
            self._channels[key] = self._count(at, above, below) + CROSSING * self._passed_over(at + 1, below)
        return self._channels[key]

    def _count(self, at: int, above: dict[str, int], below: dict[str, int]) -> int:
        """Weigh crossings of each pair of unions, siblings out of birth order, and how far lines reach."""
        lines = []
        cost = 0
        for source, targets in self._lines[at]:
            point = sum(above[node] for node in source) / len(source)
            places = [below[node] for node in targets]
            lines.append((point, places))
            cost += BIRTH * sum(a > b for a, b in pairwise(places))
            cost += SPREAD * (max(places) - min(places))
            middle = (min(places) + max(places) - len(below)) / 2
            cost += int(ASIDE * abs(point - len(above) / 2 - middle))
        for number, (point, places) in enumerate(lines):
            for other, others in lines[number + 1 :]:
                cost += CROSSING * (
                    _crossings(places, others) if point < other else _crossings(others, places) if other < point else 0
                )
        return cost

    def _passed_over(self, at: int, place: dict[str, int]) -> int:
        """Count the lines to elders that are cut by partners who stand apart: theirs passes over those between."""
        cut = 0
        for first, second in self._couples[at]:
            low, high = sorted((place[first], place[second]))
            cut += sum(low < place[node] < high for _, targets in self._lines[at - 1] for node in targets)
        return cut

    @cached_property
    def _couples(self) -> list[list[Nodes]]:
        couples: list[list[Nodes]] = [[] for _ in range(self.plan.rows())]
        for union in self.plan.unions:
            if len(union.ends) == 2:
                couples[union.row].append(union.ends)
        return couples

    @cached_property
    def _lines(self) -> list[list[tuple[Nodes, Nodes]]]:
        lines: list[list[tuple[Nodes, Nodes]]] = [[] for _ in range(max(0, self.plan.rows()))]
        for join in self.plan.joins:
            lines[join.row].append((join.source, join.targets))
        return lines


def _crossings(left: list[int], right: list[int]) -> int:
    """Count how often lines of the left union end right of lines of the other."""
    return sum(one > other for one in left for other in right)


class Walk:
    """A first order that follows the family: up to the elders of each partner, then down to the children."""

    def __init__(self, plan: Plan, rows: Rows) -> None:
        self.plan = plan
        self.block = {node: block for row in rows for block in row for node in block}
        self.first = rows
        self.done: list[list[Nodes]] = [[] for _ in rows]
        self.seen: set[Nodes] = set()
        self.placed: set[Nodes] = set()
        self.above: dict[str, list[int]] = {}
        self.below: dict[str, list[int]] = {}
        for number, join in enumerate(plan.joins):
            for node in join.targets:
                self.above.setdefault(node, []).append(number)
            self.below.setdefault(join.source[0], []).append(number)
        self.walked: set[int] = set()

    def rows(self) -> Rows:
        """Return the order that the walk finds."""
        for row in reversed(self.first):
            for block in row:
                self._visit(block)
        return tuple(tuple(row) for row in self.done)

    def _visit(self, block: Nodes) -> None:
        if block in self.seen:
            return
        self.seen.add(block)
        half = (len(block) + 1) // 2
        self._up(block[:half])
        self._place(block)
        for node in block:
            for number in self.below.get(node, ()):
                self._down(number)
        self._up(block[half:])

    def _up(self, nodes: Nodes) -> None:
        for node in nodes:
            for number in self.above.get(node, ()):
                join = self.plan.joins[number]
                self._visit(self.block[join.source[0]])
                self._down(number)

    def _down(self, number: int) -> None:
        if number in self.walked:
            return
        self.walked.add(number)
        for node in self.plan.joins[number].targets:
            block = self.block[node]
            if block in self.seen:
                self._place(block)
            else:
                self._visit(block)

    def _place(self, block: Nodes) -> None:
        if block not in self.placed:
            self.placed.add(block)
            self.done[self.plan.row[block[0]]].append(block)
