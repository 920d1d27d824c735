"""Each reason on, and just beside, its boundary."""

from __future__ import annotations

from datetime import date

import pytest

from trellis.features.looking.rules import (
    DayOfLooking,
    LooksAtFamily,
    Outcome,
    UnusualKind,
    check_review,
    is_near,
    surname_of,
    thresholds_on,
    unusual_about_a_day,
    unusual_about_a_family,
    unusual_before_leaving,
)
from trellis.features.looking.rules.thresholds import THRESHOLDS
from trellis.features.looking.rules.unusual import is_night, week_of
from trellis.kernel.decisions import RuleBroken

NOW = thresholds_on(date(2026, 11, 22))


def kinds(found):
    return {one.kind for one in found}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, set()),
        ({"days": 2}, set()),
        ({"days": 3}, {UnusualKind.WITHOUT_WORK}),
        ({"days": 3, "works_with": True}, set()),
        ({"same_surname": True}, {UnusualKind.OWN_NAME}),
        ({"same_surname": True, "works_with": True}, set()),
        ({"is_watched": True}, {UnusualKind.WATCHED}),
        ({"is_watched": True, "works_with": True}, set()),
        ({"near_home": True}, {UnusualKind.OWN_STREET}),
        ({"near_home": True, "works_with": True}, {UnusualKind.OWN_STREET}),
        (
            {"days": 3, "same_surname": True, "is_watched": True},
            {UnusualKind.WITHOUT_WORK, UnusualKind.OWN_NAME, UnusualKind.WATCHED},
        ),
    ],
)
def test_looking_at_one_family(more, expected):
    looks = LooksAtFamily(**{"days": 1, "looks": 2, "works_with": False, **more})
    found = list(unusual_about_a_family(looks, NOW))
    assert kinds(found) == expected
    assert all(one.reason.endswith(".") and "twice" in one.reason for one in found)


def day(families=0, night=0, searches=0, same=0):
    return DayOfLooking({10: families, 11: 3}, {10: searches}, same, night)


@pytest.mark.parametrize(
    ("looking", "expected"),
    [
        (day(99), set()),
        (day(100), {UnusualKind.MANY}),
        (day(night=2), set()),
        (day(night=3), {UnusualKind.NIGHT}),
        (day(same=4, searches=39), set()),
        (day(same=5), {UnusualKind.SEARCHES}),
        (day(searches=40), {UnusualKind.SEARCHES}),
        (DayOfLooking({}, {}, 0, 0), set()),
    ],
)
def test_one_day(looking, expected):
    assert kinds(unusual_about_a_day(looking, NOW)) == expected


@pytest.mark.parametrize(("families", "expected"), [(19, set()), (20, {UnusualKind.LEAVING})])
def test_before_leaving(families, expected):
    assert kinds(unusual_before_leaving(families, NOW)) == expected


@pytest.mark.parametrize(("hour", "expected"), [(21, False), (22, True), (0, True), (5, True), (6, False), (12, False)])
def test_night_is_from_ten_to_six(hour, expected):
    assert is_night(hour, NOW) is expected


def test_a_week_begins_on_monday():
    assert week_of(date(2026, 11, 22)) == week_of(date(2026, 11, 16)) == date(2026, 11, 16)


def test_thresholds_hold_from_a_day_on():
    assert thresholds_on(date(1999, 1, 1)) == THRESHOLDS[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kit Moran", "moran"),
        ("Zoë Núñez", "nunez"),
        ("Kit", ""),
        ("Ada Ash-Byrne", "ash-byrne"),
        ("Al Kent Jr", "kent"),
    ],
)
def test_the_last_part_of_a_name_is_the_surname(name, expected):
    assert surname_of(name) == expected


@pytest.mark.parametrize(
    ("street", "postcode", "address", "its", "expected"),
    [
        ("", "NE1 4XF", "4 Elm Road", "ne14xf", True),
        ("Alder Road", "NE1 4XF", "12 Alder Rd, Newcastle", "NE1 9ZZ", True),
        ("Alder Road", "NE1 4XF", "12 Alder Road", "NE6 9ZZ", False),
        ("Alder Road", "NE1 4XF", "12 Alderbrook Road", "NE1 9ZZ", False),
        ("", "NE1 4XF", "12 Alder Road", "NE1 9ZZ", False),
        ("Alder Road", "NE1 4XF", "", "", False),
        ("", "", "", "", False),
    ],
)
def test_an_address_in_an_own_street(street, postcode, address, its, expected):
    assert is_near(street, postcode, address, its) is expected


def test_a_review_is_by_another_and_says_what_came_of_it():
    check_review(is_own=False, is_reviewed=False, outcome=Outcome.PART_OF_WORK, note="")
    check_review(is_own=False, is_reviewed=False, outcome=Outcome.TALKED, note="We spoke.")
    with pytest.raises(RuleBroken, match="their own looking"):
        check_review(is_own=True, is_reviewed=False, outcome=Outcome.PART_OF_WORK, note="")
    with pytest.raises(RuleBroken, match="already"):
        check_review(is_own=False, is_reviewed=True, outcome=Outcome.PART_OF_WORK, note="")
    with pytest.raises(RuleBroken, match="what was agreed"):
        check_review(is_own=False, is_reviewed=False, outcome=Outcome.TAKEN_FURTHER, note=" ")
