"""The rules of sessions: days, clashes, registers."""

import uuid
from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from trellis.features.programmes.rules.built_in import built_in_definition
from trellis.features.sessions.rules import Presence, SessionKind, SessionStatus
from trellis.features.sessions.rules.contents import bookables, contents, theme_words
from trellis.features.sessions.rules.plans import Busy, check_clashes
from trellis.features.sessions.rules.register import Mark, check_open, cleaned, filled_with_attended, problems_of
from trellis.features.sessions.rules.schedule import Calendar, Gaps, closed_days, lay_out, shifted
from trellis.features.sessions.rules.times import ends_at
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.working_days import bank_holiday

DAYS = st.dates(date(2026, 1, 1), date(2028, 6, 30))
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1, max_size=4)
CLOSURES = st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=6)


def calendar(closures: list[tuple[date, int]]) -> Calendar:
    return Calendar(closed_days((day, day + timedelta(days=length), "Half-term") for day, length in closures))


@settings(deadline=None)
@given(DAYS, WEEKDAYS, st.integers(1, 30), CLOSURES, st.integers(1, 5))
def test_a_course_is_never_on_a_closure_and_never_twice_on_a_day(first, weekdays, count, closures, least):
    closed = calendar(closures)
    laid = lay_out(first, weekdays, count, calendar=closed, gaps=Gaps(least=least))
    assert len(laid.days) == count
    assert all(day >= first for day in laid.days)
    assert all(before < after for before, after in zip(laid.days, laid.days[1:], strict=False))
    assert all((after - before).days >= least for before, after in zip(laid.days, laid.days[1:], strict=False))
    assert all(day.weekday() in weekdays for day in laid.days)
    assert not any(closed.why_not(day) or bank_holiday(day) for day in laid.days)
    assert all(each.why for each in laid.skipped)
    assert not {each.day for each in laid.skipped} & set(laid.days)


@settings(deadline=None)
@given(DAYS, WEEKDAYS, st.integers(2, 20), CLOSURES, st.integers(0, 19), st.integers(1, 30))
def test_shifting_leaves_what_was_before_and_keeps_the_order(first, weekdays, count, closures, place, by):
    assume(place < count)
    closed = calendar(closures)
    days = lay_out(first, weekdays, count, calendar=closed).days
    to = days[place] + timedelta(days=by)
    moved = shifted(days, place, to, calendar=closed)
    assert moved.days[:place] == days[:place]
    assert moved.days[place] == to
    assert len(moved.days) == count
    assert all(before < after for before, after in zip(moved.days, moved.days[1:], strict=False))
    assert not any(closed.why_not(day) for day in moved.days[place + 1 :])


def test_a_course_twice_a_week_passes_over_bank_holidays_with_their_names():
    laid = lay_out(date(2027, 3, 22), [0, 4], 4)
    assert laid.days == (date(2027, 3, 22), date(2027, 4, 2), date(2027, 4, 5), date(2027, 4, 9))
    assert [(each.day, each.why) for each in laid.skipped] == [
        (date(2027, 3, 26), "Good Friday"),
        (date(2027, 3, 29), "Easter Monday"),
    ]


def test_a_course_does_not_start_before_a_day():
    assert lay_out(date(2027, 1, 4), [0], 1, not_before=date(2027, 1, 5)).days == (date(2027, 1, 11),)


def test_what_is_too_far_apart_or_too_long_is_said():
    closed = Calendar(closed_days([(date(2027, 1, 11), date(2027, 1, 31), "Building work")]))
    laid = lay_out(date(2027, 1, 4), [0], 3, calendar=closed, gaps=Gaps(least=1, most=14, weeks=4))
    assert "no more than 14" in laid.warnings[0]
    assert "takes 6 weeks" in laid.warnings[1]


@pytest.mark.parametrize(
    ("weekdays", "count", "words"),
    [([], 3, "at least one day"), ([9], 3, "at least one day"), ([1], 0, "no sessions")],
)
def test_a_course_that_cannot_be_laid_out_is_refused(weekdays, count, words):
    with pytest.raises(RuleBroken, match=words):
        lay_out(date(2027, 1, 4), weekdays, count)


def test_a_calendar_that_is_always_closed_is_refused():
    closed = Calendar(closed_days([(date(2027, 1, 1), date(2031, 1, 1), "Closed for good")]))
    with pytest.raises(RuleBroken, match="too many days are closed"):
        lay_out(date(2027, 1, 4), [1], 2, calendar=closed)


def busy(starts: int, ends: int, who: uuid.UUID, *, day: int = 1) -> Busy:
    return Busy(who, "Ruth", True, "Arriving", date(2027, 1, day), time(starts), time(ends), object())


@pytest.mark.parametrize(
    ("first", "second", "clashes"),
    [
        ((10, 12), (11, 13), True),
        ((10, 12), (12, 13), False),
        ((10, 12), (8, 10), False),
        ((10, 12), (10, 12), True),
        ((10, 14), (11, 12), True),
    ],
)
def test_two_sessions_clash_when_their_times_overlap(first, second, clashes):
    who = uuid.uuid4()
    if not clashes:
        check_clashes([busy(*first, who)], [busy(*second, who)])
        return
    with pytest.raises(RuleBroken, match="Ruth already runs"):
        check_clashes([busy(*first, who)], [busy(*second, who)])


def test_another_day_or_another_person_does_not_clash():
    who = uuid.uuid4()
    check_clashes([busy(10, 12, who)], [busy(10, 12, who, day=2), busy(10, 12, uuid.uuid4())])


def test_two_of_the_sessions_asked_for_can_clash_with_each_other():
    who = uuid.uuid4()
    with pytest.raises(RuleBroken):
        check_clashes([busy(10, 12, who), busy(11, 13, who)], [])


def mark(**fields: str) -> Mark:
    return Mark(uuid.uuid4(), uuid.uuid4(), **fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"presence": "attended"}, ""),
        ({"presence": "late", "note": "x"}, ""),
        ({"presence": "absent", "reason": "ill"}, ""),
        ({"presence": "absent"}, "Choose why Dawn did not come"),
        ({"presence": "absent", "reason": "aliens"}, "Choose why Dawn did not come"),
        ({"presence": "asleep"}, "Choose whether Dawn attended"),
        ({"note": "Upset"}, "Choose whether Dawn came"),
        ({"presence": "attended", "transport": "flew"}, "transport came"),
        ({"presence": "attended", "note": "a\x00b"}, "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_mark_is_said(fields, words):
    found = problems_of(mark(**fields), "Dawn")
    assert words in " ".join(each for _, each in found)
    assert bool(found) is bool(words)


def test_a_reason_and_follow_up_are_kept_for_absences_only():
    kept = cleaned(mark(presence="attended", reason="ill", follow_up="Ring", note=" hello "))
    assert (kept.reason, kept.follow_up, kept.note) == ("", "", "hello")


def test_everyone_came_changes_nobody_who_was_chosen():
    marks = [mark(presence="absent", reason="ill"), mark(note="Cheerful")]
    filled = filled_with_attended(marks)
    assert filled[0] is marks[0]
    assert (filled[1].presence, filled[1].note) == (Presence.ATTENDED, "Cheerful")


@pytest.mark.parametrize(
    ("status", "ahead", "open_"),
    [("planned", 0, True), ("planned", -3, True), ("held", -1, True), ("planned", 1, False), ("cancelled", 0, False)],
)
def test_a_register_opens_on_its_day(status, ahead, open_):
    today = date(2027, 1, 4)
    if open_:
        check_open(SessionStatus(status), today + timedelta(days=ahead), today)
        return
    with pytest.raises(RuleBroken):
        check_open(SessionStatus(status), today + timedelta(days=ahead), today)


def test_a_session_ends_on_the_day_on_which_it_starts():
    assert ends_at(time(17, 30), 90) == time(19)
    for starts, minutes in ((time(23), 60), (time(10), 0)):
        with pytest.raises(RuleBroken):
            ends_at(starts, minutes)


def test_the_plan_of_a_session_comes_from_the_definition():
    rule = built_in_definition("pact")
    plan = contents(rule, SessionKind.CORE, "parents", 2, "anything")
    assert plan.title == "Staying safe"
    assert plan.theme == "Staying safe"
    assert plan.reinforce
    assert plan.confidence
    family = contents(rule, SessionKind.FAMILY, "", 0, rule.family_sessions[0].title)
    assert family.aim
    assert contents(rule, SessionKind.CORE, "parents", 99, "x") == contents(rule, SessionKind.CORE, "nobody", 1, "x")
    assert theme_words("what_abuse_is") == "What abuse is"


@pytest.mark.parametrize("key", ["pact", "dvact-behaviour-change", "m-pact", "northumbria-one-to-one"])
def test_what_can_be_booked_comes_from_the_definition(key):
    rule = built_in_definition(key)
    offered = bookables(rule, frozenset(rule.strand_keys))
    assert len({each.key for each in offered}) == len(offered)
    assert all(each.minutes >= 5 for each in offered)
    kinds = {each.kind for each in offered}
    assert (SessionKind.FAMILY in kinds) is bool(rule.family_sessions)
    assert (SessionKind.PRE_ENGAGEMENT in kinds) is bool(rule.pre_engagement)
    assert (SessionKind.FINAL_INTERVIEW in kinds) is any(each.kind == "final" for each in rule.interviews)
    assert bookables(rule, frozenset()) == []


def test_a_session_with_each_family_by_itself_is_booked_for_all_its_strands():
    rule = built_in_definition("m-pact")
    alone = [each for each in bookables(rule, frozenset(rule.strand_keys)) if each.kind is SessionKind.CORE]
    assert [(each.number, each.strands) for each in alone] == [
        (1, ("children", "adults")),
        (10, ("children", "adults")),
    ]
    assert not [each for each in bookables(built_in_definition("pact"), frozenset({"parents"})) if each.number]
