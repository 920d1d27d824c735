"""An ecomap written as SVG with presentation attributes, its legend, and the same in words."""

from __future__ import annotations

from html import escape

from trellis.features.families.rules.ecomap.around import Outside, Strength, Surroundings
from trellis.features.families.rules.ecomap.drawing import (
    KIND_FONT,
    LINE,
    NAME_FONT,
    PAD,
    WHOSE_FONT,
    Ecomap,
    Place,
)
from trellis.features.families.rules.genogram import Sign, Told, marks
from trellis.features.families.rules.genogram.drawing import Point
from trellis.features.families.rules.genogram.marks import AMBER, FOCUS, GREEN, INK, MUTED, PAPER, number
from trellis.features.families.rules.genogram.svg import FONT, text
from trellis.features.families.rules.genogram.telling import listed

_SAID = {
    Strength.STRONG: "a strong tie",
    Strength.PLAIN: "a tie",
    Strength.WEAK: "a weak tie",
    Strength.STRESSFUL: "a stressful tie",
}


def write(ecomap: Ecomap, title: str, description: str, *, width: float | None = None) -> str:
    """Return an ecomap as one `<svg>`: role img, named by its title, described in words. `width` in pixels."""
    scale = 1.0 if width is None else width / ecomap.width
    x, y = ecomap.middle
    size = f'width="{number(ecomap.width * scale)}" height="{number(ecomap.height * scale)}"'
    words = [(line, True) for line in ecomap.called] + [(line, False) for line in ecomap.at_home]
    first = y - (len(words) - 1) * LINE / 2 + 5
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="ecomap-title ecomap-words" {size} '
        f'viewBox="0 0 {number(ecomap.width)} {number(ecomap.height)}" font-family="{FONT}">',
        f'<title id="ecomap-title">{escape(title)}</title><desc id="ecomap-words">{escape(description)}</desc>',
        *(strokes(place.outside.strength, place.way) for place in ecomap.places),
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(ecomap.radius)}" fill="{FOCUS}" stroke="{GREEN}" '
        'stroke-width="2"/>',
        *(text(x, first + place * LINE, line, NAME_FONT, INK, bold=bold) for place, (line, bold) in enumerate(words)),
        *(_box(place) for place in ecomap.places),
        "</svg>",
    ]
    return "".join(parts)


def strokes(strength: Strength, way: tuple[Point, Point]) -> str:
    """Return the line of a tie: thick, plain, dashed, or a zigzag."""
    if strength == Strength.STRESSFUL:
        return _path(marks.zigzag(way), AMBER, 2.0)
    if strength == Strength.STRONG:
        return _path(list(way), GREEN, 5.0)
    if strength == Strength.WEAK:
        return _path(list(way), MUTED, 1.8, "4 5")
    return _path(list(way), INK, 1.8)


def _path(points: list[Point], colour: str, wide: float, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="{marks.way(points)}" fill="none" stroke="{colour}" stroke-width="{number(wide)}" '
        f'stroke-linejoin="round"{dashed}/>'
    )


def _box(place: Place) -> str:
    box = place.box
    drawn = [
        f'<rect x="{number(box.left)}" y="{number(box.top)}" width="{number(box.right - box.left)}" '
        f'height="{number(box.bottom - box.top)}" rx="8" fill="{PAPER}" stroke="{MUTED}" stroke-width="1.2"/>'
    ]
    x, y = (box.left + box.right) / 2, box.top + PAD + 11
    lines = [(place.outside.kind, KIND_FONT, MUTED, False)] if place.outside.kind else []
    lines += [(line, NAME_FONT, INK, True) for line in place.name]
    lines += [(line, WHOSE_FONT, MUTED, False) for line in place.whose]
    for words, font, colour, bold in lines:
        drawn.append(text(x, y, words, font, colour, bold=bold))
        y += LINE
    return f"<g>{''.join(drawn)}</g>"


def legend(around: Surroundings) -> tuple[Sign, ...]:
    """Return what the lines mean: those that are used."""
    used = {one.strength for one in around.outside}
    frame = '<svg width="44" height="22" viewBox="0 0 44 22" aria-hidden="true" focusable="false">'
    way = ((3.0, 11.0), (41.0, 11.0))
    return tuple(Sign(f"{frame}{strokes(each, way)}</svg>", each.label) for each in Strength if each in used)


def tell(around: Surroundings) -> tuple[Told, ...]:
    """Tell the same in words: who is at home, and every tie."""
    home = f"At home: {listed(list(around.at_home))}." if around.at_home else "Nobody is written as living at home."
    ties = tuple(_sentence(one) for one in around.outside)
    parts = (Told("At home", (home,)), Told("Round the family", ties))
    return tuple(part for part in parts if part.sentences)


def _sentence(outside: Outside) -> str:
    who = f" of {listed(list(outside.whose))}" if outside.whose else ""
    kind = f" ({outside.kind.lower()})" if outside.kind and outside.kind != outside.name else ""
    note = f": {outside.note}" if outside.note else ""
    return f"{outside.name}{kind}, {_SAID[outside.strength]}{who}{note}."
