"""Changing what is still to come. What has been held never moves."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from django.utils import timezone

from trellis.features.separations.queries import refusing
from trellis.features.sessions.actions.apart import check_moved, check_staffed
from trellis.features.sessions.actions.open_venues import check_venues_open
from trellis.features.sessions.actions.planning import give_sight_of
from trellis.features.sessions.models import PlannedAttendee, Session, SessionStaff
from trellis.features.sessions.permissions import BOOK, PLAN
from trellis.features.sessions.queries.clashes import busy_on
from trellis.features.sessions.queries.moving import preview_move
from trellis.features.sessions.rules import SessionKind, SessionStatus
from trellis.features.sessions.rules.plans import Busy, Runs, check_clashes, check_times
from trellis.features.workforce.queries import staff_by_id
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.roles import OPERATIONAL
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey


@dataclass(frozen=True, slots=True)
class Move:
    """Where a session goes; what is None stays as it is."""

    session_id: uuid.UUID
    day: date
    starts: time | None = None
    ends: time | None = None
    where: str | None = None


@action("sessions.moved", PLAN)
def move_sessions(*, by: Viewer, moves: Iterable[Move]) -> list[Session]:
    """Move sessions that are still to come, all or none.

    Raises RuleBroken for a session that was held, cancelled or is past, for a day in the past, for two sessions of one
    circle on a day, for anybody who would be in two places, and for people who are kept apart.
    """
    wanted = {move.session_id: move for move in moves}
    sessions = list(
        Session.objects.visible_to(by).select_for_update(of=("self",)).filter(pk__in=wanted).order_by("day", "pk")
    )
    if len(sessions) != len(wanted) or not sessions:
        raise RuleBroken("One of these sessions is not yours to move.")
    today = timezone.localdate()
    for session in sessions:
        _check_to_come(session, today)
        _apply(session, wanted[session.pk], today)
    _check_days(by, sessions)
    _check_people(by, sessions)
    check_venues_open(by, sessions)
    check_moved(by, sessions)
    # The days of one circle are unique: leave all the old days before taking the new ones.
    Session.objects.filter(pk__in=wanted).update(status=SessionStatus.CANCELLED)
    for session in sessions:
        session.status = SessionStatus.PLANNED
    with refusing(by):
        Session.objects.bulk_update(sessions, ["day", "starts", "ends", "where", "status"])
    for session in sessions:
        about(session, day=session.day.isoformat())
    return sessions


@action("session.moved", BOOK)
def move_session(
    *,
    by: Viewer,
    session_id: uuid.UUID,
    day: date,
    starts: time | None = None,
    ends: time | None = None,
    where: str | None = None,
    later: str = "stay",
) -> list[Session]:
    """Move one session that is still to come; `later` says whether those after it "stay" or "shift" behind it.

    What shifts is what `queries.preview_move` shows. For a group, its other circles of the same number move too.
    """
    moves = [
        Move(
            each.session.pk,
            each.day,
            starts if each.session.pk == session_id or starts is None else None,
            ends if each.session.pk == session_id or ends is None else None,
            where if each.session.pk == session_id else None,
        )
        for each in preview_move(by, session_id, day, later=later).moves
    ]
    session = Session.objects.visible_to(by).get(pk=session_id)
    about(session, later=later, moved=len(moves))
    return move_sessions(by=by, moves=moves)


@action("session.cancelled", BOOK)
def cancel_session(*, by: Viewer, session_id: uuid.UUID, why: str) -> Session:
    """Cancel a session that is still to come or has no register, with a reason."""
    session = Session.objects.visible_to(by).select_for_update(of=("self",)).get(pk=session_id)
    if session.status != SessionStatus.PLANNED:
        raise RuleBroken(f"This session is “{SessionStatus(session.status).label}”, so it cannot be cancelled.")
    if not why.strip():
        raise RuleBroken("Say why the session is cancelled.", "why")
    session.status = SessionStatus.CANCELLED
    session.note = f"{session.note}\nCancelled: {why.strip()}".strip()
    session.save(update_fields=["status", "note"])
    about(session)
    return session


@action("session.staff_set", BOOK)
def set_staff(*, by: Viewer, session_id: uuid.UUID, staff: Sequence[Runs]) -> None:
    """Say who will run a session; those who sign in may then see the families expected at it.

    So a practitioner says it of a group's session only while they run it: to see its register is not enough.
    """
    session = Session.objects.visible_to(by).get(pk=session_id)
    runs_it = session.staff.filter(staff__membership_id=by.membership_id)
    if session.circle_id and by.role not in OPERATIONAL and not runs_it.exists():
        raise RuleBroken("Only those who run this session, or a co-ordinator, can say who runs it.", "staff")
    wanted = {each.staff_id: each for each in staff}
    known = staff_by_id(by, wanted)
    if len(known) != len(wanted):
        raise RuleBroken("Choose staff who work here.", "staff")
    busy = [
        Busy(pk, s.name, True, session.title, session.day, session.starts, session.ends, session)
        for pk, s in known.items()
    ]
    check_clashes(busy, busy_on(by, {session.day}, [], known, without=[session.pk]))
    there = set(session.staff.values_list("staff_id", flat=True))
    check_staffed(by, session, wanted.keys() - there)
    SessionStaff.objects.filter(session=session).exclude(staff_id__in=wanted).delete()
    with refusing(by):
        for staff_id, runs in wanted.items():
            SessionStaff.objects.update_or_create(
                organisation_id=by.organisation_id, session=session, staff_id=staff_id, defaults={"duty": runs.duty}
            )
    expected = PlannedAttendee.objects.filter(session=session).select_related("participant__journey__family")
    give_sight_of(by, {(row.participant, member) for row in expected for member in known.values()})
    about(session, staff=len(wanted))


@action("sessions.cleared_ahead", PLAN)
def clear_ahead(*, by: Viewer, journey: Journey) -> int:
    """Take an ended journey out of what is still planned: its course is cancelled, its people no longer expected.

    Step-down sessions stay: they come after the end. Runs as the hook "journey_ended".
    """
    keeps = [SessionKind.STEP_DOWN]
    own = Session.objects.of_organisation(by).filter(journey=journey, status=SessionStatus.PLANNED)
    cancelled = own.exclude(kind__in=keeps).update(status=SessionStatus.CANCELLED)
    rows = PlannedAttendee.objects.of_organisation(by).filter(
        participant__journey=journey,
        session__status=SessionStatus.PLANNED,
        session__circle__isnull=False,
        session__day__gte=timezone.localdate(),
    )
    rows.exclude(session__attendances__participant__journey=journey).delete()
    about(journey, cancelled=cancelled)
    return cancelled


def _check_to_come(session: Session, today: date) -> None:
    if session.status != SessionStatus.PLANNED:
        raise RuleBroken(
            f"“{session.title}” on {in_words(session.day)} is “{SessionStatus(session.status).label}”, "
            "so it does not move."
        )
    if session.day < today:
        raise RuleBroken(f"“{session.title}” was on {in_words(session.day)}: past sessions do not move.")


def _apply(session: Session, move: Move, today: date) -> None:
    if move.day < today:
        raise RuleBroken(f"{in_words(move.day)} is in the past. Choose today or a later day.", "day")
    session.day = move.day
    session.starts = move.starts or session.starts
    session.ends = move.ends or session.ends
    session.where = session.where if move.where is None else move.where
    check_times(session.starts, session.ends)


def _check_days(by: Viewer, sessions: Sequence[Session]) -> None:
    circles = {session.circle_id for session in sessions if session.circle_id}
    standing = Session.objects.of_organisation(by).filter(circle_id__in=circles)
    standing = standing.exclude(status=SessionStatus.CANCELLED).exclude(pk__in=[s.pk for s in sessions])
    taken: set[tuple[uuid.UUID | None, date]] = set(standing.values_list("circle_id", "day"))
    for session in sessions:
        if session.circle_id and (session.circle_id, session.day) in taken:
            raise RuleBroken(f"This group already meets on {in_words(session.day)}.", "day")
        taken.add((session.circle_id, session.day))


def _check_people(by: Viewer, sessions: Sequence[Session]) -> None:
    ids = [session.pk for session in sessions]
    expected = PlannedAttendee.objects.filter(session_id__in=ids).select_related("participant__person")
    running = SessionStaff.objects.filter(session_id__in=ids).select_related("staff")
    by_id = {session.pk: session for session in sessions}
    wanted = []
    for row in expected:
        s = by_id[row.session_id]
        name = row.participant.person.short_name
        wanted.append(Busy(row.participant_id, name, False, s.title, s.day, s.starts, s.ends, s))
    for run in running:
        s = by_id[run.session_id]
        wanted.append(Busy(run.staff_id, run.staff.name, True, s.title, s.day, s.starts, s.ends, s))
    people = {b.who for b in wanted if not b.is_staff}
    staff = {b.who for b in wanted if b.is_staff}
    check_clashes(wanted, busy_on(by, {s.day for s in sessions}, people, staff, without=ids))
