"""Who may be whom, and what cannot be true."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.features.families.rules import (
    RelationshipKind,
    check_birth_date,
    check_relationship,
    likeness,
    match_name,
    other_readings,
)
from trellis.kernel.decisions import RuleBroken

BORN = date(2010, 3, 4)


@pytest.mark.parametrize(
    ("given_name", "family_name", "birth_date", "likely", "word"),
    [
        ("Elizabeth", "Ashworth", BORN, True, "the same given name"),
        ("Beth", "Ashworth", BORN, True, "forms of one name"),
        ("Elisabeth", "Ashworth", BORN, True, "spelt nearly alike"),
        ("Elizabeth", "Ashworth", date(2010, 4, 3), True, "day and month swapped"),
        ("Elizabeth", "Ashworth", date(2010, 3, 5), True, "differ in one part"),
        ("Elizabeth", "Ashworth", None, True, "not known"),
        ("Elizabeth", "Marlowe", BORN, True, "the same date of birth"),
        ("Elizabeth", "Ashworth-Marlowe", BORN, True, "part of the family name"),
        ("Amy", "Ashworth", BORN, False, ""),
        ("Elizabeth", "Marlowe", date(1999, 1, 31), False, ""),
        ("Elizabeth", "Ashworth", date(1970, 11, 30), False, ""),
    ],
)
def test_who_may_be_elizabeth_ashworth(given_name, family_name, birth_date, likely, word):
    found = likeness("Elizabeth", "Ashworth", BORN, given_name, family_name, birth_date)
    assert found.is_likely is likely
    assert word in "; ".join(found.why)


@given(
    st.text(max_size=12),
    st.text(max_size=12),
    st.dates() | st.none(),
    st.text(max_size=12),
    st.text(max_size=12),
    st.dates() | st.none(),
)
def test_likeness_is_the_same_both_ways(g1, f1, b1, g2, f2, b2):
    one, other = likeness(g1, f1, b1, g2, f2, b2), likeness(g2, f2, b2, g1, f1, b1)
    assert (one.score, one.is_likely) == (other.score, other.is_likely)


@given(st.text())
def test_a_name_for_matching_is_settled(name):
    assert match_name(match_name(name)) == match_name(name)


def test_names_are_compared_without_accents_or_hyphens():
    assert match_name("Zoë", "O’Neill-Smith") == "zoe o neill smith"


@pytest.mark.parametrize(
    ("day", "others"),
    [(date(2010, 3, 4), (date(2010, 4, 3),)), (date(2010, 3, 3), ()), (date(2010, 3, 13), ())],
)
def test_other_readings_of_a_day(day, others):
    assert other_readings(day) == others


@pytest.mark.parametrize(
    ("birth_date", "words"),
    [(date(2026, 3, 2), "today or earlier"), (date(1900, 1, 1), "120 years")],
)
def test_impossible_birth_dates(birth_date, words):
    with pytest.raises(RuleBroken, match=words):
        check_birth_date(birth_date, date(2026, 3, 1))


@pytest.mark.parametrize("birth_date", [None, date(2026, 3, 1), date(1906, 1, 1)])
def test_possible_birth_dates(birth_date):
    check_birth_date(birth_date, date(2026, 3, 1))


def test_a_child_older_than_the_mother_is_refused_with_both_dates():
    with pytest.raises(RuleBroken, match=r"Thu 4 March 2010.*Mon 5 May 1980"):
        check_relationship(RelationshipKind.MOTHER, "Ann", BORN, "Tom", date(1980, 5, 5))


def test_a_step_parent_may_be_younger():
    check_relationship(RelationshipKind.STEP_PARENT, "Ann", BORN, "Tom", date(1980, 5, 5))
