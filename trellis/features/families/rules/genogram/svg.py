"""A drawing written as SVG, with presentation attributes only: no style is needed, and a strict page shows it."""

from __future__ import annotations

from html import escape

from trellis.features.families.rules.genogram import marks, measures
from trellis.features.families.rules.genogram.drawing import Curve, Drawing, Line, Outline, Slash, Symbol, Words
from trellis.features.families.rules.genogram.lines import couple_style, style
from trellis.features.families.rules.genogram.marks import AMBER, FOCUS, GREEN, INK, MUTED, PAPER, PLUM, number
from trellis.features.families.rules.genogram.people import Someone

FONT = "Atkinson Hyperlegible, Arial, sans-serif"
HOME_PAINT = (GREEN, PLUM, AMBER)
SMALLEST_FONT = measures.NOTE_FONT


def write(drawing: Drawing, title: str, description: str, *, name: str = "genogram", width: float | None = None) -> str:
    """Return the drawing as one `<svg>`: role img, named by its title, described in words. `width` in pixels."""
    scale = 1.0 if width is None else width / drawing.width
    size = f'width="{number(drawing.width * scale)}" height="{number(drawing.height * scale)}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-words" {size} '
        f'viewBox="0 0 {number(drawing.width)} {number(drawing.height)}" font-family="{FONT}">',
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-words">{escape(description)}</desc>',
        *(_outline(outline, place) for place, outline in enumerate(drawing.outlines)),
        *(_line(line) for line in drawing.lines),
        *(_slash(slash) for slash in drawing.slashes),
        *(marks.bond(curve.bond, curve.points) for curve in _by_weight(drawing.curves)),
        *(_symbol(symbol) for symbol in drawing.symbols),
        *(_words(words) for words in drawing.words),
        "</svg>",
    ]
    return "".join(parts)


def _by_weight(curves: tuple[Curve, ...]) -> list[Curve]:
    return sorted(curves, key=lambda curve: list(marks.COLOURS).index(curve.bond))


def _outline(outline: Outline, place: int) -> str:
    colour = HOME_PAINT[place % len(HOME_PAINT)]
    path = " ".join(marks.rounded(way) for way in outline.ways if len(way) > 2)
    return (
        f'<path d="{path}" fill="{colour}" fill-opacity="0.05" fill-rule="evenodd" stroke="{colour}" '
        'stroke-width="1.3" stroke-dasharray="6 4"/>'
    )


def _line(line: Line) -> str:
    dashes = style(line.parentage) if line.couple is None else couple_style(line.couple)
    if line.is_guess:
        dashes = "3 5"
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path d="{marks.way(line.points)}" fill="none" stroke="{INK}" stroke-width="1.5" '
        f'stroke-linejoin="round"{dashed}/>'
    )


def _slash(slash: Slash) -> str:
    first = slash.x - 3.0 * (slash.strokes - 1)
    return "".join(
        f'<path d="M{number(first + 6 * stroke - 4)} {number(slash.y + 9)}L{number(first + 6 * stroke + 4)} '
        f'{number(slash.y - 9)}" stroke="{INK}" stroke-width="1.8"/>'
        for stroke in range(slash.strokes)
    )


def _symbol(symbol: Symbol) -> str:
    person, x, y = symbol.person, symbol.x, symbol.y
    half = measures.HALF
    paint = f'fill="{FOCUS if person.is_focus else PAPER}" stroke="{INK}" stroke-width="1.8"'
    drawn = marks.symbol(person.shape, x, y, half, paint)
    if person.is_focus:
        inner = f'fill="none" stroke="{INK}" stroke-width="1.8"'
        drawn += marks.symbol(person.shape, x, y, half - 4.5, inner)
    if person.has_died:
        reach = half * (0.71 if person.shape == "circle" else 0.5 if person.shape == "diamond" else 1.0)
        drawn += (
            f'<path d="M{number(x - reach)} {number(y - reach)}L{number(x + reach)} {number(y + reach)}'
            f'M{number(x + reach)} {number(y - reach)}L{number(x - reach)} {number(y + reach)}" '
            f'stroke="{INK}" stroke-width="1.3"/>'
        )
    return f"<g>{drawn}{_age(person, x, y)}{_label(symbol)}</g>"


def _age(person: Someone, x: float, y: float) -> str:
    if person.age is None:
        return ""
    words = str(person.age)
    behind = ""
    if person.has_died:
        wide = measures.text_width(words, measures.AGE_FONT) + 4
        behind = (
            f'<rect x="{number(x - wide / 2)}" y="{number(y - 9)}" width="{number(wide)}" height="18" rx="3" '
            f'fill="{PAPER}"/>'
        )
    return behind + text(x, y + 5.2, words, measures.AGE_FONT, INK)


def _label(symbol: Symbol) -> str:
    at = symbol.y + measures.HALF + measures.LABEL_TOP
    lines = []
    for words in measures.name_lines(symbol.person.name):
        at += measures.NAME_LINE
        lines.append(text(symbol.x, at - 3, words, measures.NAME_FONT, INK, bold=symbol.person.is_focus))
    if words := measures.years(symbol.person):
        lines.append(text(symbol.x, at + measures.NOTE_LINE - 3, words, measures.NOTE_FONT, MUTED))
    return "".join(lines)


def _words(words: Words) -> str:
    wide = measures.text_width(words.words, measures.NOTE_FONT) * 0.9
    behind = ""
    if words.boxed:
        behind = (
            f'<rect x="{number(words.x - 3)}" y="{number(words.y - 11)}" width="{number(wide + 6)}" height="15" rx="3" '
            f'fill="{PAPER}" fill-opacity="0.9"/>'
        )
    return behind + text(words.x, words.y, words.words, measures.NOTE_FONT, MUTED, anchor=words.anchor)


def text(
    x: float, y: float, words: str, font: float, colour: str, *, anchor: str = "middle", bold: bool = False
) -> str:
    """Return one line of words."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{number(font)}" text-anchor="{anchor}" '
        f'fill="{colour}"{weight}>{escape(words)}</text>'
    )
