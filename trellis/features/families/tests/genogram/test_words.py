"""What a genogram tells in words, what its legend explains, and how it is written as SVG."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings

from trellis.features.families.rules.genogram import (
    Bond,
    BondTie,
    Couple,
    CoupleTie,
    Kin,
    Parentage,
    ParentTie,
    SiblingTie,
    draw,
    in_one,
    legend,
    tell,
    write,
)
from trellis.features.families.tests.genogram.kins import FOURTEEN, anything, children, men, someone, women


def told(kin: Kin) -> str:
    return in_one(tell(kin))


def test_people_couples_and_children_are_told() -> None:
    kin = Kin(
        (*women(Ana=1988, Cy=2015), *men(Bo=2011, Dan=1987)),
        children("Ana+Dan", "Bo", "Cy"),
        (CoupleTie("Ana", "Dan", Couple.SEPARATED, None, 2021),),
    )
    words = told(kin)
    assert "Ana, 38, is the mother of Bo, 15 and Cy, 11." in words
    assert "Ana and Dan separated in 2021." in words


@pytest.mark.parametrize(
    ("state", "since", "until", "words"),
    [
        (Couple.MARRIED, None, None, "are married or civil partners"),
        (Couple.MARRIED, 1999, None, "have been married or civil partners since 1999"),
        (Couple.MARRIED, 1999, 2010, "were married or civil partners, 1999 to 2010"),
        (Couple.TOGETHER, None, 2010, "were partners until 2010"),
        (Couple.SEPARATED, None, None, "have separated"),
        (Couple.SEPARATED, 2001, 2009, "separated in 2009 (together from 2001)"),
        (Couple.DIVORCED, None, None, "are divorced"),
        (Couple.DIVORCED, None, 2009, "divorced in 2009"),
        (Couple.NOT_KNOWN, None, None, "may be or may have been a couple: it is not written"),
    ],
)
def test_how_a_couple_stands(state: Couple, since: int | None, until: int | None, words: str) -> None:
    kin = Kin((*women(Ana=1980), *men(Dan=1979)), couples=(CoupleTie("Ana", "Dan", state, since, until),))
    assert f"Ana and Dan {words}." in told(kin)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Parentage.BIRTH, "the mother"),
        (Parentage.ADOPTIVE, "an adoptive mother"),
        (Parentage.FOSTER, "a foster mother"),
        (Parentage.STEP, "a stepmother"),
        (Parentage.CARER, "a carer"),
        (Parentage.GUARDIAN, "a guardian"),
        (Parentage.GRANDPARENT, "a grandmother"),
    ],
)
def test_who_somebody_is_to_a_child(kind: Parentage, words: str) -> None:
    kin = Kin((*women(Ana=1970), *men(Bo=2015)), (ParentTie("Ana", "Bo", kind),))
    assert f"Ana, 56, is {words} of Bo, 11." in told(kin)


def test_death_siblings_homes_and_what_is_between_people() -> None:
    words = told(FOURTEEN)
    assert "Edna, died in 2019, aged 81." in words
    assert "Edna was the mother of Susan, 64." in words
    assert "Jamie, 16, about whom the file is." in words
    assert "Susan’s home: Susan and Kelly live together." in words
    assert "There is violence by Lee towards Dawn." in words
    half = Kin((*women(Ana=2010), *men(Bo=2012)), siblings=(SiblingTie("Ana", "Bo", half=True),))
    assert "Ana and Bo are half-brother or half-sister to each other." in told(half)
    other = Kin((*women(Ana=1970), *men(Bo=2012)), bonds=(BondTie("Ana", "Bo", Bond.OTHER, "godmother"),))
    assert "Ana is Bo’s godmother." in told(other)


@settings(max_examples=60, deadline=None)
@given(anything())
def test_everybody_who_is_drawn_is_told(kin: Kin) -> None:
    words = told(kin)
    svg = write(draw(kin), "Genogram", words)
    for person in kin.people:
        assert f"{person.name}," in words
        assert f">{person.name}<" in svg
    assert legend(draw(kin)) or not kin.people


def test_the_legend_names_the_signs_that_are_used_and_no_others() -> None:
    signs = [sign.words for sign in legend(draw(FOURTEEN))]
    assert "Divorced" in signs
    assert "The file is about them" in signs
    assert "Violence: the arrow points to who is harmed" in signs
    assert "Adopted" not in signs
    assert "Very close" not in signs


def test_svg_needs_no_style_and_escapes_what_people_type() -> None:
    kin = Kin((someone('<b x="1">&', "circle", 1990),))
    svg = write(draw(kin), "<i>", "<u>")
    assert not re.search(r"<(b|i|u)[ >]", svg)
    assert "style=" not in svg
    assert 'role="img"' in svg
    assert "&lt;b" in svg


def test_no_words_are_smaller_than_twelve() -> None:
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', write(draw(FOURTEEN), "G", "g"))]
    assert min(sizes) >= 12


@pytest.mark.parametrize(("born", "died", "words"), [(1950, 2019, "1950–2019"), (1950, None, "b. 1950")])
def test_years_stand_under_a_name(born: int, died: int | None, words: str) -> None:
    assert f">{words}<" in write(draw(Kin((someone("Ana", "circle", born, died),))), "G", "g")


def test_somebody_who_died_on_an_unknown_day_is_crossed_out_without_an_age() -> None:
    from dataclasses import replace

    ana = replace(someone("Ana", "circle"), has_died=True, born=date(1950, 1, 1))
    assert "Ana, has died." in told(Kin((ana,)))
    assert ">b. 1950, died<" in write(draw(Kin((ana,))), "G", "g")
