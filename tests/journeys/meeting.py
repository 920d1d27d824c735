"""Sessions as the people who run them see them: booking, registers, absences and what follows from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.journeys.answering import answer, answer_and_save, value_of
from tests.journeys.people import Person
from trellis.kernel.dates import in_words


def give_keyworker(person: Person, journey: str, name: str) -> None:
    """Give a family a keyworker."""
    person.open(journey)
    person.press("Give a keyworker")
    person.page.locator("main [name='staff_id']").select_option(label=name)
    person.press("Save")
    person.reads(name)


def journey_of(person: Person, family: str) -> str:
    """Open the journey of a family from the caseload; return its address."""
    person.open("/journeys/")
    person.press(re.compile(family), within=person.page.locator("main table"))
    return person.page.url


def book(
    person: Person, journey: str, what: str, day: date, starts: str, expected: Sequence[str] = (), **more: Any
) -> None:
    """Book a session for one family; `what` is its words on the page, `expected` names people (else as filled in)."""
    person.open(journey)
    person.press("Book a session")
    finish_booking(person, what, day, starts, expected, **more)


def finish_booking(
    person: Person, what: str, day: date, starts: str, expected: Sequence[str] = (), **more: Any
) -> None:
    """Fill in the page of a booking that is open, and save it."""
    if what:
        answer(person, what=value_of(person, "what", what))
    if expected:
        for box in person.page.locator("main input[name='expected']").all():
            box.uncheck()
        answer(person, expected=[value_of(person, "expected", name) for name in expected])
    answer_and_save(person, "Book it", day=day, starts=starts, **more)
    person.reads("Booked:")
    person.reads(in_words(day))


def open_register(person: Person, session: str | re.Pattern[str] = "") -> None:
    """Open a register of today from the page Today; `session` picks one by its words."""
    person.open("/")
    link = person.page.locator("main a[href*='/register/']")
    (link.filter(has_text=session) if session else link).first.click()
    person.page.wait_for_load_state()
    person.look()


def mark(person: Person, name: str, presence: str, *, reason: str = "", follow_up: str = "", note: str = "") -> None:
    """Mark one person in the register that is open: attended, late or absent (with why)."""
    row = person.page.locator("fieldset.trellis-register__person", has_text=name).first
    row.locator(f"input[value='{presence}']").check()
    for start, words in (("reason", reason), ("follow_up", follow_up), ("note", note)):
        box = row.locator(f"[name^='{start}-']")
        if words and start == "note" and not box.is_visible():
            row.locator("summary").click()
        if words and start == "reason":
            box.select_option(value=words)
        elif words:
            box.fill(words)


def everyone_came(person: Person) -> None:
    """Fill everybody in as attended, to be changed where it was otherwise."""
    person.press("Everyone came")
    person.reads("Everyone is filled in as attended")


def save_register(person: Person) -> None:
    """Save the register; everybody is filled in."""
    person.press("Save the register")
    person.reads("The register is saved.")


def book_catch_up(person: Person, name: str, day: date, starts: str, **more: Any) -> None:
    """From the list of absences, book the catch-up of the session that somebody missed; what is known is filled in."""
    person.open("/sessions/follow-ups/")
    person.press(re.compile(f"Book a catch-up.*{name}"))
    finish_booking(person, "", day, starts, **more)


def follow_up(person: Person, name: str, words: str) -> None:
    """Say what was done after an absence."""
    person.open("/sessions/follow-ups/")
    person.press(re.compile(f"^Mark as followed up.*{name}"))
    answer_and_save(person, "Mark as followed up", words=words)
    person.reads("is marked as followed up.")
