"""From people and ties to a positioned drawing."""

from __future__ import annotations

from dataclasses import replace

from trellis.features.families.rules.genogram import measures
from trellis.features.families.rules.genogram.bonds import draw_bonds
from trellis.features.families.rules.genogram.drawing import Drawing, Point, Symbol, crossings
from trellis.features.families.rules.genogram.generations import Generations, generations
from trellis.features.families.rules.genogram.lines import Drawn, Heights, Island, draw_lines
from trellis.features.families.rules.genogram.order import CROSSING, Ordering, Rows
from trellis.features.families.rules.genogram.outlines import draw_outlines
from trellis.features.families.rules.genogram.people import Bond, BondTie, Kin
from trellis.features.families.rules.genogram.placing import columns
from trellis.features.families.rules.genogram.unions import Plan, plan

APART = 44.0
MOST_COMPARED = 150


def draw(kin: Kin) -> Drawing:
    """Draw a genogram. Everybody is drawn once; ties that contradict each other are told in `left_out`."""
    kin = _tidy(kin)
    placed = generations(kin)
    islands = [_island(kin, placed, island) for island in sorted(placed.islands, key=lambda each: -len(each))]
    return _drawing(kin, placed, islands)


def with_order(kin: Kin, rows: Rows) -> Drawing:
    """Draw people whom ties join, in this order; for comparing orders."""
    kin = _tidy(kin)
    placed = generations(kin)
    planned = plan(kin, placed)
    return _drawing(kin, placed, [Island.of(planned, columns(planned, rows))])


def _drawing(kin: Kin, placed: Generations, islands: list[Island]) -> Drawing:
    heights = _heights(kin, islands, max(placed.row.values(), default=-1) + 1)
    symbols: list[Symbol] = []
    drawn = Drawn()
    right = measures.MARGIN
    for island in islands:
        made = draw_lines(island, heights, right)
        drawn.lines += made.lines
        drawn.slashes += made.slashes
        drawn.words += made.words
        people = island.plan.people
        for key, person in people.items():
            row = island.plan.row[key] + island.plan.first_row
            symbols.append(Symbol(person, island.columns.x[key] + right, heights.middle[row]))
        edge = max(island.columns.x[node] + measures.width(people.get(node)) / 2 for node in island.plan.row)
        right += round(edge, 1) + APART
    bottom = max((symbol.label().bottom for symbol in symbols), default=0.0)
    curves = draw_bonds(kin.bonds + _across(islands), symbols, drawn.lines, drawn.words)
    outlines, notes = draw_outlines(kin.homes, symbols)
    lowest = max([bottom, *(y for curve in curves for _, y in curve.points), *(note.y for note in notes)])
    shown = Drawing(
        round(right - APART + measures.MARGIN, 1),
        round(lowest + measures.MARGIN, 1),
        tuple(symbols),
        tuple(drawn.lines),
        tuple(drawn.slashes),
        tuple(drawn.words) + notes,
        curves,
        outlines,
        tuple(text for island in islands for text in island.plan.left_out) + placed.left_out,
    )
    return _with_room(shown)


def _tidy(kin: Kin) -> Kin:
    """Leave out people named twice, and ties to nobody."""
    people = tuple({person.key: person for person in kin.people}.values())
    known = {person.key for person in people}
    bonds = tuple(bond for bond in kin.bonds if bond.first != bond.second and {bond.first, bond.second} <= known)
    return replace(kin, people=people, bonds=bonds)


def _island(kin: Kin, placed: Generations, island: tuple[str, ...]) -> Island:
    """Lay out people whom ties join, as if there were nobody else."""
    inside = set(island)
    people = tuple(person for person in kin.people if person.key in inside)
    own = replace(
        kin,
        people=people,
        couples=tuple(tie for tie in kin.couples if tie.first in inside),
        siblings=tuple(tie for tie in kin.siblings if tie.first in inside),
    )
    row = {key: placed.row[key] for key in island}
    ties = tuple(tie for tie in placed.parents if tie.child in inside)
    planned = plan(own, Generations(row, (island,), (), ties))
    homes = tuple(replace(home, people=tuple(key for key in home.people if key in inside)) for home in kin.homes)
    ordering = Ordering(planned, homes)
    rows = ordering.best()
    if ordering.cost(rows) >= CROSSING:
        rows = _least(own, planned, ordering, rows)
    return Island.of(planned, columns(planned, rows))


def _least(kin: Kin, planned: Plan, ordering: Ordering, found: Rows) -> Rows:
    """Compare every order of a small family as it would be drawn, where lines must cross; the first found if equal."""

    def drawn(rows: Rows) -> int:
        island = Island.of(planned, columns(planned, rows))
        heights = _heights(kin, [island], planned.first_row + planned.rows())
        return crossings(draw_lines(island, heights, 0.0).lines)

    best, least = found, drawn(found)
    for rows in ordering.every(MOST_COMPARED):
        if least and (number := drawn(rows)) < least:
            best, least = rows, number
    return best


def _heights(kin: Kin, islands: list[Island], rows: int) -> Heights:
    """Set every row as high as its labels and the lines below it ask for."""
    first = min((island.plan.first_row for island in islands), default=0)
    middle: dict[int, float] = {}
    channel: dict[int, float] = {}
    y = measures.MARGIN
    for row in range(min(first, 0), rows):
        here = [(island, row - island.plan.first_row) for island in islands]
        labels = [
            measures.label_height(person)
            for island, at in here
            for key, person in island.plan.people.items()
            if island.plan.row[key] == at
        ]
        y += measures.OVER * max((island.overs(at) for island, at in here), default=0)
        middle[row] = y + measures.HALF
        y += measures.SYMBOL + max(labels) if labels else 0.0
        channel[row] = y + measures.CHANNEL_TOP
        depth = max((island.depth.get(at, 0) for island, at in here), default=0)
        y = channel[row] + measures.LEVEL * max(0, depth - 1) + measures.CHANNEL_BOTTOM
    return Heights(middle, channel)


def _across(islands: list[Island]) -> tuple[BondTie, ...]:
    """Return, as plain lines, couples of two generations and siblings who hang from different parents."""
    plans = [island.plan for island in islands]
    couples = [BondTie(tie.first, tie.second, Bond.OTHER) for each in plans for tie in each.loose]
    return (
        *couples,
        *(BondTie(first, second, Bond.OTHER) for each in plans for first, second, _ in each.siblings_apart),
    )


def _with_room(drawing: Drawing) -> Drawing:
    """Move everything so that nothing sticks out at the left or the top, and widen the paper at the right."""
    points = [point for curve in drawing.curves for point in curve.points]
    points += [point for outline in drawing.outlines for way in outline.ways for point in way]
    points += [point for line in drawing.lines for point in line.points]
    right = max([drawing.width, *(x + measures.MARGIN / 2 for x, _ in points)])
    bottom = max([drawing.height, *(y + measures.MARGIN / 2 for _, y in points)])
    by_x = max([0.0, *(measures.MARGIN / 2 - x for x, _ in points)])
    by_y = max([0.0, *(measures.MARGIN / 2 - y for _, y in points)])
    if not by_x and not by_y:
        return replace(drawing, width=right, height=bottom)

    def moved(way: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((round(x + by_x, 1), round(y + by_y, 1)) for x, y in way)

    return replace(
        drawing,
        width=round(right + by_x, 1),
        height=round(bottom + by_y, 1),
        symbols=tuple(replace(symbol, x=symbol.x + by_x, y=symbol.y + by_y) for symbol in drawing.symbols),
        lines=tuple(replace(line, points=moved(line.points)) for line in drawing.lines),
        slashes=tuple(replace(slash, x=slash.x + by_x, y=slash.y + by_y) for slash in drawing.slashes),
        words=tuple(replace(words, x=words.x + by_x, y=words.y + by_y) for words in drawing.words),
        curves=tuple(replace(curve, points=moved(curve.points)) for curve in drawing.curves),
        outlines=tuple(replace(line, ways=tuple(moved(way) for way in line.ways)) for line in drawing.outlines),
    )
