"""An ecomap laid out: a circle for the home, and a box for each tie, evenly round it without touching."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, sin

from trellis.features.families.rules.ecomap.around import Outside, Surroundings
from trellis.features.families.rules.genogram.drawing import Box, Point
from trellis.features.families.rules.genogram.measures import text_width

KIND_FONT, NAME_FONT, WHOSE_FONT = 12.0, 14.0, 12.0
WIDE, LINE, PAD = 176.0, 17.0, 9.0
MARGIN, APART = 14.0, 18.0
MOST_LETTERS = 22
ACROSS, DOWN = 275.0, 205.0
LETTERS_AT_HOME = 20


@dataclass(frozen=True, slots=True)
class Place:
    """A box round the family, with its lines of words, and the way of its tie from the circle."""

    outside: Outside
    box: Box
    name: tuple[str, ...]
    whose: tuple[str, ...]
    way: tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Ecomap:
    """A whole ecomap."""

    width: float
    height: float
    middle: Point
    radius: float
    at_home: tuple[str, ...]
    called: tuple[str, ...]
    places: tuple[Place, ...]


def wrapped(words: str, most: int, lines: int) -> tuple[str, ...]:
    """Break words into lines; what does not fit ends with dots (the text beside has it whole)."""
    made = [""]
    for word in words.split():
        joined = f"{made[-1]} {word}".strip()
        if len(joined) <= most:
            made[-1] = joined
        elif made[-1]:
            made.append(word)
        else:
            made[-1] = word
    made = [line if len(line) <= most else line[: most - 1] + "…" for line in made]
    if len(made) > lines:
        made = [*made[: lines - 1], made[lines - 1][: most - 1].rstrip() + "…"]
    return tuple(line for line in made if line)


def lay_out(around: Surroundings) -> Ecomap:
    """Place everything: an ellipse grows until no box touches another or the home."""
    names = wrapped(", ".join(around.at_home), LETTERS_AT_HOME, 5)
    called = wrapped(around.called, LETTERS_AT_HOME, 2)
    widest = max((text_width(line, NAME_FONT) for line in (*names, *called)), default=60.0)
    radius = max(70.0, widest / 2 + 18, (len(names) + len(called)) * LINE / 2 + 26)
    sizes = [_size(one) for one in around.outside]
    growth = 1.0
    while True:
        places = [_spot(number, len(sizes), growth, radius) for number in range(len(sizes))]
        boxes = [
            Box(x - WIDE / 2, y - high / 2, x + WIDE / 2, y + high / 2)
            for (x, y), high in zip(places, sizes, strict=True)
        ]
        if _clear(boxes, radius) or growth > 6:
            break
        growth += 0.06
    left = min([-radius, *(box.left for box in boxes)]) - MARGIN
    top = min([-radius, *(box.top for box in boxes)]) - MARGIN
    right = max([radius, *(box.right for box in boxes)]) + MARGIN
    bottom = max([radius, *(box.bottom for box in boxes)]) + MARGIN
    placed = tuple(_place(one, box, (-left, -top), radius) for one, box in zip(around.outside, boxes, strict=True))
    size = (round(right - left, 1), round(bottom - top, 1))
    return Ecomap(*size, (round(-left, 1), round(-top, 1)), radius, names, called, placed)


def _name(outside: Outside) -> tuple[str, ...]:
    return wrapped(outside.name, MOST_LETTERS, 2)


def _whose(outside: Outside) -> tuple[str, ...]:
    words = ", ".join(outside.whose)
    if outside.note:
        words = f"{words}: {outside.note}" if words else outside.note
    return wrapped(words, MOST_LETTERS + 3, 2)


def _size(outside: Outside) -> float:
    return PAD * 2 + LINE * (bool(outside.kind) + len(_name(outside)) + len(_whose(outside))) - 2


def _spot(number: int, count: int, growth: float, radius: float) -> Point:
    """Return the middle of a box: evenly by angle, the first at the top."""
    angle = 2 * pi * number / count - pi / 2
    more = max(0.0, radius - 80)
    return (ACROSS + more) * growth * cos(angle), (DOWN + more) * growth * sin(angle)


def _clear(boxes: list[Box], radius: float) -> bool:
    home = Box(-radius - 30, -radius - 30, radius + 30, radius + 30)
    apart = all(not one.overlaps(other, APART) for number, one in enumerate(boxes) for other in boxes[number + 1 :])
    return apart and not any(box.overlaps(home) for box in boxes)


def _place(outside: Outside, box: Box, by: Point, radius: float) -> Place:
    moved = Box(
        round(box.left + by[0], 1), round(box.top + by[1], 1), round(box.right + by[0], 1), round(box.bottom + by[1], 1)
    )
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    length = hypot(x, y)
    start = (by[0] + x / length * (radius + 2), by[1] + y / length * (radius + 2))
    share = min(WIDE / 2 / abs(x) if x else 9.0, (box.bottom - box.top) / 2 / abs(y) if y else 9.0)
    edge = 1 - share - 3 / length
    return Place(outside, moved, _name(outside), _whose(outside), (start, (by[0] + x * edge, by[1] + y * edge)))
