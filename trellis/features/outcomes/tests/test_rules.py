"""What changed, in numbers and in words."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.features.outcomes.rules import (
    SECTIONS,
    Point,
    blocks,
    check_sections,
    due_points,
    incident_change,
    rating_change,
)
from trellis.kernel.decisions import RuleBroken

START = date(2026, 3, 3)
incidents = st.lists(st.tuples(st.dates(date(2025, 6, 1), date(2027, 1, 1)), st.integers(1, 4)), max_size=30)


@given(incidents, st.integers(0, 200))
def test_blocks_hold_each_incident_of_their_time_once(given_incidents, days):
    until = START + timedelta(days=days)
    found = blocks(given_incidents, START, until)
    inside = [one for one in given_incidents if START - timedelta(weeks=12) <= one[0] <= until]
    assert sum(block.count for block in found) == len(inside)
    assert all(a.last + timedelta(days=1) == b.first for a, b in itertools.pairwise(found))
    assert START in {block.first for block in found}
    assert found[-1].last == until


@pytest.mark.parametrize(
    ("days_before", "days_after", "length", "before", "now", "word"),
    [
        ([1, 10, 84], [70], 84, 3, 1, "fewer"),
        ([85], [83], 84, 0, 1, "more"),
        ([5], [5], 84, 1, 1, "as many"),
        ([], [], 84, 0, 0, "None written down"),
        ([35, 36], [0], 34, 1, 1, "5 weeks"),
    ],
)
def test_incidents_before_and_now(days_before, days_after, length, before, now, word):
    happened = [(START - timedelta(days=d), 2) for d in days_before]
    happened += [(START + timedelta(days=d), 2) for d in days_after]
    found = incident_change(happened, START, START + timedelta(days=length))
    assert (found.before, found.now) == (before, now)
    assert word in found.words


def test_nothing_is_said_before_four_weeks():
    assert incident_change([], START, START + timedelta(days=26)) is None
    assert incident_change([], START, START + timedelta(days=27)) is not None


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ({Point.START: 3, Point.END: 7}, "From 3 to 7 of 10: up by 4"),
        ({Point.END: 2, Point.START: 5}, "From 5 to 2 of 10: down by 3"),
        ({Point.START: 3, Point.MIDDLE: 9, Point.FOLLOW_UP: 3}, "3 of 10, then and now"),
    ],
)
def test_ratings_in_words(ratings, words):
    assert rating_change(ratings).words == words


@pytest.mark.parametrize("ratings", [{}, {Point.START: 3}])
def test_one_rating_is_no_change(ratings):
    assert rating_change(ratings) is None


@pytest.mark.parametrize(
    ("started", "ended", "done", "expected"),
    [
        (None, None, set(), [Point.START]),
        (None, None, {"start"}, []),
        (START, None, {"start"}, [Point.MIDDLE, Point.END, Point.FOLLOW_UP]),
        (START, START + timedelta(weeks=3), {"start"}, [Point.END, Point.FOLLOW_UP]),
    ],
)
def test_looks_that_are_due(started, ended, done, expected):
    found = due_points(started_on=started, ended_on=ended, weeks=12, follow_up_weeks=12, done=done, today=START)
    assert [point for point, _ in found] == expected
    assert [day for _, day in found] == sorted(day for _, day in found)


def test_a_summary_needs_its_parts_and_keeps_their_order():
    typed = {section.key: f"Words {section.key}" for section in SECTIONS}
    assert [kept["key"] for kept in check_sections(typed)] == [section.key for section in SECTIONS]
    with pytest.raises(RuleBroken, match="What has changed"):
        check_sections({**typed, "changed": " "})
    assert "child_words" not in [kept["key"] for kept in check_sections({**typed, "child_words": ""})]
