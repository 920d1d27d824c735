"""Answering the questions of a page by their names, whatever kind of box they have."""

from __future__ import annotations

from datetime import date
from typing import Any

from playwright.sync_api import Locator

from tests.journeys.people import Person


def answer(person: Person, *, within: Locator | None = None, **values: Any) -> None:
    """Answer the questions of the page that is open, in the order given.

    A day fills its three boxes; a list ticks each of its values; True ticks the only box there is.
    """
    place = within or person.page.locator("main")
    for name, value in values.items():
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                place.locator(f"[name='{name}_{part}']").fill(str(getattr(value, part)))
            continue
        boxes = place.locator(f"[name='{name}']")
        kind = boxes.first.get_attribute("type") or "words"
        if kind in {"radio", "checkbox"}:
            _tick(place, name, value)
        elif boxes.first.locator("option").count():
            boxes.first.select_option(value=str(value))
        else:
            boxes.first.fill(str(value))


def _tick(place: Locator, name: str, value: Any) -> None:
    if value is True:
        place.locator(f"[name='{name}']").first.check()
        return
    for each in value if isinstance(value, list) else [value]:
        place.locator(f"[name='{name}'][value='{each}']").check()


def answer_and_save(person: Person, button: str, **values: Any) -> None:
    """Answer the page that is open, and press a button; the page that follows has no error on it."""
    answer(person, **values)
    person.press(button, within=person.page.locator("main"))
    wrong = person.page.locator(".govuk-error-summary")
    assert not wrong.count(), f"{person.page.url}: {wrong.first.inner_text()}"


def value_of(person: Person, name: str, words: str) -> str:
    """Return the value of the radio button or tick box whose label has these words."""
    boxes = person.page.locator(f"main input[name='{name}']")
    for box in boxes.all():
        label = person.page.locator(f"label[for='{box.get_attribute('id')}']").inner_text()
        if words in label:
            return box.get_attribute("value") or ""
    raise AssertionError(f"No answer to {name} says {words!r} on {person.page.url}")
