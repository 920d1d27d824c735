"""A way through a drawing that goes round names and symbols: the cheapest on a grid, then made smooth."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import pairwise

from trellis.features.families.rules.genogram.drawing import Box, Point

CELL = 12.0
FULL, LINE = 40.0, 1.0
MOST_CELLS = 12_000
Cell = tuple[int, int]
_AROUND = [(dx, dy, 1.0 if not dx or not dy else 1.42) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy]


class Ground:
    """Where names, symbols and lines are, in cells; and where earlier ways went."""

    def __init__(
        self, width: float, height: float, boxes: list[tuple[str, Box]], lines: list[tuple[Point, Point]]
    ) -> None:
        self.across, self.down = int(width / CELL) + 4, int(height / CELL) + 4
        self.full: dict[Cell, set[str]] = {}
        self.used: dict[Cell, float] = {}
        for key, box in boxes:
            for i in range(int((box.left - 4) / CELL), int((box.right + 4) / CELL) + 1):
                for j in range(int((box.top - 3) / CELL), int((box.bottom + 3) / CELL) + 1):
                    self.full.setdefault((i, j), set()).add(key)
        for a, b in lines:
            steps = max(1, int(max(abs(a[0] - b[0]), abs(a[1] - b[1])) / CELL * 2))
            for step in range(steps + 1):
                x, y = a[0] + (b[0] - a[0]) * step / steps, a[1] + (b[1] - a[1]) * step / steps
                self.used[(int(x / CELL), int(y / CELL))] = LINE

    def is_small(self) -> bool:
        """Say whether a way can be looked for in a moment."""
        return self.across * self.down <= MOST_CELLS

    def way(self, first: Point, second: Point, ends: frozenset[str]) -> list[Point]:
        """Return the cheapest way between two middles; the symbols at its ends are no hindrance."""
        start, goal = _cell(first), _cell(second)
        best: dict[Cell, float] = {start: 0.0}
        came: dict[Cell, Cell] = {}
        waiting: list[tuple[float, float, Cell]] = [(0.0, 0.0, start)]
        while waiting:
            _, so_far, at = heappop(waiting)
            if at == goal:
                break
            if so_far > best[at]:
                continue
            for dx, dy, length in _AROUND:
                other = (at[0] + dx, at[1] + dy)
                if not (-3 <= other[0] < self.across and -3 <= other[1] < self.down):
                    continue
                cost = so_far + length * (1.0 + self._dear(other, ends))
                if cost < best.get(other, 1e18):
                    best[other], came[other] = cost, at
                    left = max(abs(other[0] - goal[0]), abs(other[1] - goal[1]))
                    heappush(waiting, (cost + left, cost, other))
        cells = [goal]
        while cells[-1] != start:
            cells.append(came[cells[-1]])
        return smooth([first, *((x * CELL + CELL / 2, y * CELL + CELL / 2) for x, y in cells[-2:0:-1]), second])

    def _dear(self, cell: Cell, ends: frozenset[str]) -> float:
        inside = self.full.get(cell)
        return (FULL if inside and not inside <= ends else 0.0) + self.used.get(cell, 0.0)


def _cell(point: Point) -> Cell:
    return int(point[0] // CELL), int(point[1] // CELL)


def smooth(points: list[Point]) -> list[Point]:
    """Round the corners of a way: each point is drawn to its neighbours, then Chaikin's cutting twice."""
    for _ in range(2):
        inner = zip(points, points[1:], points[2:], strict=False)
        points = [
            points[0],
            *(((a[0] + 2 * b[0] + c[0]) / 4, (a[1] + 2 * b[1] + c[1]) / 4) for a, b, c in inner),
            points[-1],
        ]
    for _ in range(2):
        cut = [points[0]]
        for a, b in pairwise(points):
            cut.append((a[0] * 0.75 + b[0] * 0.25, a[1] * 0.75 + b[1] * 0.25))
            cut.append((a[0] * 0.25 + b[0] * 0.75, a[1] * 0.25 + b[1] * 0.75))
        points = [*cut, points[-1]]
    return points
