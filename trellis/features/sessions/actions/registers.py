"""Registers: what was so, saved for each person, corrected later under their eyes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from trellis.features.journeys import actions as journeys
from trellis.features.journeys.queries import participants_by_id
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.sessions.actions.absences import after_absences, note_attention_of
from trellis.features.sessions.models import Attendance, PlannedAttendee, Session, SessionStaff
from trellis.features.sessions.permissions import REGISTER
from trellis.features.sessions.queries.reach import registers_of
from trellis.features.sessions.rules import Presence, SessionKind, SessionStatus
from trellis.features.sessions.rules.register import Mark, check_open, cleaned, problems_of
from trellis.features.workforce.queries import staff_by_id
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    from trellis.features.journeys.models import Participant

FIELDS = ("presence", "reason", "transport", "note", "follow_up")


@action("register.recorded", REGISTER)
def record_attendance(*, by: Viewer, session_id: uuid.UUID, marks: Iterable[Mark]) -> list[Attendance]:
    """Record who came to a session, and to those of the same group that meet beside it.

    Marks without a presence are left for later; what was recorded before is corrected, with the names of the fields
    in the log. Sessions with anything recorded become held. Absences write to the referrer and, when the programme's
    rule asks for a review, to the co-ordinators. Raises RuleBroken with a problem for each field.
    """
    sessions = {s.pk: s for s in registers_of(by, session_id).select_for_update(of=("self",))}
    if session_id not in sessions:
        raise Session.DoesNotExist
    given = [mark for mark in marks if mark.session_id in sessions]
    _check(by, sessions, given)
    kept = [cleaned(mark) for mark in given if mark.presence]
    if not kept:
        raise RuleBroken("Nothing is filled in yet. Choose for at least one person whether they came.")
    people = participants_by_id(by, {mark.participant_id for mark in kept})
    rows, newly_absent = _save(by, kept)
    _hold(by, [sessions[pk] for pk in {mark.session_id for mark in kept}])
    _start(by, sessions, rows, people)
    after_absences([row for row in rows if row.pk in newly_absent], people, sessions)
    missed = {people[row.participant_id].journey for row in rows if row.presence == Presence.ABSENT}
    noted = {person.journey for person in people.values() if person.journey.attention}
    note_attention_of(by, missed | noted)
    about(sessions[session_id], people=len(rows))
    return rows


@action("register.staff_recorded", REGISTER)
def record_staff_present(*, by: Viewer, session_id: uuid.UUID, present: Iterable[uuid.UUID]) -> None:
    """Record which of the staff were there; `present` are ids of staff."""
    session = registers_of(by, session_id).get(pk=session_id)
    check_open(SessionStatus(session.status), session.day, timezone.localdate())
    ids = set(present)
    known = staff_by_id(by, ids)
    if len(known) != len(ids):
        raise RuleBroken("Choose staff who work here.", "staff")
    for row in SessionStaff.objects.filter(session=session):
        row.was_present = row.staff_id in ids
        row.save(update_fields=["was_present"])
        ids.discard(row.staff_id)
    SessionStaff.objects.bulk_create(
        SessionStaff(organisation_id=by.organisation_id, session=session, staff_id=pk, was_present=True) for pk in ids
    )
    about(session, staff=len(known))


@action("follow_up.finished", REGISTER)
def finish_follow_up(*, by: Viewer, attendance_id: uuid.UUID, words: str = "") -> Attendance:
    """Note that an absence has been followed up, with what was done."""
    row = Attendance.objects.visible_to(by).select_for_update(of=("self",)).get(pk=attendance_id)
    if row.presence != Presence.ABSENT:
        raise RuleBroken("Only an absence is followed up.")
    if not (words.strip() or row.follow_up):
        raise RuleBroken("Say in a few words what was done.", "words")
    if words.strip():
        row.follow_up = f"{row.follow_up}\n{words.strip()}".strip()
    row.follow_up_done_at = timezone.now()
    row.save(update_fields=["follow_up", "follow_up_done_at"])
    about(row, session=str(row.session_id))
    return row


def _check(by: Viewer, sessions: dict[uuid.UUID, Session], marks: Sequence[Mark]) -> None:
    today = timezone.localdate()
    for pk in {mark.session_id for mark in marks if mark.presence}:
        check_open(SessionStatus(sessions[pk].status), sessions[pk].day, today)
    known = _who_belongs(sessions)
    people = participants_by_id(by, {mark.participant_id for mark in marks})
    problems: list[tuple[str | None, str]] = []
    for mark in marks:
        person = people.get(mark.participant_id)
        if person is None or (mark.session_id, mark.participant_id) not in known:
            problems.append((None, "Somebody in this register is not expected at this session."))
        else:
            problems += problems_of(mark, person.person.short_name)
    if problems:
        raise RuleBroken(" ".join(words for _, words in problems), problems[0][0], problems=problems)


def _who_belongs(sessions: dict[uuid.UUID, Session]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    expected = PlannedAttendee.objects.filter(session_id__in=sessions).values_list("session_id", "participant_id")
    recorded = Attendance.objects.filter(session_id__in=sessions).values_list("session_id", "participant_id")
    return {*expected, *recorded}


def _save(by: Viewer, marks: Sequence[Mark]) -> tuple[list[Attendance], set[uuid.UUID]]:
    standing = {
        (row.session_id, row.participant_id): row
        for row in Attendance.objects.filter(session_id__in={mark.session_id for mark in marks})
    }
    rows, newly_absent = [], set()
    for mark in marks:
        row = standing.get((mark.session_id, mark.participant_id))
        was = row.presence if row else ""
        row = row or Attendance(
            organisation_id=by.organisation_id, session_id=mark.session_id, participant_id=mark.participant_id
        )
        changed = [name for name in FIELDS if row._state.adding or getattr(row, name) != getattr(mark, name)]
        if not changed:
            rows.append(row)
            continue
        for name in changed:
            setattr(row, name, getattr(mark, name))
        if mark.presence != Presence.ABSENT:
            row.follow_up_done_at = None
        row.recorded_by_id = by.membership_id
        row.save()
        about(row, fields=changed if was else ["presence"], corrected=bool(was))
        rows.append(row)
        if mark.presence == Presence.ABSENT and was != Presence.ABSENT:
            newly_absent.add(row.pk)
    return rows, newly_absent


def _hold(by: Viewer, sessions: Iterable[Session]) -> None:
    for session in sessions:
        if session.status == SessionStatus.PLANNED:
            session.status, session.register_closed_at = SessionStatus.HELD, timezone.now()
            session.save(update_fields=["status", "register_closed_at"])
            about(session, status=SessionStatus.HELD.value)


def _start(
    by: Viewer,
    sessions: dict[uuid.UUID, Session],
    rows: Sequence[Attendance],
    people: dict[uuid.UUID, Participant],
) -> None:
    first: dict[uuid.UUID, Session] = {}
    for row in rows:
        session = sessions[row.session_id]
        waits = people[row.participant_id].journey.status == JourneyStatus.WAITING
        if waits and session.kind == SessionKind.CORE and row.presence != Presence.ABSENT:
            first.setdefault(people[row.participant_id].journey_id, session)
    for journey_id, session in first.items():
        journeys.start_journey(by=by, journey_id=journey_id, on=session.day)
