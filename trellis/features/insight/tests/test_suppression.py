"""No total gives a cell away: every table that is shown is attacked with all that is shown."""

from __future__ import annotations

import time
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.features.insight.rules import Count, Limits, Mark, as_shown, limits_on, marks_of, ranges, total_of
from trellis.features.insight.rules.limits import LIMITS

NOW = limits_on(date(2026, 11, 22))
small_tables = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(
    lambda numbers: total_of("all", {f"cell {n}": number for n, number in enumerate(numbers)})
)


def tree(depth: int, most: int) -> st.SearchStrategy[Count]:
    """Give trees of counts: leaves of any size, often small ones."""
    leaves = st.one_of(st.integers(0, 6), st.integers(0, most))

    def build(numbers, path="all"):
        if isinstance(numbers, int):
            return Count(path, numbers)
        parts = tuple(build(inner, f"{path}.{n}") for n, inner in enumerate(numbers))
        return Count(path, sum(part.number for part in parts), parts)

    shape = leaves
    for _ in range(depth):
        shape = st.one_of(leaves, st.lists(shape, min_size=1, max_size=4))
    return shape.map(build)


def leaves_of(table):
    return [one for one in table.all() if not one.parts]


def by_trying_everything(table, marks, limits):
    """Attack: go through every table that agrees with what is shown, and note each number's values."""
    most = table.number if marks[table.key] is Mark.SHOWN else limits.smallest_shown - 1
    leaves = leaves_of(table)
    choices = [[leaf.number] if marks[leaf.key] is Mark.SHOWN else list(range(most + 1)) for leaf in leaves]
    values = {one.key: set() for one in table.all()}
    for tried in product(*choices):
        numbers = dict(zip((leaf.key for leaf in leaves), tried, strict=True))
        if not _agrees(table, numbers, marks, limits):
            continue
        for key, number in numbers.items():
            values[key].add(number)
    return values


def _agrees(one, numbers, marks, limits):
    for part in one.parts:
        if not _agrees(part, numbers, marks, limits):
            return False
    if one.parts:
        numbers[one.key] = sum(numbers[part.key] for part in one.parts)
    told = numbers[one.key]
    if marks[one.key] is Mark.SHOWN:
        return told == one.number
    if marks[one.key] is Mark.FEWER:
        return 0 < told < limits.smallest_shown
    return marks[one.key] is Mark.NOTHING or told > 0


def assert_safe(table, limits=NOW):
    marks = marks_of(table, limits)
    found = ranges(table, marks, limits)
    for one in table.all():
        low, high = found[one.key]
        assert low <= one.number <= high
        if 0 < one.number < limits.smallest_shown:
            assert marks[one.key] is not Mark.SHOWN
        if marks[one.key] is not Mark.SHOWN:
            assert high - low >= limits.least_width, (one.key, one.number, low, high, marks)
    return marks


@settings(max_examples=400, deadline=None)
@given(tree(3, 60))
def test_no_number_that_is_held_back_can_be_worked_out(table):
    assert_safe(table)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(small_tables, tree(2, 9).filter(lambda table: len(leaves_of(table)) <= 4 and table.number <= 20)))
def test_the_sums_that_a_reader_can_do_are_all_that_can_be_known(table):
    """The bounds are exact: going through every possible table finds the same least and most."""
    marks = marks_of(table, NOW)
    bounds = ranges(table, marks, NOW)
    tried = by_trying_everything(table, marks, NOW)
    for key, values in tried.items():
        assert values, key
        assert (min(values), max(values)) == bounds[key]
        if marks[key] is not Mark.SHOWN:
            assert len(values) >= NOW.least_width + 1


@settings(max_examples=60, deadline=None)
@given(tree(2, 40), st.integers(3, 12), st.integers(1, 3))
def test_other_limits_hold_as_well(table, smallest, width):
    limits = Limits(date(2026, 1, 1), smallest_shown=max(smallest, width + 2), smallest_base=20, least_width=width)
    assert_safe(table, limits)


def names_held_back(table):
    return {key for key, mark in marks_of(table, NOW).items() if mark is not Mark.SHOWN}


@pytest.mark.parametrize(
    ("numbers", "held_back"),
    [
        ({"a": 9, "b": 20}, set()),
        ({"a": 0, "b": 20}, set()),  # that nobody is in a row is told
        ({"a": 3, "b": 9, "c": 20}, {"a", "b"}),  # one alone would be the total less the others
        ({"a": 1, "b": 1, "c": 20}, {"a", "b", "c"}),  # two alone would both be 1
        ({"a": 4, "b": 4, "c": 9, "d": 20}, {"a", "b", "c"}),  # … or both be 4
        ({"a": 2, "b": 3, "c": 20}, {"a", "b"}),
        ({"a": 4, "b": 0}, {"all", "a", "b"}),  # below a small total nothing is told
        ({"a": 4, "b": 5}, {"a", "b"}),
    ],
)
def test_as_few_are_held_back_as_will_do(numbers, held_back):
    assert names_held_back(total_of("all", numbers)) == held_back


def test_a_total_within_a_total_gives_nothing_away():
    """What was accepted and what was started are both told: what lies between them is a cell, too."""
    started = total_of("started", {"completed": 3, "ended early": 4, "in programme": 20})
    accepted = Count("accepted", started.number + 2, (started, Count("waiting", 2)))
    table = Count("referred", accepted.number + 7, (accepted, Count("declined", 3), Count("withdrawn", 4)))
    marks = assert_safe(table)
    told = [key for key in ("accepted", "started") if marks[key] is Mark.SHOWN]
    assert len(told) < 2


def test_a_table_that_cannot_be_saved_is_held_back_whole():
    assert names_held_back(total_of("all", {"a": 5, "b": 1})) == {"a", "b"}
    only = Count("all", 7, (Count("a", 7, (Count("x", 3), Count("y", 4))),))
    assert_safe(only)


@pytest.mark.parametrize("number", range(8))
def test_each_side_of_the_limit(number):
    marks = marks_of(Count("all", number), NOW)
    assert (marks["all"] is Mark.SHOWN) is (number == 0 or number >= 5)


def test_the_limits_of_a_day_are_those_that_hold_on_it():
    assert limits_on(date(1999, 1, 1)) == LIMITS[0]
    assert limits_on(date(2026, 11, 22)).smallest_shown == 5


def test_a_sum_that_is_none_is_refused():
    with pytest.raises(ValueError, match="sum of its parts"):
        Count("all", 3, (Count("a", 1),))


def test_staff_see_every_number():
    table = total_of("all", {"a": 1, "b": 30})
    assert dict(as_shown(table, NOW, whole=True).shown) == {"all": 31, "a": 1, "b": 30}


def test_a_large_table_takes_no_time():
    reasons = tuple(Count(f"reason {n}", n % 6) for n in range(12))
    ended = Count("ended", sum(r.number for r in reasons), reasons)
    table = Count("all", ended.number + 30, (ended, *(Count(f"cell {n}", n) for n in range(1, 5)), Count("rest", 20)))
    began = time.perf_counter()
    assert_safe(table)
    assert time.perf_counter() - began < 5
