"""Planned and actual attendance of a journey, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from trellis.features.journeys.rules.evidence import Expected
from trellis.features.sessions.models import Attendance, PlannedAttendee, Session
from trellis.features.sessions.rules import Presence, SessionKind, SessionStatus

if TYPE_CHECKING:
    import uuid

    from trellis.features.journeys.models import Journey, Participant
    from trellis.platform.access.viewer import Viewer

CAME = frozenset({Presence.ATTENDED, Presence.LATE})


def made_good(viewer: Viewer, journey_id: uuid.UUID) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """Return (participant, missed session) of each catch-up that a person of the journey came to."""
    rows = Attendance.objects.of_organisation(viewer).filter(
        participant__journey_id=journey_id,
        session__catches_up__isnull=False,
        session__status=SessionStatus.HELD,
        presence__in=CAME,
    )
    pairs = rows.values_list("participant_id", "session__catches_up_id")
    return {(person, missed) for person, missed in pairs if missed is not None}


def evidence(viewer: Viewer, journey: Journey) -> list[Expected]:
    """Return what was planned and what was so for everybody in a journey, by day.

    The answer to the hook "attendance_of_journey": whoever may see the journey may see this. Three queries.
    """
    planned = (
        PlannedAttendee.objects.of_organisation(viewer)
        .filter(participant__journey=journey)
        .exclude(session__status=SessionStatus.CANCELLED)
        .select_related("session", "participant__person")
    )
    actual = (
        Attendance.objects.of_organisation(viewer)
        .filter(participant__journey=journey)
        .select_related("session", "participant__person")
    )
    good = made_good(viewer, journey.pk)
    rows: dict[tuple[uuid.UUID, uuid.UUID], Expected] = {}
    for row in planned:
        key = (row.participant_id, row.session_id)
        rows[key] = _expected(row.participant, row.session, None, key in good)
    for record in actual:
        key = (record.participant_id, record.session_id)
        rows[key] = _expected(record.participant, record.session, record, key in good)
    return sorted(rows.values(), key=lambda row: (row.day, row.number, row.participant))


def sessions_of_journey(viewer: Viewer, journey: Journey) -> list[Session]:
    """Return the sessions of a journey that the viewer may see, its group's included, with planned and actual people.

    Ordered by day; cancelled ones are left out. Rows carry only people of this journey.
    """
    mine = Q(participant__journey=journey)
    ids = PlannedAttendee.objects.of_organisation(viewer).filter(mine).values("session_id")
    return list(
        Session.objects.of_organisation(viewer)
        .filter(Q(journey=journey) | Q(pk__in=ids))
        .exclude(status=SessionStatus.CANCELLED)
        .select_related("circle__group", "journey__family")
        .prefetch_related(
            Prefetch("planned", PlannedAttendee.objects.filter(mine).select_related("participant__person")),
            Prefetch("attendances", Attendance.objects.filter(mine).select_related("participant__person")),
        )
        .order_by("day", "starts", "pk")
    )


def evidence_from(sessions: Iterable[Session], good: set[tuple[uuid.UUID, uuid.UUID]]) -> list[Expected]:
    """Return the same as `evidence`, from sessions as `sessions_of_journey` loads them; no query."""
    rows = []
    for session in sessions:
        recorded = {row.participant_id: row for row in session.attendances.all()}
        people = {row.participant_id: row.participant for row in session.planned.all()}
        people |= {key: row.participant for key, row in recorded.items()}
        for key, person in people.items():
            rows.append(_expected(person, session, recorded.get(key), (key, session.pk) in good))
    return rows


def _expected(participant: Participant, session: Session, attendance: Attendance | None, good: bool) -> Expected:
    return Expected(
        participant=str(participant.pk),
        name=participant.person.short_name,
        strand=participant.strand_key,
        kind=str(SessionKind(session.kind).value),
        number=session.number,
        day=session.day,
        came=None if attendance is None else attendance.presence in CAME,
        made_good=good,
        title=session.title,
    )
