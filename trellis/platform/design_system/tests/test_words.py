from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from trellis.platform.design_system import words

TODAY = date(2026, 3, 3)


def test_days_are_written_as_on_every_screen() -> None:
    assert words.day(TODAY) == "Tue 3 March 2026"
    assert words.day_short(TODAY) == "3 Mar 2026"
    assert words.day(None) == "not known"


def test_a_moment_is_taken_in_the_time_zone_of_the_service() -> None:
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert words.day(late) == "Wed 1 July 2026"
    assert words.moment(late) == "Wed 1 July 2026 at 12:30am"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(time(9), "9am"), (time(17, 30), "5:30pm"), (time(12), "midday"), (time(0, 5), "12:05am"), (None, "not known")],
)
def test_times(moment: time | None, expected: str) -> None:
    assert words.clock(moment) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 3, 3), "today"),
        (date(2026, 3, 4), "tomorrow"),
        (date(2026, 3, 2), "yesterday"),
        (date(2026, 3, 8), "in 5 days"),
        (date(2026, 2, 28), "3 days ago"),
        (date(2026, 5, 1), "in 59 days"),
        (date(2026, 5, 2), "in 2 months"),
        (date(2024, 3, 3), "2 years ago"),
        (None, "not known"),
    ],
)
def test_how_far_off(on: date | None, expected: str) -> None:
    assert words.from_now(on, TODAY) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2011, 3, 3), "15"),
        (date(2011, 3, 4), "14"),
        (date(2024, 3, 4), "23 months"),
        (date(2026, 2, 20), "11 days"),
        (date(2026, 3, 4), "not yet born"),
        (None, "age not known"),
    ],
)
def test_ages(born: date | None, expected: str) -> None:
    assert words.age(born, TODAY) == expected


@pytest.mark.parametrize(
    ("number", "noun", "expected"),
    [
        (1, "family", "1 family"),
        (2, "family", "2 families"),
        (0, "child", "0 children"),
        (1204, "group session", "1,204 group sessions"),
        (3, "day", "3 days"),
        (2, "church", "2 churches"),
    ],
)
def test_counts(number: int, noun: str, expected: str) -> None:
    assert words.count(number, noun) == expected


def test_lists_read_as_sentences() -> None:
    assert words.listed([]) == ""
    assert words.listed(["Dana"]) == "Dana"
    assert words.listed(["Dana", "Finn", "Robin"]) == "Dana, Finn and Robin"
