"""Small numbers are held back, and what would give them away."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.features.insight.rules import (
    FEWER,
    HELD_BACK,
    held_back,
    percent,
    shown_measure,
    shown_sum,
    shown_table,
    shown_total,
    whole_quarters,
)

tables = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1)


@given(tables)
def test_no_small_count_is_shown_nor_found_by_taking_away(counts):
    shown = shown_table(counts, whole=False)
    assert not [v for v in shown.values() if isinstance(v, int) and 0 < v < 5]
    hidden = [key for key, value in shown.items() if not isinstance(value, int)]
    assert len(hidden) != 1 or not [key for key, count in counts.items() if count and key not in hidden]


@given(tables, st.data())
def test_no_sum_gives_a_cell_away(counts, drawn):
    keys = drawn.draw(st.lists(st.sampled_from(sorted(counts)), unique=True))
    hidden = held_back(counts)
    if isinstance(shown_sum(counts, keys, whole=False), int):
        assert len([key for key in keys if key in hidden]) != 1
        assert len([key for key in hidden if key not in keys]) != 1


@given(tables)
def test_staff_see_every_number(counts):
    assert shown_table(counts, whole=True) == counts
    assert shown_total(counts, whole=True) == sum(counts.values())


def test_words_for_what_is_held_back():
    assert shown_table({"a": 3, "b": 9, "c": 20}, whole=False) == {"a": FEWER, "b": HELD_BACK, "c": 20}
    assert shown_total({"a": 3}, whole=False) == FEWER
    assert shown_measure(12.4, 19, whole=False) == HELD_BACK
    assert shown_measure(12.4, 20, whole=False, unit=" days") == "12 days"
    assert shown_measure(None, 0, whole=True) == "–"
    assert percent(5, 10) == ""
    assert percent(5, 20) == "25%"
    assert percent(FEWER, 20) == ""


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 2, 14), date(2026, 2, 14), (date(2026, 1, 1), date(2026, 3, 31))),
        (date(2025, 12, 31), date(2026, 10, 1), (date(2025, 10, 1), date(2026, 12, 31))),
        (date(2026, 4, 1), date(2026, 6, 30), (date(2026, 4, 1), date(2026, 6, 30))),
    ],
)
def test_days_are_widened_to_whole_quarters(first, last, expected):
    found = whole_quarters(first, last)
    assert (found.first, found.last) == expected
