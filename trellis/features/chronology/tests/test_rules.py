"""The order of a line of time, what it is narrowed to, and what staff say of an entry."""

from datetime import date

import pytest

from trellis.features.chronology.rules import (
    MOST_ON_PAPER,
    Asked,
    Line,
    Mark,
    check_own,
    for_paper,
    in_order,
    kinds_of,
    marked,
    rooms_of,
)
from trellis.kernel.decisions import RuleBroken


def line(day, room="safety", kind="Incident", **more):
    return Line(on=day, words=f"{room} {kind}", room=room, room_label=room.title(), kind=kind, **more)


FIRST, SECOND, THIRD = (
    line(date(2026, 1, 5)),
    line(date(2026, 2, 1), "sessions", "Absence"),
    line(date(2026, 2, 1), "safety", "Flag", significant=True, significance="A weapon"),
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(), [FIRST, THIRD, SECOND]),
        (Asked(newest_first=True), [SECOND, THIRD, FIRST]),
        (Asked(room="sessions"), [SECOND]),
        (Asked(kind="Flag"), [THIRD]),
        (Asked(room="sessions", kind="Flag"), []),
        (Asked(since=date(2026, 2, 1)), [THIRD, SECOND]),
        (Asked(since=date(2026, 2, 2)), []),
        (Asked(until=date(2026, 1, 5)), [FIRST]),
        (Asked(until=date(2026, 1, 4)), []),
        (Asked(only_significant=True), [THIRD]),
    ],
)
def test_events_are_narrowed_and_stand_in_the_order_of_their_days(asked, expected):
    assert in_order([SECOND, THIRD, FIRST], asked) == expected
    assert in_order([FIRST, SECOND, THIRD], asked) == expected


def test_what_a_person_says_counts_more_than_what_the_room_says():
    plain = line(date(2026, 3, 1), key="a.1")
    told = line(date(2026, 3, 1), key="a.2", significant=True, significance="Serious")
    nameless = line(date(2026, 3, 1))
    up, down, same = marked([plain, told, nameless], {"a.1": Mark("It began here"), "a.2": Mark(""), "": Mark("No")})
    assert (up.significant, up.significance) == (True, "It began here")
    assert (down.significant, down.significance) == (False, "")
    assert same == nameless


def test_only_what_is_there_is_offered():
    assert kinds_of([SECOND, FIRST, line(date(2026, 1, 1), kind="")]) == ["Absence", "Incident"]
    assert rooms_of([SECOND, FIRST, THIRD]) == [("safety", "Safety"), ("sessions", "Sessions")]


@pytest.mark.parametrize(
    ("number", "newest_first", "first", "over"),
    [
        (MOST_ON_PAPER, False, 0, 0),
        (MOST_ON_PAPER + 1, False, 1, 1),
        (MOST_ON_PAPER + 1, True, 0, 1),
    ],
)
def test_paper_holds_the_latest_of_very_many(number, newest_first, first, over):
    lines = [line(date(2026, 1, 1), key=str(at)) for at in range(number)]
    kept, left_out = for_paper(lines, newest_first=newest_first)
    assert (len(kept), left_out) == (MOST_ON_PAPER, over)
    assert kept[0].key == str(first)


def test_an_entry_of_our_own_says_something_that_has_happened():
    check_own(date(2026, 3, 1), "Moved school", date(2026, 3, 1))
    with pytest.raises(RuleBroken, match="still to come"):
        check_own(date(2026, 3, 2), "Moved school", date(2026, 3, 1))
    with pytest.raises(RuleBroken, match="what happened"):
        check_own(date(2026, 3, 1), "  ", date(2026, 3, 1))
