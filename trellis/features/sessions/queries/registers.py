"""The register of a session: for a group, of every circle that meets at that number."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import Http404

from trellis.features.sessions.models import Attendance, PlannedAttendee, SessionStaff
from trellis.features.sessions.queries.reach import registers_of, session

if TYPE_CHECKING:
    from trellis.features.journeys.models import Participant
    from trellis.features.sessions.models import Session
    from trellis.platform.access.viewer import Viewer


@dataclass(slots=True)
class RegisterRow:
    """One person: who it is, and what has been recorded of them at this session, if anything."""

    participant: Participant
    attendance: Attendance | None = None
    catch_up: Session | None = None


@dataclass(slots=True)
class RegisterSheet:
    """One circle's (or family's) part of a register."""

    session: Session
    title: str
    rows: list[RegisterRow] = field(default_factory=list)
    staff: list[SessionStaff] = field(default_factory=list)


@dataclass(slots=True)
class Register:
    """The whole register: the session asked for, and the sheets of everybody who meets beside it."""

    session: Session
    title: str
    sheets: list[RegisterSheet]

    @property
    def people(self) -> int:
        """Count the people."""
        return sum(len(sheet.rows) for sheet in self.sheets)

    @property
    def recorded(self) -> int:
        """Count the people of whom something has been recorded."""
        return sum(row.attendance is not None for sheet in self.sheets for row in sheet.rows)


def register(viewer: Viewer, session_id: uuid.UUID | str) -> Register:
    """Return the register that a session belongs to, or answer 404. Seven queries, however many people."""
    one = session(viewer, session_id)
    sessions = list(registers_of(viewer, session_id).select_related("circle__group", "circle__room", "journey__family"))
    if not sessions:
        raise Http404
    ids = [each.pk for each in sessions]
    sheets = {each.pk: RegisterSheet(each, _title(each)) for each in sessions}
    rows: dict[tuple[uuid.UUID, uuid.UUID], RegisterRow] = {}
    planned = PlannedAttendee.objects.filter(session_id__in=ids).select_related("participant__person")
    actual = Attendance.objects.filter(session_id__in=ids).select_related("participant__person")
    for expected in planned:
        key = (expected.session_id, expected.participant_id)
        rows[key] = RegisterRow(expected.participant)
    for recorded in actual:
        key = (recorded.session_id, recorded.participant_id)
        rows.setdefault(key, RegisterRow(recorded.participant)).attendance = recorded
    for plan in PlannedAttendee.objects.filter(session__catches_up_id__in=ids).select_related("session"):
        key = (plan.session.catches_up_id, plan.participant_id)  # type: ignore[assignment]
        if key in rows and plan.session.status != "cancelled":
            rows[key].catch_up = plan.session
    for (session_id_, _), row in rows.items():
        sheets[session_id_].rows.append(row)
    for sheet in sheets.values():
        sheet.rows.sort(key=lambda row: (row.participant.person.short_name.casefold(), str(row.participant.pk)))
    for runs in SessionStaff.objects.filter(session_id__in=ids).select_related("staff").order_by("staff__name"):
        sheets[runs.session_id].staff.append(runs)
    title = one.circle.group.name if one.circle else one.journey.family.name if one.journey else ""
    return Register(one, title, list(sheets.values()))


def _title(one: Session) -> str:
    if one.circle is not None:
        return one.circle.title
    return one.journey.family.name if one.journey is not None else one.title
