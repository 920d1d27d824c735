"""What separations add to pages of other rooms."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from trellis.features.separations import queries
from trellis.features.separations.queries.naming import sides_in_words
from trellis.features.separations.rules import RECORD
from trellis.features.separations.web.shared import line_of

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

FEW = 8


def of_family(viewer: Viewer, family: Any, today: date) -> dict[str, Any]:
    """Show who of a family is kept apart, of what the viewer may see."""
    rows = queries.current_of_family(viewer, family.pk)
    names = sides_in_words(viewer, rows) if rows else {}
    return {
        "family": family,
        "lines": [line_of(each, names[each.pk], None, today) for each in rows],
        "may_record": viewer.may(RECORD),
    }


def today(viewer: Viewer, _subject: Any, day: date) -> dict[str, Any] | None:
    """Show separations that bookings break, that lack something, or whose review is due."""
    due = queries.looks_due(viewer, day)
    if not due:
        return None
    names = sides_in_words(viewer, [each for each, _ in due[:FEW]])
    return {
        "lines": [line_of(each, names[each.pk], found, day) for each, found in due[:FEW]],
        "more": len(due) > FEW,
    }
