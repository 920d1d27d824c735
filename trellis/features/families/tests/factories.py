"""Invented families for tests."""

from __future__ import annotations

import datetime
import itertools

from trellis.features.families import actions
from trellis.features.families.models import Family, Person
from trellis.platform.access.viewer import Viewer

_numbers = itertools.count(1)


def family(by: Viewer, name: str = "") -> Family:
    """Make a family with nobody in it."""
    return actions.create_family(by=by, name=name or f"Family {next(_numbers)}")


def person(by: Viewer, in_family: Family | None = None, **fields: object) -> Person:
    """Make a person in a family (a new one unless given)."""
    values: dict[str, object] = {
        "given_name": f"Person{next(_numbers)}",
        "family_name": "Ashworth",
        "birth_date": datetime.date(2010, 5, 6),
        "gender": "female",
    }
    return actions.add_person(by=by, family=in_family or family(by), **{**values, **fields})  # type: ignore[arg-type]
