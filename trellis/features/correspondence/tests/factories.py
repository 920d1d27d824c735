"""Letters, calls and messages for tests, made through the actions."""

from __future__ import annotations

from typing import Any

from trellis.features.correspondence import actions
from trellis.features.correspondence.models import Letter
from trellis.features.families import actions as families
from trellis.features.families.models import Family, Person
from trellis.platform.access.viewer import Viewer


def may_be_reached(by: Viewer, family: Family, person: Person, **plan: Any) -> None:
    """Write that a person may be reached by every way, unless the plan says otherwise."""
    given = {"post": "yes", "may_say": "service", **plan}
    families.record_contact_plan(by=by, family=family, person=person, **given)
    channels: list[dict[str, str]] = [
        {"channel": "mobile", "value": "07700 900111", "voicemail": "please_call_only", "texts": "yes"},
        {"channel": "email", "value": "her@example.org"},
    ]
    for channel in channels:
        families.record_safe_contact(by=by, family=family, person=person, is_safe=True, **channel)


def letter(by: Viewer, family: Family, person: Person, **values: Any) -> Letter:
    """Write a letter."""
    given = {"title": "Your place", "words": "Your place is kept.\n\nSee you soon.", "says": "service", **values}
    return actions.write_letter(by=by, family=family, person=person, **given)


def written(by: Viewer, family: Family, person: Person, marker: str) -> dict[str, object]:
    """Write one of everything to a person; return the rows by name."""
    may_be_reached(by, family, person)
    to = {"by": by, "family": family, "person": person}
    return {
        "letter": letter(by, family, person, title=f"{marker} letter"),
        "call_note": actions.note_call(**to, outcome="reached", note=f"{marker} comes"),
        "written_message": actions.send_message(**to, way="email", words=f"{marker} starts at nine"),
    }
