"""What is between two people, drawn past everybody else: the way with the fewest names and symbols in it."""

from __future__ import annotations

from itertools import pairwise
from math import hypot, sqrt

from trellis.features.families.rules.genogram import measures
from trellis.features.families.rules.genogram.drawing import Box, Curve, Line, Point, Symbol, Words
from trellis.features.families.rules.genogram.people import BondTie, Shape
from trellis.features.families.rules.genogram.ways import Ground

BENDS = (0.0, 20.0, -20.0, 40.0, -40.0, 70.0, -70.0)
SAMPLES = 48
CLEAR = measures.HALF + 5.0
HEIGHTS = (-19.0, 16.0, -9.0)
FAR = 260.0
GOOD, BUSY = 3.0, 2.5


def draw_bonds(
    bonds: tuple[BondTie, ...], symbols: list[Symbol], lines: list[Line], words: list[Words]
) -> tuple[Curve, ...]:
    """Draw each bond: between neighbours straight, above or below the couple's line, otherwise where there is room."""
    return _Pen(symbols, lines, words).draw(bonds) if bonds else ()


class _Pen:
    def __init__(self, symbols: list[Symbol], lines: list[Line], words: list[Words]) -> None:
        self.symbols = symbols
        self.at = {symbol.person.key: symbol for symbol in symbols}
        self.pieces = [(a, b) for line in lines for a, b in pairwise(line.points)]
        right = max(symbol.label().right for symbol in symbols) + measures.MARGIN
        bottom = max(symbol.label().bottom for symbol in symbols) + measures.MARGIN
        boxes = [(symbol.person.key, symbol.box()) for symbol in symbols]
        names = [("name " + symbol.person.key, symbol.label()) for symbol in symbols]
        self.boxes = boxes + names + [("words", each.box()) for each in words]
        self.ground = Ground(right, bottom, self.boxes, self.pieces)
        self.made: list[Curve] = []

    def draw(self, bonds: tuple[BondTie, ...]) -> tuple[Curve, ...]:
        for bond in sorted(bonds, key=self._far):
            first, second = self.at[bond.first], self.at[bond.second]
            points = self._beside(first, second) or self._across(first, second)
            self.made.append(Curve(bond.bond, points, bond.first, bond.second))
        return tuple(self.made)

    def _far(self, bond: BondTie) -> float:
        """Return how far apart two people are: the short ways are drawn first."""
        first, second = self.at[bond.first], self.at[bond.second]
        return hypot(first.x - second.x, first.y - second.y)

    def _beside(self, first: Symbol, second: Symbol) -> tuple[Point, ...]:
        """Return a straight way between neighbours in a row, clear of words and of other bonds of theirs."""
        pair = {first.person.key, second.person.key}
        low, high = sorted((first.x, second.x))
        parted = any(abs(each.y - first.y) < 1 and low < each.x < high for each in self.symbols)
        taken = {curve.points[0][1] for curve in self.made if {curve.first, curve.second} == pair and curve.points}
        free = [
            by for by in HEIGHTS if round(first.y + by, 1) not in taken and not self._words_at(low, high, first.y + by)
        ]
        if abs(first.y - second.y) > 1 or parted or not free or high - low > FAR:
            return ()
        by = free[0]
        side = 1 if first.x < second.x else -1
        start, end = first.x + side * _reach(first, by), second.x - side * _reach(second, by)
        y = round(first.y + by, 1)
        return tuple((round(start + (end - start) * step / SAMPLES, 1), y) for step in range(SAMPLES + 1))

    def _words_at(self, low: float, high: float, y: float) -> bool:
        """Say whether words of a couple stand where a line would go."""
        return any(
            key == "words" and low < box.right and box.left < high and box.top - 5 < y < box.bottom + 5
            for key, box in self.boxes
        )

    def _across(self, first: Symbol, second: Symbol) -> tuple[Point, ...]:
        """Return the best bent way, or one round everything when each bent one meets a name or a symbol."""
        tried = []
        for number, bend in enumerate(BENDS):
            points = _cut(_bent(first, second, bend), first, second)
            tried.append((self._cost(points, first, second) + abs(bend) / 40, number, points))
        cost, _, points = min(tried)
        if cost > GOOD and self.ground.is_small():
            ends = frozenset((first.person.key, second.person.key))
            way = self.ground.way((first.x, first.y), (second.x, second.y), ends)
            points = _cut(way, first, second) or points
        for x, y in points:
            cell = (int(x // 12), int(y // 12))
            self.ground.used[cell] = max(self.ground.used.get(cell, 0.0), BUSY)
        return points

    def _cost(self, points: tuple[Point, ...], first: Symbol, second: Symbol) -> float:
        """Weigh names and symbols in the way, lines that it lies on, and other bonds."""
        ends = {first.person.key, second.person.key}
        boxes = [_wider(box) for key, box in self.boxes if key not in ends]
        some = points[::2]
        hits = sum(box.holds(point) for point in some for box in boxes)
        along = sum(_on(point, a, b) for point in some for a, b in self.pieces)
        close = sum(
            hypot(x - a, y - b) < 8 for x, y in points[::4] for curve in self.made for a, b in curve.points[::4]
        )
        return hits * 4 + max(0, along - 2) + close * 1.5


def _wider(box: Box) -> Box:
    return Box(box.left - 3, box.top, box.right + 3, box.bottom + 3)


def _on(point: Point, a: Point, b: Point) -> bool:
    low_x, high_x = (a[0], b[0]) if a[0] <= b[0] else (b[0], a[0])
    low_y, high_y = (a[1], b[1]) if a[1] <= b[1] else (b[1], a[1])
    return low_x - 6 < point[0] < high_x + 6 and low_y - 6 < point[1] < high_y + 6


def _reach(symbol: Symbol, by: float) -> float:
    """Return how far a symbol reaches to its side at a height above or below its middle."""
    half = measures.HALF
    if symbol.person.shape == Shape.CIRCLE:
        return sqrt(max(0.0, half**2 - by**2)) + 4
    return (half - abs(by) if symbol.person.shape == Shape.DIAMOND else half) + 4


def _bent(first: Symbol, second: Symbol, bend: float) -> list[Point]:
    dx, dy = second.x - first.x, second.y - first.y
    length = hypot(dx, dy) or 1.0
    middle = ((first.x + second.x) / 2 - dy / length * bend * 2, (first.y + second.y) / 2 + dx / length * bend * 2)
    points = []
    for step in range(SAMPLES + 1):
        t = step / SAMPLES
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        points.append((a * first.x + b * middle[0] + c * second.x, a * first.y + b * middle[1] + c * second.y))
    return points


def _cut(points: list[Point], first: Symbol, second: Symbol) -> tuple[Point, ...]:
    """Leave out what is inside the two symbols."""
    outside = [number for number, (x, y) in enumerate(points) if hypot(x - first.x, y - first.y) > CLEAR]
    start = next(iter(outside), 0)
    kept = []
    for x, y in points[start:]:
        if hypot(x - second.x, y - second.y) <= CLEAR:
            break
        kept.append((round(x, 1), round(y, 1)))
    return tuple(kept)
