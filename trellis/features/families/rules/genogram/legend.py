"""What the signs of a genogram mean: those that this drawing uses, each with a small picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trellis.features.families.rules.genogram import marks
from trellis.features.families.rules.genogram.drawing import Drawing, Line, Symbol
from trellis.features.families.rules.genogram.lines import couple_style, style
from trellis.features.families.rules.genogram.marks import INK, PAPER
from trellis.features.families.rules.genogram.people import Bond, Couple, Parentage, Shape

WIDE, HIGH = 44, 22
_SHAPES = {
    Shape.SQUARE: "Male",
    Shape.CIRCLE: "Female",
    Shape.DIAMOND: "Another gender, or not known",
}
_COUPLES = {
    Couple.MARRIED: "Married or civil partners",
    Couple.TOGETHER: "Partners, or parents of a child: whether a couple is not written",
    Couple.SEPARATED: "Separated",
    Couple.DIVORCED: "Divorced",
}
_PARENTS = {
    Parentage.BIRTH: "Child by birth",
    Parentage.ADOPTIVE: "Adopted",
    Parentage.FOSTER: "Fostered, or cared for by somebody else",
    Parentage.STEP: "Stepchild",
    Parentage.GRANDPARENT: "Grandchild; the parent between is not written",
}
_BONDS = {
    Bond.VERY_CLOSE: "Very close",
    Bond.CLOSE: "Close",
    Bond.DISTANT: "Distant",
    Bond.CUT_OFF: "No contact",
    Bond.CONFLICT: "Conflict",
    Bond.VIOLENCE: "Violence: the arrow points to who is harmed",
    Bond.OTHER: "Another tie",
}
_SAME_COUPLE = {Couple.NOT_KNOWN: Couple.TOGETHER}
_SAME_PARENT = {Parentage.CARER: Parentage.FOSTER, Parentage.GUARDIAN: Parentage.FOSTER}


@dataclass(frozen=True, slots=True)
class Sign:
    """One entry: the picture as SVG, and what it means."""

    picture: str
    words: str


def legend(drawing: Drawing) -> tuple[Sign, ...]:
    """Return the signs that a drawing uses, people first."""
    return tuple(Sign(_small(picture), words) for picture, words in _signs(drawing))


def _small(inside: str) -> str:
    size = f'width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}"'
    return f'<svg {size} aria-hidden="true" focusable="false">{inside}</svg>'


def _signs(drawing: Drawing) -> Iterator[tuple[str, str]]:
    yield from _people(drawing.symbols)
    yield from _lines(drawing.lines)
    used = {curve.bond for curve in drawing.curves}
    way = tuple((4.0 + step, HIGH / 2) for step in range(37))
    yield from ((marks.bond(bond, way), words) for bond, words in _BONDS.items() if bond in used)
    if drawing.outlines:
        paint = f'fill="none" stroke="{marks.GREEN}" stroke-dasharray="5 3"'
        yield f'<rect x="3" y="2" width="38" height="18" rx="5" {paint}/>', "Those who live together"


def _people(symbols: tuple[Symbol, ...]) -> Iterator[tuple[str, str]]:
    paint = f'fill="{PAPER}" stroke="{INK}" stroke-width="1.5"'
    for shape, words in _SHAPES.items():
        if any(symbol.person.shape == shape for symbol in symbols):
            yield marks.symbol(shape, WIDE / 2, HIGH / 2, 8, paint), words
    if any(symbol.person.is_focus for symbol in symbols):
        shape = next(symbol.person.shape for symbol in symbols if symbol.person.is_focus)
        picture = marks.symbol(shape, WIDE / 2, HIGH / 2, 9, paint) + marks.symbol(
            shape, WIDE / 2, HIGH / 2, 5.5, paint
        )
        yield picture, "The file is about them"
    if any(symbol.person.has_died for symbol in symbols):
        cross = f'<path d="M14 3L30 19M30 3L14 19" stroke="{INK}" stroke-width="1.3"/>'
        yield marks.symbol(Shape.SQUARE, WIDE / 2, HIGH / 2, 8, paint) + cross, "Has died"


def _lines(lines: tuple[Line, ...]) -> Iterator[tuple[str, str]]:
    couples = {_SAME_COUPLE.get(line.couple, line.couple) for line in lines if line.couple}
    for couple, words in _COUPLES.items():
        if couple in couples:
            yield _line(couple_style(couple)) + _strokes(couple), words
    parents = {
        _SAME_PARENT.get(line.parentage, line.parentage) for line in lines if line.parentage and not line.is_guess
    }
    for parentage, words in _PARENTS.items():
        if parentage in parents:
            yield _line(style(parentage), upright=True), words
    if any(line.is_guess for line in lines):
        yield _line("3 5", upright=True), "Brother or sister; whether by the same parents is not written"


def _line(dashes: str, *, upright: bool = False) -> str:
    path = "M22 1V21" if upright else "M3 11H41"
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" stroke="{INK}" stroke-width="1.5" fill="none"{dashed}/>'


def _strokes(couple: Couple) -> str:
    ways = {Couple.SEPARATED: "M18 19L26 3", Couple.DIVORCED: "M15 19L23 3M21 19L29 3"}
    return f'<path d="{ways[couple]}" stroke="{INK}" stroke-width="1.6"/>' if couple in ways else ""
