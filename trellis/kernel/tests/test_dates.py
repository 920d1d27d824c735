from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.kernel.dates import Period, add_months, age_on, in_words, months_between


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2012, 3, 3), date(2026, 3, 2), 13),
        (date(2012, 3, 3), date(2026, 3, 3), 14),
        (date(2012, 3, 3), date(2026, 3, 4), 14),
        (date(2012, 2, 29), date(2026, 2, 28), 13),
        (date(2012, 2, 29), date(2026, 3, 1), 14),
        (date(2012, 2, 29), date(2028, 2, 28), 15),
        (date(2012, 2, 29), date(2028, 2, 29), 16),
        (date(2026, 3, 3), date(2026, 3, 3), 0),
    ],
)
def test_age_on(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_no_age_before_birth() -> None:
    with pytest.raises(ValueError, match="Tue 3 March 2026 is before the birth on Wed 4 March 2026"):
        age_on(date(2026, 3, 4), date(2026, 3, 3))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2025, 9, 3), date(2026, 3, 2), 5),
        (date(2025, 9, 3), date(2026, 3, 3), 6),
        (date(2025, 8, 31), date(2026, 2, 27), 5),
        (date(2025, 8, 31), date(2026, 2, 28), 6),
        (date(2026, 3, 3), date(2026, 3, 3), 0),
    ],
)
def test_months_between(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months


days = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@given(days, st.integers(0, 600))
def test_months_between_counts_what_add_months_added(start: date, months: int) -> None:
    assert months_between(start, add_months(start, months)) == months


@given(days, days, days)
def test_an_age_never_falls(born: date, one: date, other: date) -> None:
    born, one, other = sorted((born, one, other))
    assert age_on(born, one) <= age_on(born, other)


def test_in_words() -> None:
    assert in_words(date(2026, 3, 3)) == "Tue 3 March 2026"


def test_period() -> None:
    term = Period(date(2026, 9, 1), date(2026, 9, 3))
    assert [day.day for day in term.days()] == [1, 2, 3]
    assert date(2026, 9, 3) in term
    assert date(2026, 9, 4) not in term
    assert term.overlaps(Period(date(2026, 9, 3)))
    assert not term.overlaps(Period(date(2026, 9, 4)))
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 9, 2), date(2026, 9, 1))
