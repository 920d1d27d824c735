"""Evidence for and against two records being one person; what a merge chooses between."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.features.duplicates.rules import (
    LIKELY,
    Home,
    PersonFacts,
    homes_that_say,
    in_order,
    nobody_is_their_own_ancestor,
    tidied,
    weigh,
)
from trellis.kernel.decisions import RuleBroken

BORN = date(1985, 7, 4)
HOME = Home("7 Mill Lane\nHunslet\nLeeds", "LS10 1AA")
ANN = PersonFacts("Katherine", "Ashworth", "", BORN, (HOME,))


def other(**said):
    values = {
        "given_name": "Katherine",
        "family_name": "Ashworth",
        "known_as": "",
        "birth_date": BORN,
        "homes": (HOME,),
    }
    return PersonFacts(**{**values, **said})


MOVED = (Home("22 Weavers Court\nYork", "YO1 7AA"),)


@pytest.mark.parametrize(
    ("said", "likely", "words"),
    [
        ({}, True, "the same given name"),
        ({"given_name": "Kate"}, True, "forms of one name"),
        ({"given_name": "Kathrine", "family_name": "Ashwort"}, True, "spelt nearly alike"),
        ({"given_name": "Sue", "known_as": "Katherine"}, True, "the same given name"),
        ({"given_name": "Ashworth", "family_name": "Katherine"}, True, "in each other’s place"),
        ({"birth_date": date(1985, 4, 7)}, True, "day and month swapped"),
        ({"birth_date": date(1985, 7, 14)}, True, "by one figure"),
        ({"birth_date": None}, True, "not known"),
        ({"homes": MOVED}, True, "may have moved"),
        ({"family_name": "Marlowe"}, True, "family names differ"),
        ({"birth_date": None, "homes": ()}, True, "the same family name"),
        ({"birth_date": None, "homes": MOVED}, False, ""),
        ({"family_name": "Marlowe", "homes": MOVED}, False, ""),
        ({"birth_date": date(1962, 1, 30), "homes": MOVED}, False, ""),
        ({"given_name": "Peter", "homes": ()}, False, ""),
        ({"given_name": "Peter", "birth_date": date(2011, 1, 30)}, False, ""),
        ({"given_name": "Peter", "birth_date": None}, False, ""),
        ({"given_name": "Peter"}, True, "twins, or one person under two names"),
    ],
)
def test_who_may_be_katherine_ashworth(said, likely, words):
    found = weigh(ANN, other(**said))
    assert found.is_likely is likely, found
    assert words in "; ".join(each.words for each in found.evidence)


def test_in_one_family_other_names_are_other_people():
    twin = other(given_name="Peter")
    assert weigh(ANN, twin).is_likely
    assert not weigh(ANN, twin, in_one_family=True).is_likely
    son = other(birth_date=date(2011, 7, 4))
    assert weigh(ANN, son).is_likely
    assert not weigh(ANN, son, in_one_family=True).is_likely


@pytest.mark.parametrize(
    ("home", "words"),
    [
        (Home("7, Mill Lane, Hunslet, Leeds", "ls101aa"), "the same address"),
        (Home("7 Mill Lane\nHunslet\nLeeds", "LS10 9ZZ"), "the same address but for the postcode"),
        (Home("7 Mill Lane\nBeeston\nWakefield", "WF1 1AA"), "the same house number and street"),
        (Home("9 Mill Lane\nHunslet\nLeeds", "LS10 9ZZ"), "the same street"),
        (Home("Flat 3\nTall House\nLeeds", "LS10 1AA"), "the same postcode"),
        (Home("1 Sea View\nWhitby", "YO21 1AA"), "different addresses: they may have moved"),
        (Home("", "LS10 1AA"), "the same postcode"),
    ],
)
def test_what_two_addresses_say(home, words):
    found = weigh(ANN, other(homes=(home,)))
    assert [each.words for each in found.evidence if each.about == "home"] == [words]
    assert homes_that_say(ANN, other(homes=(MOVED[0], home)))[1] in {home, MOVED[0]}


def test_neighbours_of_one_town_share_nothing():
    found = weigh(PersonFacts(homes=(HOME,)), PersonFacts(homes=(Home("99 High Street\nMorley\nLeeds", "LS27 1AA"),)))
    assert found.evidence[-1].words == "different addresses: they may have moved"


def test_without_homes_only_what_is_written_of_the_person_counts():
    found = weigh(ANN, other(given_name="Peter"))
    assert found.is_likely
    assert not found.without("home").is_likely


names = st.text(st.characters(codec="utf-8"), max_size=12)
people = st.builds(
    PersonFacts,
    given_name=names,
    family_name=names,
    known_as=names,
    birth_date=st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    homes=st.lists(
        st.builds(Home, address=names, postcode=st.sampled_from(["", "LS1 1AA", "LS1 1AB"])), max_size=2
    ).map(tuple),
)


@given(people, people, st.booleans())
@settings(deadline=None)
def test_evidence_is_the_same_both_ways(one, another, in_one_family):
    first = weigh(one, another, in_one_family=in_one_family)
    second = weigh(another, one, in_one_family=in_one_family)
    assert first == second


@given(people, people)
@settings(deadline=None)
def test_nobody_is_liker_than_oneself(one, another):
    assert weigh(one, another).without("home").weight <= max(
        weigh(one, one).without("home").weight, weigh(another, another).without("home").weight, LIKELY
    )


@given(people, people)
@settings(deadline=None)
def test_what_is_left_out_for_speed_never_makes_a_pair_likely(one, another):
    assert weigh(one, another, fully=False).is_likely == weigh(one, another).is_likely


def test_a_pair_is_written_in_one_order():
    one, another = sorted([uuid.uuid4(), uuid.uuid4()])
    assert in_order(another, one) == in_order(one, another) == (one, another)
    with pytest.raises(RuleBroken):
        in_order(one, one)


def test_whichever_says_something_is_proposed():
    blank = dict.fromkeys(("given_name", "family_name", "known_as", "birth_date", "gender", "ethnicity"), "")
    blank |= {"first_language": "", "interpreter_needed": None, "access_needs": "", "has_died": False, "died_on": ""}
    kept = {**blank, "given_name": "Katherine", "gender": "not_known", "first_language": "Polish"}
    gone = {**blank, "given_name": "Kate", "gender": "female"}
    assert tidied(kept, gone) == {"given_name": "kept", "gender": "gone", "first_language": "kept"}


@pytest.mark.parametrize(
    ("ties", "so"),
    [([], True), ([(1, 2), (2, 3)], True), ([(1, 2), (2, 1)], False), ([(1, 2), (2, 3), (3, 1)], False)],
)
def test_nobody_is_above_themselves(ties, so):
    assert nobody_is_their_own_ancestor(ties, 1) is so
