from datetime import date

import pytest

from trellis.kernel.working_days import WorkingDays, add_working_days, bank_holiday, next_working_day


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29),
        date(2027, 5, 3), date(2027, 5, 31), date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28),
    ],
)  # fmt: skip
def test_bank_holidays_of_england_and_wales(day: date) -> None:
    assert bank_holiday(day)
    assert not WorkingDays().is_working_day(day)


def test_scottish_holidays_are_working_days() -> None:
    assert bank_holiday(date(2026, 11, 30)) == ""
    assert WorkingDays().is_working_day(date(2026, 11, 30))


def test_adding_over_christmas() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), -1) == date(2026, 12, 24)
    assert add_working_days(date(2026, 12, 24), 0) == date(2026, 12, 24)


def test_one_off_closures() -> None:
    assert next_working_day(date(2026, 3, 6)) == date(2026, 3, 9)
    assert next_working_day(date(2026, 3, 6), closed=[date(2026, 3, 9)]) == date(2026, 3, 10)
    assert next_working_day(date(2026, 3, 6), or_same=True) == date(2026, 3, 6)
    assert WorkingDays.closing([date(2026, 3, 9)]).why_not(date(2026, 3, 9)) == "closed"


def test_counting() -> None:
    assert WorkingDays().working_days_between(date(2026, 3, 6), date(2026, 3, 13)) == 5
    assert WorkingDays().working_days_between(date(2026, 3, 13), date(2026, 3, 6)) == 0
