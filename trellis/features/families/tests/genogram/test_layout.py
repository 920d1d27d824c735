"""Genograms: nobody is lost or hidden, lines do not cross where they need not, and bad data is told, not drawn."""

from __future__ import annotations

import time
from collections import Counter
from itertools import combinations, permutations, product

import pytest
from hypothesis import HealthCheck, given, settings

from trellis.features.families.rules.genogram import (
    Bond,
    BondTie,
    Couple,
    CoupleTie,
    Drawing,
    Home,
    Kin,
    Parentage,
    ParentTie,
    SiblingTie,
    draw,
    measures,
)
from trellis.features.families.rules.genogram.blocks import blocks
from trellis.features.families.rules.genogram.generations import generations
from trellis.features.families.rules.genogram.layout import MOST_COMPARED, with_order
from trellis.features.families.rules.genogram.order import Ordering
from trellis.features.families.rules.genogram.unions import plan
from trellis.features.families.tests.genogram.kins import FOURTEEN, TEN, anything, children, men, someone, trees, women

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def place(drawing: Drawing, name: str) -> tuple[float, float]:
    symbol = next(each for each in drawing.symbols if each.person.key == name)
    return symbol.x, symbol.y


def check_room(drawing: Drawing) -> None:
    """Nobody is nearer to another than a symbol's edge allows, names included, and all is on the paper."""
    for one, other in combinations(drawing.symbols, 2):
        for box in (one.box(), one.label()):
            for against in (other.box(), other.label()):
                assert not box.overlaps(against, by=4), (one.person.name, other.person.name)
    for symbol in drawing.symbols:
        assert symbol.label().left >= 0
        assert symbol.label().right <= drawing.width
        assert symbol.label().bottom <= drawing.height
        assert symbol.box().top >= 0


@MANY
@given(anything())
def test_whatever_is_written_everybody_is_drawn_once_with_room(kin: Kin) -> None:
    drawing = draw(kin)
    assert Counter(symbol.person.key for symbol in drawing.symbols) == Counter(person.key for person in kin.people)
    check_room(drawing)
    for tie in kin.parents:
        if {tie.parent, tie.child} <= {person.key for person in kin.people} and tie.parent != tie.child:
            above = place(drawing, tie.parent)[1] < place(drawing, tie.child)[1]
            assert above or any(tie.parent in text and tie.child in text for text in drawing.left_out)


@MANY
@given(trees())
def test_a_plain_tree_has_no_crossing(kin: Kin) -> None:
    drawing = draw(kin)
    assert drawing.crossings() == 0
    assert drawing.left_out == ()
    check_room(drawing)


@FEW
@given(anything(most=6))
def test_a_small_family_has_as_few_crossings_as_any_order_gives(kin: Kin) -> None:
    placed = generations(kin)
    if len(placed.islands) != 1:
        return
    made = plan(kin, placed)
    rows = [[list(order) for order in product(*options)] for options in blocks(made)]
    every = [[way for order in row for way in permutations(order)] for row in rows]
    total = 1
    for row in every:
        total *= len(row)
    if total > MOST_COMPARED:
        return
    least = min(with_order(kin, tuple(order)).crossings() for order in product(*every))
    assert draw(kin).crossings() == least


def test_ten_in_three_generations_with_step_parents_and_half_siblings() -> None:
    drawing = draw(TEN)
    assert drawing.crossings() == 0
    assert drawing.left_out == ()
    check_room(drawing)


def test_fourteen_in_four_generations_are_legible_and_quick() -> None:
    draw(FOURTEEN)
    started = time.perf_counter()
    drawing = draw(FOURTEEN)
    assert time.perf_counter() - started < 0.1
    assert drawing.crossings() == 0
    assert len({symbol.y for symbol in drawing.symbols}) == 4
    check_room(drawing)
    # On A4 across the drawing has 800 by 540 pixels (96 to the inch): the smallest words are 7 points at least.
    scale = min(800 / drawing.width, 540 / drawing.height)
    assert measures.NOTE_FONT * scale * 72 / 96 >= 7
    assert measures.NOTE_FONT >= 12


def test_it_is_the_same_every_time() -> None:
    assert draw(FOURTEEN) == draw(FOURTEEN)


def test_partners_stand_beside_each_other_and_children_under_them() -> None:
    drawing = draw(FOURTEEN)
    dawn, lee, marcus = (place(drawing, name) for name in ("Dawn", "Lee", "Marcus"))
    assert dawn[1] == lee[1] == marcus[1]
    assert lee[0] < dawn[0] < marcus[0]
    assert lee[0] < place(drawing, "Jamie")[0] < dawn[0] < place(drawing, "Millie")[0] < marcus[0]


def test_children_hang_in_the_order_of_birth() -> None:
    kin = Kin((*women(Ana=1980, Cy=2015), *men(Dan=1979, Bo=2009, Ed=2012)), children("Ana+Dan", "Cy", "Ed", "Bo"))
    drawing = draw(kin)
    assert place(drawing, "Bo")[0] < place(drawing, "Ed")[0] < place(drawing, "Cy")[0]


def test_twins_hang_from_one_point() -> None:
    kin = Kin((*women(Ana=1980, Cy=2015), *men(Bo=2015, Ed=2018)), children("Ana", "Bo", "Cy", "Ed"))
    drawing = draw(kin)
    slanted = [
        line
        for line in drawing.lines
        if line.points[0][0] != line.points[-1][0] and line.points[0][1] != line.points[-1][1]
    ]
    assert len(slanted) == 2
    assert slanted[0].points[0] == slanted[1].points[0]


@pytest.mark.parametrize(
    ("state", "strokes"), [(Couple.MARRIED, 0), (Couple.TOGETHER, 0), (Couple.SEPARATED, 1), (Couple.DIVORCED, 2)]
)
def test_separation_is_one_stroke_and_divorce_two(state: Couple, strokes: int) -> None:
    kin = Kin((*women(Ana=1980), *men(Dan=1979)), couples=(CoupleTie("Ana", "Dan", state),))
    assert sum(slash.strokes for slash in draw(kin).slashes) == strokes


@pytest.mark.parametrize("kind", [Parentage.ADOPTIVE, Parentage.FOSTER, Parentage.CARER])
def test_how_a_child_came_is_told_by_the_line(kind: Parentage) -> None:
    kin = Kin((*women(Ana=1980), *men(Bo=2015)), children("Ana", "Bo", kind=kind))
    assert kind in {line.parentage for line in draw(kin).lines}


def test_birth_and_foster_parents_are_both_drawn() -> None:
    kin = Kin(
        (*women(Ana=1980, Fay=1970), *men(Dan=1979, Bo=2015)),
        (*children("Ana+Dan", "Bo"), *children("Fay", "Bo", kind=Parentage.FOSTER)),
    )
    drawing = draw(kin)
    assert {Parentage.BIRTH, Parentage.FOSTER} <= {line.parentage for line in drawing.lines}
    assert drawing.crossings() == 0


def test_a_grandparent_without_the_parent_between_is_joined_by_a_line() -> None:
    kin = Kin(
        (*women(Ana=1980, Gran=1950), *men(Bo=2010)),
        (*children("Ana", "Bo"), ParentTie("Gran", "Bo", Parentage.GRANDPARENT)),
    )
    drawing = draw(kin)
    assert place(drawing, "Gran")[1] < place(drawing, "Ana")[1] < place(drawing, "Bo")[1]
    assert Parentage.GRANDPARENT in {line.parentage for line in drawing.lines}
    assert drawing.crossings() == 0


def test_siblings_of_whom_no_parent_is_written_hang_together() -> None:
    kin = Kin((*women(Ana=2010), *men(Bo=2012)), siblings=(SiblingTie("Ana", "Bo"),))
    drawing = draw(kin)
    assert drawing.lines
    assert place(drawing, "Ana")[1] == place(drawing, "Bo")[1]


def test_a_sibling_without_written_parents_hangs_by_a_dashed_line() -> None:
    kin = Kin((*women(Ana=1980, Cy=2010), *men(Bo=2012)), children("Ana", "Bo"), siblings=(SiblingTie("Bo", "Cy"),))
    assert any(line.is_guess for line in draw(kin).lines)


def test_young_parents_are_drawn_among_the_children() -> None:
    kin = Kin(
        (*women(Ana=1985, Cy=2010, Ed=2026), *men(Bo=2013)),
        (*children("Ana", "Cy", "Bo"), *children("Cy", "Ed")),
    )
    drawing = draw(kin)
    assert place(drawing, "Cy")[1] == place(drawing, "Bo")[1] < place(drawing, "Ed")[1]
    assert drawing.crossings() == 0


def test_their_own_ancestor_is_told_and_the_rest_is_drawn() -> None:
    kin = Kin(
        (*women(Ana=1980), *men(Bo=2010, Cy=2030)),
        (*children("Ana", "Bo"), *children("Bo", "Cy"), *children("Cy", "Ana")),
    )
    drawing = draw(kin)
    assert len(drawing.symbols) == 3
    assert drawing.left_out == (
        "Cy as parent of Ana: other ties put Cy in the same generation as Ana, or in a later one. "
        "Check who is whose parent.",
    )


def test_partners_of_two_generations_are_joined_although_they_stand_in_two_rows() -> None:
    kin = Kin(
        (*women(Ana=1960, Cy=1982), *men(Bo=1985, Dan=1961)),
        (*children("Ana+Dan", "Bo", "Cy"),),
        couples=(CoupleTie("Cy", "Dan"),),
    )
    drawing = draw(kin)
    assert [(curve.first, curve.second) for curve in drawing.curves] == [("Cy", "Dan")]


def test_the_outline_holds_those_who_live_together_and_nobody_else() -> None:
    drawing = draw(FOURTEEN)
    for home, outline in zip(FOURTEEN.homes, drawing.outlines, strict=True):
        for symbol in drawing.symbols:
            inside = sum(_inside((symbol.x, symbol.y), way) for way in outline.ways) % 2 == 1
            assert inside == (symbol.person.key in home.people), (home.label, symbol.person.name)


def _inside(point: tuple[float, float], way: tuple[tuple[float, float], ...]) -> bool:
    x, y = point
    crossed = 0
    for (ax, ay), (bx, by) in zip(way, way[1:] + way[:1], strict=True):
        crossed += ax == bx and ax > x and min(ay, by) <= y < max(ay, by)
    return crossed % 2 == 1


def test_a_bond_does_not_run_through_other_people() -> None:
    drawing = draw(FOURTEEN)
    for curve in drawing.curves:
        for symbol in drawing.symbols:
            if symbol.person.key not in {curve.first, curve.second}:
                through = [point for point in curve.points if symbol.box().holds(point)]
                assert not through, (curve.first, curve.second, symbol.person.name)


def test_nobody_at_all_is_an_empty_drawing() -> None:
    assert draw(Kin(())).symbols == ()


def test_sixty_people_do_not_hang() -> None:
    people = tuple(someone(f"P{number}") for number in range(60))
    ties = tuple(ParentTie(f"P{number // 3}", f"P{number}") for number in range(1, 60))
    started = time.perf_counter()
    drawing = draw(Kin(people, ties, bonds=(BondTie("P0", "P59", Bond.CLOSE),), homes=(Home("H", ("P1", "P30")),)))
    assert len(drawing.symbols) == 60
    assert time.perf_counter() - started < 5


def test_the_search_finds_no_better_order_by_moving_one_block() -> None:
    made = plan(FOURTEEN, generations(FOURTEEN))
    ordering = Ordering(made, FOURTEEN.homes)
    rows = ordering.best()
    for at in range(len(rows)):
        for other in ordering.ways(at, rows[at]):
            assert ordering.cost((*rows[:at], other, *rows[at + 1 :])) >= ordering.cost(rows)
