"""What is drawn and where: symbols, lines, signs and outlines, in units from the top left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from trellis.features.families.rules.genogram import measures
from trellis.features.families.rules.genogram.people import Bond, Couple, Parentage, Someone

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, by: float = 0.0) -> bool:
        """Say whether two rectangles are nearer than `by` in both directions."""
        return (
            self.left < other.right + by
            and other.left < self.right + by
            and self.top < other.bottom + by
            and other.top < self.bottom + by
        )

    def holds(self, point: Point) -> bool:
        """Say whether a point is inside."""
        return self.left < point[0] < self.right and self.top < point[1] < self.bottom


@dataclass(frozen=True, slots=True)
class Symbol:
    """A person's symbol, by its middle."""

    person: Someone
    x: float
    y: float

    def box(self) -> Box:
        """Return the rectangle of the symbol."""
        half = measures.HALF
        return Box(self.x - half, self.y - half, self.x + half, self.y + half)

    def label(self) -> Box:
        """Return the rectangle of the name and the years under it."""
        half, top = measures.width(self.person) / 2, self.y + measures.HALF
        return Box(self.x - half, top, self.x + half, top + measures.label_height(self.person))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a union: of the couple itself, or down to children. Lines of one `union` may touch each other."""

    union: str
    points: tuple[Point, ...]
    couple: Couple | None = None
    parentage: Parentage | None = None
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Slash:
    """One or two strokes through a couple's line: separated, divorced."""

    x: float
    y: float
    strokes: int


@dataclass(frozen=True, slots=True)
class Words:
    """A few words in the drawing, in the middle of a place or from it on."""

    x: float
    y: float
    words: str
    anchor: str = "middle"
    boxed: bool = False

    def box(self) -> Box:
        """Return the rectangle of the words."""
        wide = measures.text_width(self.words, measures.NOTE_FONT)
        left = self.x - wide / 2 if self.anchor == "middle" else self.x
        return Box(left, self.y - measures.NOTE_FONT + 2, left + wide, self.y + 3)


@dataclass(frozen=True, slots=True)
class Curve:
    """A tie's quality between two people, as points along its way from the first to the second."""

    bond: Bond
    points: tuple[Point, ...]
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The dashed line round those who live together: one or more closed ways."""

    label: str
    ways: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole genogram. `left_out` says in words what could not be drawn."""

    width: float
    height: float
    symbols: tuple[Symbol, ...]
    lines: tuple[Line, ...] = ()
    slashes: tuple[Slash, ...] = ()
    words: tuple[Words, ...] = ()
    curves: tuple[Curve, ...] = ()
    outlines: tuple[Outline, ...] = ()
    left_out: tuple[str, ...] = field(default=())

    def crossings(self) -> int:
        """Return how often lines of different unions cross or lie on each other."""
        return crossings(self.lines)


def crossings(lines: Iterable[Line]) -> int:
    """Count the places where lines of different unions cross or lie on each other."""
    pieces = [(line.union, a, b) for line in lines for a, b in pairwise(line.points) if a != b]
    met = set()
    for number, (union, a, b) in enumerate(pieces):
        for other, c, d in pieces[number + 1 :]:
            if union != other and (at := meeting(a, b, c, d)) is not None:
                met.add((*sorted((union, other)), round(at[0]), round(at[1])))
    return len(met)


def meeting(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return where two pieces of line meet, ends included, or None."""
    across = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
    if abs(across) < 1e-9:
        return _along(a, b, c, d)
    first = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / across
    second = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / across
    if -1e-9 <= first <= 1 + 1e-9 and -1e-9 <= second <= 1 + 1e-9:
        return a[0] + first * (b[0] - a[0]), a[1] + first * (b[1] - a[1])
    return None


def _along(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return the middle of what two parallel pieces share, if they lie on each other."""
    if abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) > 1e-6:
        return None
    low = max(min(a, b), min(c, d))
    high = min(max(a, b), max(c, d))
    return ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2) if low < high else None
