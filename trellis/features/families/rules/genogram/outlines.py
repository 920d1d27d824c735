"""The dashed outline round those who live together."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.features.families.rules.genogram import measures
from trellis.features.families.rules.genogram.drawing import Box, Outline, Point, Symbol, Words
from trellis.features.families.rules.genogram.people import Home

SIDE, ABOVE, BELOW, STEP, NECK = 7.0, 9.0, 6.0, 3.0, 16.0
MOST_STEPS = 3


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbours in a row who live together."""

    row: float
    box: Box


def draw_outlines(homes: tuple[Home, ...], symbols: list[Symbol]) -> tuple[tuple[Outline, ...], tuple[Words, ...]]:
    """Draw the outline of each home of two or more, and its name at its foot; nobody else is inside."""
    rows = sorted({symbol.y for symbol in symbols})
    outlines, notes = [], []
    shown = [home for home in homes if sum(symbol.person.key in home.people for symbol in symbols) > 1]
    for number, home in enumerate(shown):
        by = STEP * (number % MOST_STEPS)
        runs = _runs(frozenset(home.people), symbols, by)
        boxes = [run.box for run in runs] + _necks(runs, rows, symbols)
        outlines.append(Outline(home.label, tuple(outline(boxes))))
        if home.label:
            notes.append(_note(home.label, runs))
    return tuple(outlines), tuple(notes)


def _note(label: str, runs: list[_Run]) -> Words:
    """Write a home's name inside its foot, in the lowest row that has room for it, else under the lowest."""
    wide = measures.text_width(label, measures.NOTE_FONT) * 0.9
    rows = sorted(runs, key=lambda run: (-run.row, run.box.left))
    for run in rows:
        if wide + 14 <= run.box.right - run.box.left:
            return Words(run.box.left + 8, run.box.bottom - 5, label, "start", boxed=True)
    box = rows[0].box
    return Words((box.left + box.right - wide) / 2, box.bottom + 13, label, "start", boxed=True)


def _runs(inside: frozenset[str], symbols: list[Symbol], by: float) -> list[_Run]:
    """Return those who live there, row by row, as runs of neighbours."""
    runs: list[_Run] = []
    before: tuple[float, bool] = (-1.0, False)
    for symbol in sorted(symbols, key=lambda each: (each.y, each.x)):
        lives = symbol.person.key in inside
        if lives:
            box = _room(symbol, by)
            if before == (symbol.y, True):
                last = runs.pop().box
                box = Box(last.left, last.top, box.right, max(last.bottom, box.bottom))
            runs.append(_Run(symbol.y, box))
        before = (symbol.y, lives)
    return runs


def _room(symbol: Symbol, by: float) -> Box:
    label = symbol.label()
    note = measures.HOME_NOTE
    return Box(
        label.left - SIDE + by,
        symbol.y - measures.HALF - ABOVE + by,
        label.right + SIDE - by,
        label.bottom + BELOW + note - by,
    )


def _necks(runs: list[_Run], rows: list[float], symbols: list[Symbol]) -> list[Box]:
    """Join runs of rows that follow each other, straight down where they overlap, else by a way between the rows."""
    group = list(range(len(runs)))
    necks: list[Box] = []
    pairs = [
        (abs(_middle(upper.box) - _middle(lower.box)), first, second)
        for first, upper in enumerate(runs)
        for second, lower in enumerate(runs)
        if rows.index(lower.row) == rows.index(upper.row) + 1
    ]
    for _, first, second in sorted(pairs):
        if group[first] != group[second]:
            old, new = group[second], group[first]
            group = [new if each == old else each for each in group]
            necks += _neck(runs[first].box, runs[second].box)
    return necks


def _middle(box: Box) -> float:
    return (box.left + box.right) / 2


def _neck(upper: Box, lower: Box) -> list[Box]:
    left, right = max(upper.left, lower.left), min(upper.right, lower.right)
    if right - left >= NECK:
        return [Box(left, upper.bottom - 1, right, lower.top + 1)]
    down = upper.right - NECK if lower.left > upper.left else upper.left
    up = lower.left if lower.left > upper.left else lower.right - NECK
    middle = max(upper.bottom, lower.top - NECK)
    low, high = min(down, up), max(down, up) + NECK
    return [
        Box(down, upper.bottom - 1, down + NECK, middle + 1),
        Box(low, middle - NECK / 2, high, middle + NECK / 2),
        Box(up, middle - 1, up + NECK, lower.top + 1),
    ]


def outline(boxes: list[Box]) -> list[tuple[Point, ...]]:
    """Return the closed ways round the union of rectangles."""
    xs = sorted({edge for box in boxes for edge in (box.left, box.right)})
    ys = sorted({edge for box in boxes for edge in (box.top, box.bottom)})
    filled = {
        (i, j)
        for i in range(len(xs) - 1)
        for j in range(len(ys) - 1)
        if any(
            box.left <= xs[i] and xs[i + 1] <= box.right and box.top <= ys[j] and ys[j + 1] <= box.bottom
            for box in boxes
        )
    }
    edges: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, j in sorted(filled):
        corners = ((i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1))
        beyond = ((i, j - 1), (i + 1, j), (i, j + 1), (i - 1, j))
        for side, other in enumerate(beyond):
            if other not in filled:
                edges.setdefault(corners[side], []).append(corners[(side + 1) % 4])
    ways = []
    while edges:
        start = min(edges)
        way, at = [start], _step(edges, start)
        while at != start:
            way.append(at)
            at = _step(edges, at)
        ways.append(_straightened([(round(xs[i], 1), round(ys[j], 1)) for i, j in way]))
    return ways


def _step(edges: dict[tuple[int, int], list[tuple[int, int]]], at: tuple[int, int]) -> tuple[int, int]:
    following = edges[at].pop()
    if not edges[at]:
        del edges[at]
    return following


def _straightened(way: list[Point]) -> tuple[Point, ...]:
    """Leave out points in the middle of a straight side."""
    return tuple(
        point
        for before, point, after in zip(way[-1:] + way[:-1], way, way[1:] + way[:1], strict=True)
        if not (before[0] == point[0] == after[0] or before[1] == point[1] == after[1])
    )
