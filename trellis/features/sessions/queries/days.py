"""Sessions by day, registers not yet filled in, absences to follow up."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from trellis.features.sessions.models import Attendance, Session, SessionStaff
from trellis.features.sessions.rules import Presence, SessionStatus
from trellis.platform.access.roles import Role

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

MOST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that is cut at a number, and whether more follow."""

    rows: list[Session]
    more: bool


def is_mine(viewer: Viewer) -> bool:
    """Tell whether a viewer's day is their own sessions rather than everybody's."""
    return viewer.role == Role.PRACTITIONER


def sessions_between(viewer: Viewer, first: date, last: date, *, mine: bool = False, most: int = MOST) -> Listed:
    """Return the sessions from a day to a day, cancelled ones too, by day and time; `mine` are those one runs."""
    found = Session.objects.visible_to(viewer).filter(day__gte=first, day__lte=last)
    if mine:
        found = found.filter(pk__in=_run_by(viewer))
    rows = list(_with_names(found).order_by("day", "starts", "title", "pk")[: most + 1])
    return Listed(rows[:most], len(rows) > most)


def open_registers(viewer: Viewer, today: date, *, most: int = 20) -> Listed:
    """Return sessions up to today whose register is not filled in, oldest first; a practitioner's own."""
    if is_mine(viewer):
        found = Session.objects.of_organisation(viewer).filter(pk__in=_run_by(viewer))
    else:
        found = Session.objects.visible_to(viewer)
    found = found.filter(status=SessionStatus.PLANNED, day__lte=today)
    rows = list(_with_names(found).order_by("day", "starts", "pk")[: most + 1])
    return Listed(rows[:most], len(rows) > most)


def follow_ups(viewer: Viewer) -> QuerySet[Attendance]:
    """Return the absences that have not been followed up, oldest first."""
    return (
        Attendance.objects.visible_to(viewer)
        .filter(presence=Presence.ABSENT, follow_up_done_at__isnull=True)
        .select_related("session__circle__group", "participant__person", "participant__journey__family")
        .order_by("pk")
    )


def follow_up(viewer: Viewer, attendance_id: uuid.UUID) -> QuerySet[Attendance]:
    """Return one absence, as a query."""
    return follow_ups(viewer).filter(pk=attendance_id)


def _run_by(viewer: Viewer) -> QuerySet[SessionStaff, Any]:
    runs = SessionStaff.objects.of_organisation(viewer).filter(staff__membership_id=viewer.membership_id)
    return runs.values("session_id")


def _with_names(found: QuerySet[Session]) -> QuerySet[Session]:
    return found.select_related("circle__group", "journey__family", "participant__person")
