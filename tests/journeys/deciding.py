"""Screening and deciding on referrals, as a co-ordinator would."""

from __future__ import annotations

import re
from typing import Any

from tests.journeys.answering import answer_and_save
from tests.journeys.people import Person


def open_referral(person: Person, family: str) -> None:
    """Open the referral of the family with this name from the list."""
    person.open("/referrals/")
    person.press(re.compile(family), within=person.page.locator("main table"))


def begin_screening(person: Person) -> None:
    """From a referral's page, confirm who everybody is where that is asked (somebody new), and open the screening."""
    if person.page.get_by_role("link", name="Confirm who this is").or_(
        person.page.get_by_role("button", name="Confirm who this is")
    ).count():  # fmt: skip
        person.press("Confirm who this is")
        for new in person.page.get_by_label("Somebody new").all():
            new.check()
        person.press("Confirm who this is")
    else:
        person.press("Screen this referral")
    person.reads("Ages are taken on")


def record_fact(person: Person, question: str | re.Pattern[str], said_by: str, **answers: Any) -> None:
    """From the screening, write down the answer to what is not yet known."""
    person.press(question, within=person.page.locator("main"))
    answer_and_save(person, "Keep this answer", said_by=said_by, **answers)
    person.reads("Kept:")


def accept(person: Person, note: str = "") -> None:
    """From the screening, accept the family."""
    person.press("Accept", exact=True)
    answer_and_save(person, "Accept", note=note)
    person.reads("The family is accepted and on the waiting list.")


def screen_and_accept(person: Person, address: str) -> None:
    """Screen a family that everything is met for, and accept it."""
    person.open(address)
    begin_screening(person)
    accept(person)
