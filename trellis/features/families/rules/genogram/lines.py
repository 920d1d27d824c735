"""The lines of couples and children, once everybody has a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt

from trellis.features.families.rules.genogram import measures
from trellis.features.families.rules.genogram.channels import Bar, levels
from trellis.features.families.rules.genogram.drawing import Line, Point, Slash, Words
from trellis.features.families.rules.genogram.people import Couple, Parentage, Shape
from trellis.features.families.rules.genogram.placing import Columns
from trellis.features.families.rules.genogram.unions import Join, Plan, Union

STROKES = {Couple.SEPARATED: 1, Couple.DIVORCED: 2}
ARM, ARRIVE = 9.0, 18.0


@dataclass(frozen=True, slots=True)
class Heights:
    """From the top: the middle of the symbols of each row, and where the crossbars below each row begin."""

    middle: Mapping[int, float]
    channel: Mapping[int, float]


@dataclass(slots=True)
class Island:
    """A group of people joined by ties, placed."""

    plan: Plan
    columns: Columns
    level: dict[tuple[int, int], int] = field(default_factory=dict)
    depth: dict[int, int] = field(default_factory=dict)
    over: dict[int, int] = field(default_factory=dict)
    arrive: dict[tuple[int, str], float] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, columns: Columns) -> Island:
        """Choose the heights of crossbars in every channel, and of lines that pass over others in a row."""
        made = cls(plan, columns)
        made.arrive = _arrivals(made)
        for row in range(plan.rows()):
            joins = [join for join in plan.joins if join.row == row]
            found = levels([made.bar(join) for join in joins])
            made.depth[row] = max(found, default=-1) + 1
            for join, level in zip(joins, found, strict=True):
                made.level[(join.union, row)] = level
            above = sorted(number for number in columns.over if plan.unions[number].row == row)
            made.over.update({number: place for place, number in enumerate(above)})
        return made

    def bar(self, join: Join) -> Bar:
        """Return where the lines of a join come from and go to."""
        is_bare = not self.plan.unions[join.union].parents and not join.source[0].startswith("way ")
        source = None if is_bare else self.source(join)
        return Bar(source, tuple(self.foot(join, node) for node in join.targets))

    def source(self, join: Join) -> float:
        """Return where the lines of a join begin."""
        return self.columns.point[join.union] if len(join.source) == 2 else self.columns.x[join.source[0]]

    def foot(self, join: Join, node: str) -> float:
        """Return where a line of a join ends: in the middle of a symbol, or beside it where several end."""
        return self.columns.x[node] + self.arrive.get((join.union, node), 0.0)

    def overs(self, row: int) -> int:
        """Return how many lines pass over others in a row."""
        return sum(self.plan.unions[number].row == row for number in self.over)


def _arrivals(island: Island) -> dict[tuple[int, str], float]:
    """Spread the lines that end at one child, so that each union's can be told from the others'."""
    coming: dict[str, list[Join]] = {}
    for join in island.plan.joins:
        for node in join.targets:
            coming.setdefault(node, []).append(join)
    found = {}
    for node, joins in coming.items():
        joins.sort(key=lambda join: (island.source(join), join.union))
        room = min(ARRIVE, measures.SYMBOL / len(joins))
        for place, join in enumerate(joins):
            found[(join.union, node)] = round((place - (len(joins) - 1) / 2) * room, 1)
    return found


@dataclass(slots=True)
class Drawn:
    """What the lines of an island come to."""

    lines: list[Line] = field(default_factory=list)
    slashes: list[Slash] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


def draw_lines(island: Island, heights: Heights, right: float) -> Drawn:
    """Draw the unions of an island whose left edge is at `right`."""
    return _Pen(island, heights, right).draw()


class _Pen:
    def __init__(self, island: Island, heights: Heights, right: float) -> None:
        self.island, self.heights, self.right = island, heights, right
        self.plan, self.columns = island.plan, island.columns
        self.drawn = Drawn()

    def draw(self) -> Drawn:
        for number, union in enumerate(self.plan.unions):
            if len(union.ends) == 2:
                self._couple(number, union)
        for join in self.plan.joins:
            self._children(join)
        return self.drawn

    def _x(self, node: str) -> float:
        return self.columns.x[node] + self.right

    def _row(self, row: int) -> int:
        return row + self.plan.first_row

    def _couple(self, number: int, union: Union) -> None:
        middle = self.heights.middle[self._row(union.row)]
        left, right = sorted(union.ends, key=self._x)
        start, end = self._edge(left, 1), self._edge(right, -1)
        points: tuple[Point, ...] = ((start, middle), (end, middle))
        if number in self.island.over:
            top = self._over(number, union)
            points = (
                (self._x(left) + ARM, middle - measures.HALF),
                (self._x(left) + ARM, top),
                (self._x(right) - ARM, top),
                (self._x(right) - ARM, middle - measures.HALF),
            )
            start, end, middle = points[1][0], points[2][0], top
        self.drawn.lines.append(Line(union.key, points, couple=union.state, parentage=None))
        strokes = STROKES.get(union.state, 0) if union.state else 0
        point = self.columns.point[number] + self.right
        if strokes:
            room = point - start if point - start > 24 else end - start
            self.drawn.slashes.append(Slash(round(start + room / 2, 1), middle, strokes))
        if words := _years(union):
            self.drawn.words.append(Words((start + end) / 2, middle - 12, words))

    def _over(self, number: int, union: Union) -> float:
        return (
            self.heights.middle[self._row(union.row)] - measures.HALF - measures.OVER * (1 + self.island.over[number])
        )

    def _edge(self, node: str, side: int) -> float:
        return self._x(node) + side * measures.HALF if node in self.plan.people else self._x(node)

    def _children(self, join: Join) -> None:
        union = self.plan.unions[join.union]
        bar = self.island.bar(join)
        at = self.heights.channel[self._row(join.row)] + measures.LEVEL * self.island.level[(join.union, join.row)]
        kinds = {hanging.child: hanging for hanging in union.hangs}
        best = next((h for h in union.hangs if h.parentage_is_birth()), union.hangs[0])

        def line(points: tuple[Point, ...], child: str = "") -> None:
            hanging = kinds.get(child, best)
            self.drawn.lines.append(
                Line(union.key, points, parentage=hanging.kind, is_guess=hanging.by_sibling and bool(union.parents))
            )

        top = self._top(join)
        xs = [self.right + target for target in bar.targets]
        if bar.source is not None:
            point = self.right + bar.source
            if len(xs) == 1 and abs(xs[0] - point) < 0.6:
                line(((point, top), (point, self._foot(join, join.targets[0]))), join.targets[0])
                return
            line(((point, top), (point, at)))
            xs.append(point)
        line(((min(xs), at), (max(xs), at)))
        self._drops(join, at, line)

    def _drops(self, join: Join, at: float, line: Callable[..., None]) -> None:
        twins = self._twins(join)
        for node in join.targets:
            x = self.right + self.island.foot(join, node)
            line(((twins.get(node, x), at), (x, self._foot(join, node))), node)

    def _twins(self, join: Join) -> dict[str, float]:
        """Return where on the bar the lines of twins begin: neighbours of one union with one birthday."""
        order = self.columns.rows[join.row + 1]
        found: dict[str, float] = {}
        for left, right in pairwise(order):
            both = [
                self.plan.people[node] for node in (left, right) if node in join.targets and node in self.plan.people
            ]
            if len(both) == 2 and both[0].born and both[0].born == both[1].born:
                found[left] = found[right] = (self._x(left) + self._x(right)) / 2
        return found

    def _top(self, join: Join) -> float:
        middle = self.heights.middle[self._row(join.row)]
        if len(join.source) == 1:
            return middle - measures.HALF
        return self._over(join.union, self.plan.unions[join.union]) if join.union in self.island.over else middle

    def _foot(self, join: Join, node: str) -> float:
        """Return the height at which a line to a child ends: on the edge of its symbol."""
        top = self.heights.middle[self._row(join.row + 1)] - measures.HALF
        by = abs(self.island.arrive.get((join.union, node), 0.0))
        person = self.plan.people.get(node)
        if person is None or by < 0.1 or person.shape == Shape.SQUARE:
            return top
        return top + (by if person.shape == Shape.DIAMOND else measures.HALF - sqrt(measures.HALF**2 - by**2))


def _years(union: Union) -> str:
    if union.since and union.until:
        return f"{union.since}–{union.until}"
    if union.since:
        return f"since {union.since}"
    return f"to {union.until}" if union.until else ""


def style(parentage: Parentage | None) -> str:
    """Return the dashes of a line to a child: whole for birth, dashed for adoption, dotted for fostering and care."""
    return {
        Parentage.ADOPTIVE: "9 4",
        Parentage.FOSTER: "2 4",
        Parentage.CARER: "2 4",
        Parentage.GUARDIAN: "2 4",
        Parentage.STEP: "9 3 2 3",
        Parentage.GRANDPARENT: "5 5",
    }.get(parentage or Parentage.BIRTH, "")


def couple_style(couple: Couple) -> str:
    """Return the dashes of a couple's line: whole for marriage or when it ended, dashed while living together."""
    return "6 5" if couple in {Couple.TOGETHER, Couple.NOT_KNOWN} else ""
