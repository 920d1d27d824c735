"""Words for what is held back, the years that may be asked for, and whose programmes a licensor sees."""

from datetime import date
from itertools import pairwise

import pytest

from trellis.features.insight.rules import (
    HELD_BACK,
    Period,
    as_shown,
    fewer,
    licensed_by,
    limits_on,
    percent,
    shown_extreme,
    shown_measure,
    total_of,
    year_of,
    years_until,
)

NOW = limits_on(date(2026, 11, 22))
FEWER = fewer(NOW)


def test_words_for_what_is_held_back():
    kept = as_shown(total_of("all", {"a": 3, "b": 9, "c": 20}), NOW, whole=False)
    assert dict(kept.shown) == {"all": 32, "a": FEWER, "b": HELD_BACK, "c": 20}
    assert kept.is_told("c")
    assert not kept.is_told("b")
    assert as_shown(total_of("all", {"a": 3}), NOW, whole=False)["all"] == FEWER == "fewer than 5"


def test_a_measure_needs_a_base_that_is_told():
    assert shown_measure(12.4, 19, NOW, whole=False) == HELD_BACK
    assert shown_measure(12.4, 20, NOW, whole=False, unit=" days") == "12 days"
    assert shown_measure(12.4, HELD_BACK, NOW, whole=False) == HELD_BACK
    assert shown_measure(12.4, 3, NOW, whole=True) == "12"
    assert shown_measure(None, 0, NOW, whole=True) == "–"


def test_the_longest_wait_is_one_family_and_is_told_to_staff_alone():
    assert shown_extreme(90, 200, whole=False) == HELD_BACK
    assert shown_extreme(90, 2, whole=True) == "90"
    assert shown_extreme(None, 0, whole=True) == "–"


def test_a_share_gives_no_count_away():
    assert percent(5, 10, NOW) == ""
    assert percent(5, 20, NOW) == "25%"
    assert percent(FEWER, 20, NOW) == ""
    assert percent(5, HELD_BACK, NOW) == ""


@pytest.mark.parametrize(
    ("day", "first"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_day_lies_in_one_year(day, first):
    assert year_of(day) == Period(date(first, 4, 1), date(first + 1, 3, 31))


def test_no_year_overlaps_another():
    years = years_until(date(2026, 11, 22))
    assert years[0].first == date(2026, 4, 1)
    assert years[-1].first == date(2020, 4, 1)
    assert all(later.first > earlier.last for later, earlier in pairwise(years))


@pytest.mark.parametrize(
    ("agency", "needed", "licensor", "expected"),
    [
        ("The Forward Trust", True, "the  forward trust", True),
        ("The Forward Trust", False, "The Forward Trust", False),
        ("Forward", True, "The Forward Trust", False),
        ("", True, "", False),
    ],
)
def test_a_licensor_sees_what_it_licenses(agency, needed, licensor, expected):
    assert licensed_by(agency, needed=needed, licensor=licensor) is expected
