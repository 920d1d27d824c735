"""Whose time is taken on which days."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date, time
from typing import TYPE_CHECKING

from django.db import connection

from trellis.features.sessions.models import PlannedAttendee, Session
from trellis.features.sessions.rules import SessionStatus
from trellis.features.sessions.rules.plans import Busy
from trellis.features.workforce.models import StaffMember

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

    A clash is a clash whoever may see the other session, so this looks past what the viewer may see, and gives a title
    only of what they may; `without` leaves out sessions that are about to move.
    """
    left_out = set(without)
    expected = (
        PlannedAttendee.objects.of_organisation(viewer)
        .filter(participant_id__in=list(participants), session__day__in=list(days))
        .exclude(session__status=SessionStatus.CANCELLED)
        .exclude(session_id__in=left_out)
        .select_related("session", "participant__person")
    )
    attending = list(expected)
    running = [taken for taken in _staff_busy(viewer, days, list(staff)) if taken[0] not in left_out]
    ids = {row.session_id for row in attending} | {taken[0] for taken in running}
    titles = dict(Session.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "title"))
    names = dict(
        StaffMember.objects.of_organisation(viewer)
        .filter(pk__in={taken[1] for taken in running})
        .values_list("pk", "name")
    )
    return [
        *(
            Busy(
                row.participant_id,
                row.participant.person.short_name,
                False,
                titles.get(row.session_id, ""),
                row.session.day,
                row.session.starts,
                row.session.ends,
            )
            for row in attending
        ),
        *(
            Busy(staff_id, names.get(staff_id, ""), True, titles.get(session_id, ""), day, starts, ends)
            for session_id, staff_id, day, starts, ends in running
        ),
    ]


def _staff_busy(
    viewer: Viewer, days: Collection[date], staff: list[uuid.UUID]
) -> list[tuple[uuid.UUID, uuid.UUID, date, time, time]]:
    """Ask the database when staff are busy: also with families that are shut to whoever books."""
    if not staff or not days:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sessions_staff_busy(%s, %s, %s)", [viewer.organisation_id, staff, list(days)])
        return cursor.fetchall()
