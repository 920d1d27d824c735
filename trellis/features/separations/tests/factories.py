"""Separations for tests, recorded as a co-ordinator would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.separations import actions
from trellis.features.separations.models import Separation
from trellis.features.separations.rules.people import Side
from trellis.platform.access.viewer import Viewer


def side(of: Family | Person) -> Side:
    """Return a person or a family as one side."""
    return Side(person=of.pk) if isinstance(of, Person) else Side(family=of.pk)


def separation(by: Viewer, one: Family | Person, other: Family | Person, **fields: Any) -> Separation:
    """Record that two people, two families, or a person and a family must not meet."""
    values: dict[str, Any] = {
        "reason": "He has threatened her at the school gate.",
        "source": "She said so",
        "review_on": timezone.localdate() + timedelta(days=90),
        **fields,
    }
    return actions.record_separation(by=by, first=side(one), second=side(other), **values)
