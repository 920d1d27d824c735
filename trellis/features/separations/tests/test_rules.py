"""Who is covered, what is too near, what is by design, on each boundary and just beside it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.features.separations.rules import Apart, Booking, Brings, Works, decide, meetings, shared_workers
from trellis.features.separations.rules.by_design import asked_of
from trellis.features.separations.rules.checks import check_review_day, check_said, check_sides
from trellis.features.separations.rules.margin import Margin, check_margin, margin_on
from trellis.features.separations.rules.people import Side, covered, pairs
from trellis.features.separations.rules.places import named_place, venue_place
from trellis.kernel.decisions import Outcome, RuleBroken

A, B, C, D, E = (uuid.UUID(int=number) for number in range(1, 6))
NORTH, SOUTH = uuid.UUID(int=11), uuid.UUID(int=12)
HOUR = timedelta(hours=1)
FIRST, SECOND = date(2026, 12, 1), date(2026, 12, 2)
SIX = datetime.combine(FIRST, time(18))
HALL = venue_place(uuid.UUID(int=21))
APART = Apart(uuid.UUID(int=31), A, B, HOUR)


def at(person, begins=SIX, minutes=60, place=HALL, **more):
    """A booking of a person from a time on."""
    session, ends = more.pop("session", object()), begins + timedelta(minutes=minutes)
    return Booking(person, session, begins=begins, ends=ends, place=place, **more)


def how(one, other, apart=APART, **more):
    """Say how two bookings bring people together."""
    return [each.brings for each in meetings([apart], [one], [other], **more)]


@pytest.mark.parametrize(
    ("one", "other", "families", "expected"),
    [
        (Side(person=A), Side(person=B), {}, ({A}, {B})),
        (Side(family=NORTH), Side(person=C), {NORTH: {A, B}}, ({A, B}, {C})),
        (Side(family=NORTH), Side(family=SOUTH), {NORTH: {A, B}, SOUTH: {C, D}}, ({A, B}, {C, D})),
        (Side(person=A), Side(family=NORTH), {NORTH: {A, B, C}}, ({A}, {B, C})),
        (Side(family=NORTH), Side(family=SOUTH), {NORTH: {A, E}, SOUTH: {C, E}}, ({A}, {C})),
        (Side(family=NORTH), Side(family=SOUTH), {NORTH: {A}}, ({A}, set())),
    ],
    ids=["two people", "family and person", "two families", "his own family", "a child of both", "nobody there"],
)
def test_who_is_covered(one, other, families, expected):
    known = {family: frozenset(people) for family, people in families.items()}
    assert tuple(map(set, covered(one, other, known))) == expected


PEOPLE = st.frozensets(st.integers(0, 6).map(lambda n: uuid.UUID(int=n)), max_size=7)
SIDES = st.one_of(
    st.integers(0, 6).map(lambda n: Side(person=uuid.UUID(int=n))),
    st.sampled_from([Side(family=NORTH), Side(family=SOUTH)]),
)


@given(one=SIDES, other=SIDES, north=PEOPLE, south=PEOPLE)
def test_nobody_is_kept_from_themselves_and_it_holds_both_ways(one, other, north, south):
    families = {NORTH: north, SOUTH: south}
    there = set(pairs(one, other, families))
    assert all(first != second for first, second in there)
    assert {(second, first) for first, second in there} == set(pairs(other, one, families))


def test_a_side_is_one_thing():
    for person, family in ((None, None), (A, NORTH)):
        with pytest.raises(ValueError, match="a person or a family"):
            Side(person=person, family=family)


@pytest.mark.parametrize(
    ("gap", "found"),
    [(59, [Brings.BUILDING]), (60, []), (61, []), (-120, [Brings.BUILDING]), (-60, [Brings.BUILDING])],
)
@pytest.mark.parametrize("first", [True, False])
def test_less_than_the_margin_in_one_building_is_too_near(gap, found, first):
    earlier, later = at(A if first else B), at(B if first else A, SIX + HOUR + timedelta(minutes=gap))
    one, other = (earlier, later) if first else (later, earlier)
    assert how(one, other) == found


def test_the_margin_reaches_over_midnight():
    late = datetime.combine(FIRST, time(23))
    assert how(at(A, late, 45), at(B, datetime.combine(SECOND, time(0, 30)))) == [Brings.BUILDING]


def test_rooms_of_one_venue_are_one_building_and_other_venues_are_not():
    assert how(at(A), at(B, place=venue_place(uuid.UUID(int=22)))) == []
    assert how(at(A, place=named_place("Town Library")), at(B, place=named_place("town library."))) == [Brings.BUILDING]
    assert how(at(A, place=named_place("At home")), at(B, place=named_place("at home"))) == []
    assert how(at(A, place=""), at(B, place="")) == []


def test_one_link_is_one_lobby():
    link = named_place("https://video.example.org/room/7")
    assert how(at(A, place="", lobby=link), at(B, place="", lobby=link)) == [Brings.LOBBY]
    assert how(at(A, place="", lobby=link), at(B, SIX + 2 * HOUR, place="", lobby=link)) == []
    assert (
        how(at(A, place="", lobby=link), at(B, place="", lobby=named_place("https://video.example.org/room/8"))) == []
    )


def test_one_session_and_one_group_bring_together_at_any_time():
    assert how(at(A, place="", session="s"), at(B, place="", session="s")) == [Brings.SESSION]
    assert how(Booking(A, group=NORTH), Booking(B, group=NORTH)) == [Brings.GROUP]
    assert how(Booking(A, group=NORTH), Booking(B, group=SOUTH)) == []


def test_two_bookings_asked_for_at_once_are_held_against_each_other():
    assert [each.brings for each in meetings([APART], [at(A), at(B)], [])] == [Brings.BUILDING]


def test_a_session_that_moves_makes_nothing_new_of_those_in_it():
    assert how(at(A, session="s"), at(B, session="s"), moved=True) == []
    assert how(at(A, group=NORTH), at(B, group=NORTH), moved=True) == []
    assert how(at(A), at(B), moved=True) == [Brings.BUILDING]


def test_parent_and_child_of_one_journey_come_together_by_design():
    way = uuid.UUID(int=41)
    assert how(at(A, journey=way, by_design=True), at(B, journey=way, by_design=True)) == []
    assert how(at(A, journey=way), at(B, journey=way)) == [Brings.BUILDING]
    assert how(at(A, journey=way, by_design=True), at(B, journey=uuid.UUID(int=42), by_design=True)) == [
        Brings.BUILDING
    ]
    assert how(at(A, by_design=True), at(B, by_design=True)) == [Brings.BUILDING]


def test_workers_are_shared_only_where_the_separation_asks():
    asks = Apart(APART.separation, A, B, HOUR, different_workers=True)
    for apart, expected in ((APART, 0), (asks, 1)):
        assert len(list(shared_workers([apart], [Works(A, E)], [Works(B, E)]))) == expected
    assert list(shared_workers([asks], [Works(A, E)], [Works(B, D)])) == []
    way = uuid.UUID(int=41)
    assert list(shared_workers([asks], [Works(A, E, way, True)], [Works(B, E, way, True)])) == []


def test_a_decision_tells_each_way_of_meeting_once():
    found = list(meetings([APART], [at(A), at(A)], [at(B), at(B)]))
    decision = decide(found)
    assert len(found) == 4
    assert decision.outcome is Outcome.NOT_MET
    assert [(each.key, each.about) for each in decision.reasons] == [("building", str(APART.separation))]
    assert decide([]).outcome is Outcome.MET


TIMES = st.datetimes(datetime.combine(FIRST, time()), datetime.combine(SECOND, time()))


@given(begins=TIMES, other=TIMES, minutes=st.integers(1, 300), margin=st.integers(0, 240))
def test_too_near_holds_both_ways_and_a_longer_margin_never_allows_more(begins, other, minutes, margin):
    apart = Apart(APART.separation, A, B, timedelta(minutes=margin))
    back = Apart(APART.separation, B, A, timedelta(minutes=margin))
    wider = Apart(APART.separation, A, B, timedelta(minutes=margin + 1))
    one, two = at(A, begins, minutes), at(B, other, 60)
    assert how(one, two, apart) == [each.brings for each in meetings([back], [two], [one])]
    assert not how(one, two, apart) or how(one, two, wider)


def test_the_margin_is_that_of_the_day():
    rows = (Margin(date(2026, 1, 1), 60, "ours"), Margin(date(2027, 1, 1), 90, "theirs"))
    for day, minutes in ((date(2025, 1, 1), 60), (date(2026, 12, 31), 60), (date(2027, 1, 1), 90)):
        assert margin_on(day, rows).minutes == minutes
    assert margin_on(date(2026, 11, 22)).minutes == 60
    for minutes in (-1, 721):
        with pytest.raises(RuleBroken, match="0 to 720"):
            check_margin(minutes)


def test_what_a_separation_must_say():
    with pytest.raises(RuleBroken, match="two different"):
        check_sides(Side(person=A), Side(person=A))
    with pytest.raises(RuleBroken) as broken:
        check_said(" ", "")
    assert [field for field, _ in broken.value.problems] == ["reason", "source"]
    today = date(2026, 11, 22)
    for day, fine in (
        (today, False),
        (date(2026, 11, 23), True),
        (date(2027, 11, 22), True),
        (date(2027, 11, 23), False),
    ):
        if fine:
            check_review_day(day, today)
        else:
            with pytest.raises(RuleBroken):
                check_review_day(day, today)


@pytest.mark.parametrize(
    ("rooms", "plan", "outcomes"),
    [
        (["1", "2"], True, ["met", "met"]),
        (["1", "1"], True, ["not_met", "met"]),
        (["1", ""], False, ["not_yet_known", "not_met"]),
    ],
)
def test_what_a_programme_made_for_both_asks_for(rooms, plan, outcomes):
    assert [each.outcome.value for each in asked_of(rooms, plan).reasons] == outcomes
