"""The clock of a request: on each boundary and just beside it, and what is always so."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.features.rights.rules.clock import (
    Stretch,
    check_extension,
    check_pause,
    check_resume,
    due_on,
    paused_days,
)
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.working_days import WorkingDays

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("received", "extended", "due"),
    [
        (date(2026, 9, 3), False, date(2026, 10, 5)),  # 3 October is a Saturday
        (date(2026, 9, 4), False, date(2026, 10, 5)),  # 4 October is a Sunday
        (date(2026, 9, 7), False, date(2026, 10, 7)),
        (date(2025, 1, 31), False, date(2025, 2, 28)),  # no 31 February
        (date(2025, 1, 30), False, date(2025, 2, 28)),
        (date(2025, 1, 28), False, date(2025, 2, 28)),
        (date(2024, 1, 31), False, date(2024, 2, 29)),
        (date(2025, 3, 31), False, date(2025, 4, 30)),
        (date(2026, 11, 25), False, date(2026, 12, 29)),  # 25, 26, 27 and 28 December are none of them worked
        (date(2026, 11, 24), False, date(2026, 12, 24)),
        (date(2026, 3, 3), False, date(2026, 4, 7)),  # Good Friday to Easter Monday
        (date(2026, 3, 6), False, date(2026, 4, 7)),
        (date(2025, 11, 30), True, date(2026, 3, 2)),  # 28 February 2026 is a Saturday
        (date(2026, 9, 7), True, date(2026, 12, 7)),
    ],
)
def test_one_calendar_month_or_three_then_the_next_working_day(received, extended, due):
    assert due_on(received, received, extended=extended).day == due


@pytest.mark.parametrize(
    ("stretches", "days"),
    [
        ([], 0),
        ([Stretch(date(2026, 9, 10), date(2026, 9, 10))], 0),
        ([Stretch(date(2026, 9, 10), date(2026, 9, 11))], 1),
        ([Stretch(date(2026, 9, 10), date(2026, 9, 20)), Stretch(date(2026, 9, 15), date(2026, 9, 25))], 15),
        ([Stretch(date(2026, 9, 10), date(2026, 9, 20)), Stretch(date(2026, 9, 12), date(2026, 9, 13))], 10),
        ([Stretch(date(2026, 9, 10))], 5),
    ],
)
def test_days_on_which_the_clock_stood_still_count_once(stretches, days):
    assert paused_days(stretches, date(2026, 9, 15)) == days


def test_while_it_stands_still_the_day_moves_with_today():
    stretches = [Stretch(date(2026, 9, 10))]
    first = due_on(date(2026, 9, 7), date(2026, 9, 14), stretches=stretches)
    later = due_on(date(2026, 9, 7), date(2026, 9, 16), stretches=stretches)
    assert first.paused
    assert first.state == "paused"
    assert first.day < later.day
    assert "stood still" in first.words


@pytest.mark.parametrize(("today", "state"), [(29, "fine"), (30, "near")])
def test_a_week_before_it_is_near(today, state):
    assert due_on(date(2026, 9, 7), date(2026, 9, today)).state == state


def test_the_day_after_it_is_late():
    assert due_on(date(2026, 9, 7), date(2026, 10, 7)).state == "near"
    assert due_on(date(2026, 9, 7), date(2026, 10, 8)).state == "late"


def test_days_closed_are_no_working_days():
    closed = WorkingDays.closing([date(2026, 10, 7)])
    assert due_on(date(2026, 9, 7), date(2026, 9, 7), working_days=closed).day == date(2026, 10, 8)


@given(DAYS, st.booleans())
def test_the_day_is_a_working_day_and_never_sooner_than_the_month(received, extended):
    due = due_on(received, received, extended=extended).day
    assert WorkingDays().is_working_day(due)
    assert due >= received + timedelta(days=28)
    assert due <= received + timedelta(days=98)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_standing_still_never_brings_the_day_nearer(received, after, length):
    first = received + timedelta(days=after)
    stretch = Stretch(first, first + timedelta(days=length))
    today = stretch.until
    assert due_on(received, today, stretches=[stretch]).day >= due_on(received, today).day


@given(DAYS, DAYS)
def test_a_later_request_is_never_due_sooner(one, other):
    sooner, later = sorted((one, other))
    assert due_on(sooner, sooner).day <= due_on(later, later).day


def test_the_clock_is_stopped_once_at_a_time_and_from_a_day_that_was():
    received, today = date(2026, 9, 7), date(2026, 9, 14)
    check_pause(received, [], received, today)
    for stretches, first in (
        ([Stretch(received)], today),
        ([], received - timedelta(days=1)),
        ([], today + timedelta(days=1)),
    ):
        with pytest.raises(RuleBroken):
            check_pause(received, stretches, first, today)


def test_it_goes_on_from_a_day_between_the_stop_and_today():
    check_resume(date(2026, 9, 7), date(2026, 9, 7), date(2026, 9, 7))
    for until in (date(2026, 9, 6), date(2026, 9, 15)):
        with pytest.raises(RuleBroken):
            check_resume(date(2026, 9, 7), until, date(2026, 9, 14))


def test_more_time_is_told_with_a_reason_within_the_month():
    check_extension(date(2026, 9, 7), date(2026, 10, 7), "Three hundred papers")
    with pytest.raises(RuleBroken, match="Say why"):
        check_extension(date(2026, 9, 7), date(2026, 9, 8), " ")
    with pytest.raises(RuleBroken, match="has passed"):
        check_extension(date(2026, 9, 7), date(2026, 10, 8), "Three hundred papers")
