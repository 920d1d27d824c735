"""Making a referral through the task list, section by section, as a referrer would."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.answering import answer, answer_and_save
from tests.journeys.people import Person

type Answers = dict[str, Any]
"""The answers of one page by the names of its questions."""

SAVE = "Save and continue"


@dataclass
class Referral:
    """A whole referral as a referrer would write it: for each section the answers of its pages, in order.

    `people`, `homes` and `agencies` hold a page for each that is added; the other sections are keyed by the words
    on the task list.
    """

    programme: str
    people: list[Answers]
    homes: list[Answers]
    sections: dict[str, list[Answers]]
    agencies: list[Answers] = field(default_factory=list)
    document: Answers = field(default_factory=dict)


def begin_referral(person: Person, programme: str) -> str:
    """Choose the programme with this name; return the address of the task list."""
    person.open("/referrals/")
    person.press("Make a referral")
    person.choose(programme)
    person.press("Start the referral")
    return person.page.url


def add_each(person: Person, task_list: str, section: str, one: str, pages: list[Answers]) -> None:
    """Add people, homes or agencies in the section that holds them."""
    for answers in pages:
        person.open(task_list)
        person.press(section)
        if not person.page.get_by_role("button", name=SAVE).count():
            person.press(f"Add another {one}" if person.page.get_by_role("button", name=f"Add another {one}").count()
                         else f"Add a {one}")  # fmt: skip
        answer_and_save(person, SAVE, **answers)


def fill_section(person: Person, task_list: str, section: str, pages: list[Answers]) -> None:
    """Fill in the pages of a section one after the other; the first is opened from the list when there is one."""
    person.open(task_list)
    person.press(section, exact=True)
    for answers in pages:
        if not person.page.get_by_role("button", name=SAVE).count():
            person.press("Answer ", within=person.page.locator("main"))
        answer_and_save(person, SAVE, **answers)


def attach(person: Person, task_list: str, kind: str, path: Path) -> None:
    """Attach a document on the page of documents."""
    person.open(task_list)
    person.press("Documents", exact=True)
    answer(person, kind_key=kind)
    person.page.locator("main input[type=file]").set_input_files(path)
    person.press("Attach", exact=True)
    person.reads("The document was attached.")
    if person.page.get_by_role("button", name=SAVE).count():
        person.press(SAVE)


def write_referral(person: Person, referral: Referral, task_list: str = "") -> str:
    """Fill in the whole task list; return its address."""
    task_list = task_list or begin_referral(person, referral.programme)
    add_each(person, task_list, "The people of the family", "person", referral.people)
    add_each(person, task_list, "Who lives where", "home", referral.homes)
    for section, pages in referral.sections.items():
        fill_section(person, task_list, section, pages)
    fill_section(person, task_list, "Other agencies", [{"any": "yes" if referral.agencies else "no"}])
    add_each(person, task_list, "Other agencies", "agency", referral.agencies)
    return task_list


def send(person: Person, task_list: str) -> str:
    """Check the answers and send the referral; return its address."""
    person.open(task_list)
    person.press("Check your answers and send")
    person.does_not_read("Still to do before it can be sent")
    answer(person, declared=True)
    person.press("Send the referral")
    person.reads("Referral sent")
    person.reads("Your reference")
    return task_list
