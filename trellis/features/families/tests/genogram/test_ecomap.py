"""Ecomaps: every tie is drawn once, no box touches another or the home, and the words say the same."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.features.families.rules.ecomap import (
    Outside,
    Strength,
    Surroundings,
    lay_out,
    legend,
    tell,
    together,
    write,
)

words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=40)
outside = st.builds(
    Outside,
    kind=words,
    name=words,
    strength=st.sampled_from(list(Strength)),
    whose=st.lists(words, max_size=4).map(tuple),
    note=words,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, max_size=9).map(tuple), st.lists(outside, max_size=18).map(tuple))
def test_no_box_touches_another_or_the_home(at_home: tuple[str, ...], ties: tuple[Outside, ...]) -> None:
    made = lay_out(Surroundings("A family", at_home, ties))
    assert len(made.places) == len(ties)
    for one, other in combinations(made.places, 2):
        assert not one.box.overlaps(other.box)
    for place in made.places:
        x, y = made.middle
        nearest = (
            max(place.box.left - x, 0, x - place.box.right) ** 2 + max(place.box.top - y, 0, y - place.box.bottom) ** 2
        )
        assert nearest > made.radius**2
        assert place.box.left >= 0
        assert place.box.top >= 0
        assert place.box.right <= made.width
        assert place.box.bottom <= made.height


def test_two_children_of_one_school_share_a_box() -> None:
    joined = together(
        [Outside("School", "Weir Street", whose=("Ana",)), Outside("School", "Weir Street", whose=("Bo",))]
    )
    assert joined == (Outside("School", "Weir Street", whose=("Ana", "Bo")),)


def test_the_words_say_what_the_lines_show() -> None:
    around = Surroundings(
        "A family",
        ("Ana", "Bo"),
        (
            Outside("School", "Weir Street", Strength.STRESSFUL, ("Bo",), "moved down a set"),
            Outside("Referred by", "Northside Social Work"),
        ),
    )
    sentences = [sentence for part in tell(around) for sentence in part.sentences]
    assert sentences == [
        "At home: Ana and Bo.",
        "Weir Street (school), a stressful tie of Bo: moved down a set.",
        "Northside Social Work (referred by), a tie.",
    ]
    assert [sign.words for sign in legend(around)] == [Strength.PLAIN.label, Strength.STRESSFUL.label]


@pytest.mark.parametrize("size", [1, 2, 24])
def test_it_needs_no_style_and_escapes_what_people_type(size: int) -> None:
    ties = tuple(Outside("School", f'<b onload="x">{number}') for number in range(size))
    svg = write(lay_out(Surroundings("<i>Family", ("<u>Ana",), ties)), "<title>", "& words")
    assert not re.search(r"<(b|i|u)[ >]", svg)
    assert "style=" not in svg
    assert 'role="img"' in svg
