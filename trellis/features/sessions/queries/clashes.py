"""Whose time is taken on which days."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING

from trellis.features.sessions.models import PlannedAttendee, SessionStaff
from trellis.features.sessions.rules import SessionStatus
from trellis.features.sessions.rules.plans import Busy

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def busy_on(
    viewer: Viewer,
    days: Collection[date],
    participants: Iterable[uuid.UUID],
    staff: Iterable[uuid.UUID],
    *,
    without: Iterable[uuid.UUID] = (),
) -> list[Busy]:
    """Return the time taken on these days of these participants and staff, in the whole organisation.

    A clash is a clash whoever may see the other session, so this looks past what the viewer may see; `without` leaves
    out sessions that are about to move.
    """
    left_out = list(without)
    expected = (
        PlannedAttendee.objects.of_organisation(viewer)
        .filter(participant_id__in=list(participants), session__day__in=list(days))
        .exclude(session__status=SessionStatus.CANCELLED)
        .exclude(session_id__in=left_out)
        .select_related("session", "participant__person")
    )
    running = (
        SessionStaff.objects.of_organisation(viewer)
        .filter(staff_id__in=list(staff), session__day__in=list(days))
        .exclude(session__status=SessionStatus.CANCELLED)
        .exclude(session_id__in=left_out)
        .select_related("session", "staff")
    )
    found = [
        Busy(
            row.participant_id,
            row.participant.person.short_name,
            False,
            row.session.title,
            row.session.day,
            row.session.starts,
            row.session.ends,
        )
        for row in expected
    ]
    found += [
        Busy(
            row.staff_id,
            row.staff.name,
            True,
            row.session.title,
            row.session.day,
            row.session.starts,
            row.session.ends,
        )
        for row in running
    ]
    return found
