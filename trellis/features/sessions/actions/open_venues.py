"""Nothing is booked for a family in a venue on a day on which it is closed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from trellis.features.separations.rules.words import CANNOT_BE_BOOKED
from trellis.features.sessions.queries.apart import places_of
from trellis.kernel.decisions import RuleBroken
from trellis.platform.contributions.registry import hooks

if TYPE_CHECKING:
    from trellis.features.sessions.models import Session
    from trellis.features.sessions.rules.plans import SessionPlan
    from trellis.platform.access.viewer import Viewer

VENUE_CLOSED = "venue_closed"


def check_venues_open(by: Viewer, sessions: Iterable[Session | SessionPlan]) -> None:
    """Raise RuleBroken where one family's session would be in a venue that is closed on that day.

    Hook "venue_closed": viewer, the venue's id, days; returns whether it is closed on any of them. In the words that
    are also said of people who are kept apart, so that those words tell nobody why.
    """
    asked = [each for each in sessions if each.journey_id and each.where and not each.is_online]
    if not asked:
        return
    places = places_of(by, [(each.where, False) for each in asked])
    days: dict[uuid.UUID, list[date]] = {}
    for each in asked:
        kind, _, key = places[each.where, False][0].partition(":")
        if kind == "venue":
            days.setdefault(uuid.UUID(key), []).append(each.day)
    if any(_is_closed(by, venue, wanted) for venue, wanted in days.items()):
        raise RuleBroken(CANNOT_BE_BOOKED)


def _is_closed(by: Viewer, venue_id: uuid.UUID, days: Sequence[date]) -> bool:
    return any(hook.call(by, venue_id, days) for hook in hooks(VENUE_CLOSED))
