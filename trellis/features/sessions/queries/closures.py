"""Days on which nothing is held, from the room that keeps them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from trellis.features.sessions.rules.schedule import LONGEST, Calendar, closed_days
from trellis.platform.contributions.registry import hooks

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

CLOSURES = "closures"


def calendar_between(viewer: Viewer, first: date) -> Calendar:
    """Return the days closed from a day on.

    Hook "closures": viewer, first, last; returns (first day, last day, why) of each closure of every venue.
    """
    last = first + timedelta(days=LONGEST)
    closures = [row for hook in hooks(CLOSURES) for row in hook.call(viewer, first, last)]
    return Calendar(closed_days(closures))
