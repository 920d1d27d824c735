"""The strokes of single signs: symbols, zigzags, parallel lines, arrows, rounded ways."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from trellis.features.families.rules.genogram.drawing import Point
from trellis.features.families.rules.genogram.people import Bond, Shape

INK, MUTED, GREEN, RED, AMBER, PAPER, FOCUS = (
    "#1d1c1a",
    "#57514a",
    "#1f5c4d",
    "#b3261e",
    "#8a5200",
    "#ffffff",
    "#e3efe9",
)
PLUM = "#5b3f72"
COLOURS = {
    Bond.CLOSE: GREEN,
    Bond.VERY_CLOSE: GREEN,
    Bond.DISTANT: MUTED,
    Bond.CUT_OFF: MUTED,
    Bond.CONFLICT: AMBER,
    Bond.VIOLENCE: RED,
    Bond.OTHER: MUTED,
}
TOOTH, HEIGHT = 5.0, 4.0
SHORTEST = 8


def number(value: float) -> str:
    """Write a number as short as it can be."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def way(points: tuple[Point, ...] | list[Point], closed: bool = False) -> str:
    """Return points as the path of straight pieces."""
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return path + "Z" if closed else path


def symbol(shape: Shape, x: float, y: float, half: float, paint: str) -> str:
    """Return a person's symbol of a size, with these attributes."""
    if shape == Shape.SQUARE:
        side = number(half * 2)
        return f'<rect x="{number(x - half)}" y="{number(y - half)}" width="{side}" height="{side}" {paint}/>'
    if shape == Shape.CIRCLE:
        return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(half)}" {paint}/>'
    reach = half + 2
    corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
    return f'<path d="{way(corners, closed=True)}" {paint}/>'


def rounded(points: tuple[Point, ...], radius: float = 9.0) -> str:
    """Return a closed way with its corners rounded."""
    path: list[str] = []
    for before, at, after in zip(points[-1:] + points[:-1], points, points[1:] + points[:1], strict=True):
        come, go = _toward(at, before, radius), _toward(at, after, radius)
        path.append(f"{'L' if path else 'M'}{number(come[0])} {number(come[1])}")
        path.append(f"Q{number(at[0])} {number(at[1])} {number(go[0])} {number(go[1])}")
    return "".join(path) + "Z"


def _toward(start: Point, end: Point, radius: float) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    share = min(radius, length / 2) / length
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def evenly(points: tuple[Point, ...], step: float) -> list[Point]:
    """Return points at even distances along a way, both ends included."""
    total = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))
    count = max(2, round(total / step))
    every = total / count
    found, gone, wanted = [points[0]], 0.0, every
    for a, b in pairwise(points):
        length = hypot(b[0] - a[0], b[1] - a[1])
        while length and gone + length >= wanted - 1e-6 and len(found) < count:
            share = (wanted - gone) / length
            found.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
            wanted += every
        gone += length
    return [*found, points[-1]]


def aside(points: list[Point], by: list[float]) -> list[Point]:
    """Move points of a way to its side, each by its own distance."""
    moved = []
    for place, (x, y) in enumerate(points):
        a, b = points[max(0, place - 1)], points[min(len(points) - 1, place + 1)]
        length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
        moved.append((x - (b[1] - a[1]) / length * by[place], y + (b[0] - a[0]) / length * by[place]))
    return moved


def zigzag(points: tuple[Point, ...]) -> list[Point]:
    """Return a zigzag along a way, flat at both ends."""
    even = evenly(points, TOOTH)
    last = len(even) - 1
    by = [0.0 if place in {0, 1, last - 1, last} else HEIGHT * (1 if place % 2 else -1) for place in range(last + 1)]
    return aside(even, by)


def beside(points: tuple[Point, ...], by: float) -> list[Point]:
    """Return a line at the side of a way."""
    even = evenly(points, 8.0)
    return aside(even, [by] * len(even))


def arrow(points: tuple[Point, ...]) -> str:
    """Return the head of an arrow at the end of a way."""
    tip = points[-1]
    back = next((p for p in reversed(points) if hypot(p[0] - tip[0], p[1] - tip[1]) >= 10), points[0])
    length = hypot(tip[0] - back[0], tip[1] - back[1]) or 1.0
    dx, dy = (tip[0] - back[0]) / length, (tip[1] - back[1]) / length
    base = (tip[0] - dx * 11, tip[1] - dy * 11)
    return way([tip, (base[0] - dy * 5.5, base[1] + dx * 5.5), (base[0] + dy * 5.5, base[1] - dx * 5.5)], closed=True)


def bond(kind: Bond, points: tuple[Point, ...]) -> str:
    """Return the strokes of what is between two people, along their way."""
    paint = f'fill="none" stroke="{COLOURS[kind]}" stroke-linejoin="round"'
    if len(points) < 2:
        return ""
    if len(points) < SHORTEST:
        points = tuple(evenly(points, 2.0))
    if kind == Bond.CLOSE:
        lines = [way(beside(points, by)) for by in (-2.0, 2.0)]
    elif kind == Bond.VERY_CLOSE:
        lines = [way(beside(points, by)) for by in (-3.5, 0.0, 3.5)]
    elif kind in {Bond.CONFLICT, Bond.VIOLENCE}:
        lines = [way(zigzag(points))]
    elif kind == Bond.CUT_OFF:
        half = len(points) // 2
        lines = [way(points[: half - 1]), way(points[half + 2 :]), *_bars(points, half)]
    else:
        lines = [way(points)]
        paint += ' stroke-dasharray="1 5" stroke-linecap="round"'
    drawn = "".join(f'<path d="{line}" stroke-width="1.6" {paint}/>' for line in lines)
    if kind == Bond.VIOLENCE:
        drawn += f'<path d="{arrow(points)}" fill="{RED}" stroke="none"/>'
    return drawn


def _bars(points: tuple[Point, ...], half: int) -> list[str]:
    """Return two short strokes across the middle of a way."""
    bars = []
    for at in (half - 2, half + 2):
        (ax, ay), (bx, by), (x, y) = points[at - 1], points[at + 1], points[at]
        length = hypot(bx - ax, by - ay) or 1.0
        dx, dy = -(by - ay) / length * 6, (bx - ax) / length * 6
        bars.append(way([(x - dx, y - dy), (x + dx, y + dy)]))
    return bars
