"""Making a group and placing families in it, as a co-ordinator would."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.journeys.answering import answer, answer_and_save, value_of
from tests.journeys.people import Person


@dataclass
class Circle:
    """A circle of a group: the value of its tick box, its room, and who runs it by duty."""

    key: str
    room: str
    staff: Mapping[str, Sequence[str]] = field(default_factory=dict)


def add_venue(person: Person, name: str, rooms: Mapping[str, int], **details: str) -> None:
    """Add a venue with its rooms and how many each seats."""
    person.open("/venues/new/")
    answer_and_save(person, "Save", name=name, **details)
    for room, seats in rooms.items():
        answer_and_save(person, "Add the room", name=room, seats=seats)


def close_days(person: Person, why: str, first_day: date, last_day: date) -> None:
    """Close days everywhere."""
    person.open("/closures/")
    answer_and_save(person, "Close these days", why=why, first_day=first_day, last_day=last_day)
    person.reads(why)


def preview_group(
    person: Person, programme: str, name: str, venue: str, first_day: date, starts: str, circles: Sequence[Circle]
) -> None:
    """Go through the steps of a new group, up to the preview."""
    person.open("/groups/")
    person.press("Make a group")
    person.choose(programme)
    person.press("Continue")
    answer(person, name=name, first_day=first_day, starts=starts)
    person.page.locator("[name='venue']").select_option(label=venue)
    person.press("Continue")
    answer(person, circles=[circle.key for circle in circles])
    for circle in circles:
        _pick_room(person, circle)
    person.press("Continue")
    for circle in circles:
        for duty, names in circle.staff.items():
            box = f"staff_{circle.key}_{duty}"
            answer(person, **{box: [value_of(person, box, each) for each in names]})
    person.press("Continue")
    person.reads("Nothing is saved yet.")


def _pick_room(person: Person, circle: Circle) -> None:
    rooms = person.page.locator(f"[name='room_{circle.key}']")
    option = rooms.locator("option", has_text=re.compile(f"^\\s*{re.escape(circle.room)}"))
    rooms.select_option(value=option.first.get_attribute("value"))


def save_group(person: Person) -> str:
    """Save the group that is previewed; return its address."""
    person.press("Save the group")
    person.reads("Place families in it next.")
    return person.page.url


def place_all(person: Person, group: str) -> None:
    """Place everybody who waits and fits."""
    person.open(group)
    person.press("Place families")
    for tick in person.page.locator("main input[name='journeys']").all():
        tick.check()
    person.press("Place all that are ticked")


def start_group(person: Person, group: str, **reasons: Any) -> None:
    """Start a group."""
    person.open(group)
    person.press("Start the group")
    answer_and_save(person, "Start the group", **reasons)
    person.reads("is running.")
