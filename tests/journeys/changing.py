"""What changes for a family: goals, incidents, looks at how things are, and closing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.journeys.answering import answer, answer_and_save
from tests.journeys.people import Person


def open_change(person: Person, journey: str) -> None:
    """Open the page of a family's goals and change."""
    person.open(journey)
    person.press("Goals and change")


def set_goal(person: Person, journey: str, words: str) -> None:
    """Write down a goal."""
    open_change(person, journey)
    person.press("Write down a goal")
    answer_and_save(person, "Save", words=words)
    person.reads(words)


def write_incident(person: Person, journey: str, on: date, kind: str, severity: int, **more: Any) -> None:
    """Write down something that happened."""
    open_change(person, journey)
    person.press("Write down an incident")
    answer_and_save(person, "Save", on=on, kind=kind, severity=str(severity), **more)
    person.reads("The incident has been written down.")


def look_at(person: Person, journey: str, ratings: Mapping[str, int], *, school: int | None = None) -> None:
    """Write down the look at how things are that is due next: ratings by the words of their questions."""
    open_change(person, journey)
    person.press("Write down how things are")
    for words, rating in ratings.items():
        person.page.locator("main").get_by_label(words).first.fill(str(rating))
    if school is not None:
        person.page.locator("main [name^='occupation-']").first.select_option(value="school")
        person.page.locator("main [name^='percent-']").first.fill(str(school))
    answer_and_save(person, "Save")
    person.reads("has been written down.")


def close_journey(person: Person, journey: str, outcome: str, sections: Mapping[str, str], **reasons: str) -> None:
    """Close a journey with its summary; what is filled in already stays unless it is written here."""
    person.open(journey)
    person.press("Close this journey")
    answer(person, outcome=outcome, **reasons)
    answer_and_save(person, "Close with this summary", **sections)
    person.reads("The journey has been closed.")


def download(person: Person, link: str) -> bytes:
    """Download what a link gives."""
    with person.page.expect_download() as waiting:
        person.page.get_by_role("link", name=link).or_(person.page.get_by_role("button", name=link)).first.click()
    return Path(waiting.value.path()).read_bytes()
