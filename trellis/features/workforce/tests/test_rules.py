"""When training holds, and what duties are called."""

from __future__ import annotations

from datetime import date

import pytest

from trellis.features.workforce.rules import Trained, duty_label, trained_on, training_in_words
from trellis.kernel.dates import Period

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 12, 31), False),
        (FIRST, True),
        (LAST, True),
        (date(2027, 1, 1), False),
    ],
)
def test_training_holds_from_its_first_day_to_its_last(day: date, holds: bool) -> None:
    trained = Trained("pact", Period(FIRST, LAST))
    assert (trained_on([trained], "pact", day) is trained) is holds
    assert trained_on([trained], "another", day) is None


def test_the_training_that_lasts_longest_is_the_one_that_counts() -> None:
    short, long = Trained("pact", Period(FIRST, LAST)), Trained("pact", Period(FIRST))
    assert trained_on([short, long], "pact", FIRST) is long


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(date(2026, 5, 1)), "from Fri 1 May 2026"),
        (Period(FIRST), "since Thu 1 January 2026"),
        (Period(FIRST, LAST), "until Thu 31 December 2026"),
        (Period(FIRST, date(2026, 2, 1)), "ended on Sun 1 February 2026"),
    ],
)
def test_training_in_words(period: Period, words: str) -> None:
    assert training_in_words(period, date(2026, 3, 1)) == words


def test_a_duty_that_only_a_programme_names_is_readable() -> None:
    assert duty_label("parent_mentor") == "Parent mentor"
    assert duty_label("parenting_worker") == "Parenting worker"
