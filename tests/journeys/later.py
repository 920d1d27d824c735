"""Coming back on another day: the sign-in has run out by then, as it should."""

from __future__ import annotations

import datetime

import time_machine

from tests.journeys.people import Person


def come_back(
    clock: time_machine.Traveller, day: datetime.date, *people: Person, at: datetime.time = datetime.time(17, 0)
) -> None:
    """Move the clock to a day and let the people sign in again; the time is UTC, after that day's sessions."""
    clock.move_to(datetime.datetime.combine(day, at, tzinfo=datetime.UTC))
    for person in people:
        person.page.context.clear_cookies()
        person.sign_in()
