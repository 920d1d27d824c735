"""Schedules: around closures, in step, never twice a day, and what is past stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.features.groups.rules.schedule import (
    Change,
    Planned,
    group_schedule,
    passed_over,
    reschedule,
    weekdays_from,
)
from trellis.features.groups.tests.definitions import circles_of, group_programmes, programme, with_cadence
from trellis.features.sessions.rules.schedule import Calendar, closed_days
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.working_days import bank_holiday

PACT = programme("pact")
CIRCLES = circles_of(PACT)
TUESDAY = date(2026, 3, 3)

days = st.dates(date(2025, 1, 1), date(2030, 1, 1))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    closures = []
    for _ in range(draw(st.integers(0, 6))):
        first = draw(days)
        closures.append((first, first + timedelta(days=draw(st.integers(0, 20))), "closed"))
    return Calendar(closed_days(closures))


def test_twelve_weeks_with_easter_passed_over() -> None:
    closed = closed_days([(date(2026, 4, 3), date(2026, 4, 17), "School holidays")])
    schedule = group_schedule(PACT, CIRCLES, TUESDAY, Calendar(closed))
    assert [week.number for week in schedule.weeks] == list(range(1, 13))
    assert schedule.weeks[0].day == TUESDAY
    assert [(each.day, each.why) for each in schedule.skipped] == [
        (date(2026, 4, 7), "School holidays"),
        (date(2026, 4, 14), "School holidays"),
    ]
    assert schedule.last_day == TUESDAY + timedelta(weeks=13)


def test_a_first_day_on_a_bank_holiday_waits_a_week_and_says_why() -> None:
    schedule = group_schedule(PACT, CIRCLES, date(2026, 5, 4))
    assert schedule.weeks[0].day == date(2026, 5, 11)
    assert "May Day" in schedule.skipped[0].why


def test_parallel_circles_share_the_theme_of_the_week() -> None:
    schedule = group_schedule(PACT, CIRCLES, TUESDAY)
    for week in schedule.weeks:
        assert set(week.sittings) == set(CIRCLES)
        assert len({sitting.theme for sitting in week.sittings.values()}) == 1


def test_a_cap_on_weeks_is_told() -> None:
    capped = with_cadence(PACT, max_weeks=13)
    assert group_schedule(capped, CIRCLES, TUESDAY).warnings == ()
    closed = closed_days([(date(2026, 4, 3), date(2026, 4, 17), "School holidays")])
    (warning,) = group_schedule(capped, CIRCLES, TUESDAY, Calendar(closed)).warnings
    assert "14 weeks" in warning


def test_no_circle_is_refused() -> None:
    with pytest.raises(RuleBroken, match="at least one circle"):
        group_schedule(PACT, {}, TUESDAY)


@pytest.mark.parametrize("key", group_programmes())
def test_every_group_programme_lays_out_from_its_file(key: str) -> None:
    definition = programme(key)
    schedule = group_schedule(definition, circles_of(definition), TUESDAY)
    for circle, strand in circles_of(definition).items():
        assert len(schedule.days_of(circle)) == len(definition.strand(strand).sessions)


@settings(deadline=None, max_examples=60)
@given(first=days, calendar=calendars(), per_week=st.integers(1, 3))
def test_days_increase_in_step_and_never_fall_on_a_closure(first: date, calendar: Calendar, per_week: int) -> None:
    definition = with_cadence(PACT, sessions_per_week=per_week, min_gap_days=1)
    schedule = group_schedule(definition, CIRCLES, first, calendar)
    held = [week.day for week in schedule.weeks]
    assert held == sorted(set(held))
    assert held[0] >= first
    assert {day.weekday() for day in held} <= weekdays_from(first, definition.cadence)
    assert not [day for day in held if bank_holiday(day) or day in calendar.closed]
    assert {schedule.days_of(circle) for circle in CIRCLES} == {tuple(held)}
    between = [each.day for each in schedule.skipped if each.day > held[0]]
    told = [each.day for each in passed_over(held, calendar, definition.cadence)]
    if first.weekday() == held[0].weekday():
        assert told == between


@st.composite
def running(draw: st.DrawFn) -> tuple[list[Planned], date, Calendar]:
    calendar = draw(calendars())
    first = draw(days)
    schedule = group_schedule(PACT, CIRCLES, first, calendar)
    done = draw(st.integers(0, 12))
    today = schedule.weeks[done].day if done < 12 else schedule.last_day + timedelta(days=1)
    planned = [Planned(week.number, week.day, week.day < today) for week in schedule.weeks]
    return planned, today, draw(calendars())


@settings(deadline=None, max_examples=60)
@given(state=running(), number=st.integers(1, 12), ahead=st.integers(-10, 60), alone=st.booleans())
def test_a_change_never_moves_what_is_past(
    state: tuple[list[Planned], date, Calendar], number: int, ahead: int, alone: bool
) -> None:
    planned, today, calendar = state
    change = Change(number, today + timedelta(days=ahead), only_this=alone)
    try:
        result = reschedule(planned, change, today, PACT.cadence, calendar)
    except RuleBroken:
        return
    was = {each.number: each.day for each in planned}
    assert all(result.days[each.number] == each.day for each in planned if each.is_past)
    assert all(result.days[n] == was[n] for n in was if n < number)
    after = [result.days[n] for n in sorted(result.days)]
    assert after == sorted(set(after))
    assert {d.number for d in result.differences} == {n for n in was if was[n] != result.days[n]}
    assert result.days[number] == change.to
    if alone:
        assert {d.number for d in result.differences} <= {number}
    for difference in result.differences:
        assert difference.now >= today
        assert not calendar.why_not(difference.now)


def _weekly(past: int = 2) -> list[Planned]:
    return [Planned(n, TUESDAY + timedelta(weeks=n - 1), n <= past) for n in range(1, 6)]


TODAY = TUESDAY + timedelta(days=9)


def test_moving_from_a_session_on_moves_those_after_it_to_the_new_weekday() -> None:
    result = reschedule(_weekly(), Change(3, date(2026, 3, 19)), TODAY, PACT.cadence)
    assert [(d.number, d.now) for d in result.differences] == [
        (3, date(2026, 3, 19)),
        (4, date(2026, 3, 26)),
        (5, date(2026, 4, 2)),
    ]


def test_moving_one_alone_leaves_the_others() -> None:
    result = reschedule(_weekly(), Change(3, date(2026, 3, 19), only_this=True), TODAY, PACT.cadence)
    assert [d.number for d in result.differences] == [3]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(2, date(2026, 3, 19)), "past, and what is past does not move"),
        (Change(9, date(2026, 3, 19)), "no session 9 to come"),
        (Change(3, date(2026, 3, 11)), "Choose today or later"),
        (Change(4, date(2026, 3, 16)), "choose a later day"),
        (Change(3, date(2026, 3, 24), only_this=True), "choose an earlier day"),
        (Change(5, date(2026, 4, 3)), "Nothing is held on Fri 3 April 2026: Good Friday"),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_words(change: Change, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        reschedule(_weekly(), change, TODAY, PACT.cadence)
