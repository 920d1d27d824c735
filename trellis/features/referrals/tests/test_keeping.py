"""What is sealed is not in a referral's answers for whoever it is kept from, and nothing says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.features.families.rules import SealedFact
from trellis.features.referrals.rules.keeping import without_sealed

ANSWERS = {
    "people": {
        "p1": {"given_name": "Maya", "family_name": "Ashby", "known_as": ""},
        "p2": {"given_name": "Xanthippe", "family_name": "Oake", "known_as": "Xanth"},
    },
    "ties": {"adults": {"kind_p1_p2": "partner"}, "p2": {"kind_p1": "mother"}},
    "homes": {
        "h1": {
            "label": "Home",
            "people": ["p1", "p2"],
            "secret": "yes",
            "kept_from": "Frank",
            "address": "17 Larkspur Yard\nLeeds",
            "postcode": "LS1 4AP",
        },
        "h2": {"label": "Other", "people": ["p2"], "address": "2 Elm Row", "postcode": "LS2 1AA"},
    },
    "contact": {
        "p1": {"channel": "mobile", "mobile": "07700900421", "is_safe": "yes"},
        "p2": {"channel": "post", "post": "17 Larkspur Yard"},
    },
    "happening": {
        "words": {"what_happens": "She moved to 17 larkspur yard and works at Tarnhope Bakery with Xanthippe."}
    },
    "occupations": {
        "p1": {"kind": "work", "name": "Tarnhope Bakery"},
        "p2": {"kind": "school", "name": "Quibberly High"},
    },
    "agencies": {
        "any": {"any": "yes"},
        "a1": {"name": "Quibberly High", "worker": "Head", "contact": "x", "doing": "y"},
    },
    "practical": {"coming": {"transport": "By bus from Larkspur Yard, ten minutes", "evenings": ["1"]}},
}


def said(kept: dict[str, frozenset[SealedFact]]) -> str:
    """Return all that is left, as text."""
    return str(without_sealed(ANSWERS, kept)).casefold()


@pytest.mark.parametrize(
    ("person", "fact", "gone", "left"),
    [
        ("p1", SealedFact.ADDRESS, ("larkspur", "ls1 4ap", "frank", "by bus"), ("elm row", "07700900421", "home")),
        ("p1", SealedFact.CONTACT, ("07700900421",), ("larkspur", "tarnhope")),
        ("p2", SealedFact.SCHOOL, ("quibberly", "head"), ("tarnhope", "larkspur")),
        ("p1", SealedFact.WORK, ("tarnhope",), ("quibberly", "larkspur")),
        ("p2", SealedFact.PRESENCE, ("xanth", "oake", "p2"), ("maya", "elm row")),
    ],
)
def test_a_sealed_fact_and_what_tells_of_it_is_gone(
    person: str, fact: SealedFact, gone: tuple[str, ...], left: tuple[str, ...]
) -> None:
    words = said({person: frozenset({fact})})
    assert [one for one in gone if one in words] == []
    assert [one for one in left if one not in words] == []


def test_an_address_that_is_kept_looks_like_one_that_was_never_given() -> None:
    never = {"label": "Home", "people": ["p1", "p2"], "secret": "no", "kept_from": "", "address": "", "postcode": ""}
    assert without_sealed(ANSWERS, {"p1": frozenset({SealedFact.ADDRESS})})["homes"]["h1"] == never


def test_with_nothing_sealed_nothing_changes() -> None:
    assert without_sealed(ANSWERS, {}) == ANSWERS
    assert without_sealed(ANSWERS, {"p1": frozenset()}) == ANSWERS


@given(st.dictionaries(st.sampled_from(["p1", "p2", "p3"]), st.frozensets(st.sampled_from(list(SealedFact)))))
def test_what_was_read_is_never_changed_and_the_rest_keeps_its_shape(kept: dict[str, frozenset[SealedFact]]) -> None:
    before = str(ANSWERS)
    after = without_sealed(ANSWERS, kept)
    assert str(ANSWERS) == before
    assert set(after) == set(ANSWERS)
