"""Who is expected at sessions that are still to come."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from trellis.features.journeys.queries import participants_by_id
from trellis.features.separations.queries import refusing
from trellis.features.sessions.actions.apart import check_expecting
from trellis.features.sessions.actions.planning import give_sight_of
from trellis.features.sessions.models import PlannedAttendee, Session, SessionStaff
from trellis.features.sessions.permissions import PLAN
from trellis.features.sessions.queries.clashes import busy_on
from trellis.features.sessions.rules import SessionStatus
from trellis.features.sessions.rules.plans import Busy, check_clashes
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("sessions.people_expected", PLAN)
def expect_at(
    *,
    by: Viewer,
    participant_id: uuid.UUID,
    session_ids: Iterable[uuid.UUID] = (),
    circle_id: uuid.UUID | None = None,
    from_day: date | None = None,
) -> int:
    """Expect somebody at sessions: those given, or those of a circle that are planned from a day on.

    Returns how many sessions were new. Raises RuleBroken when they are expected elsewhere at the same time, or would
    meet somebody from whom they are kept apart.
    """
    person = participants_by_id(by, [participant_id]).get(participant_id)
    if person is None:
        raise RuleBroken("Choose somebody who takes part in a programme here.")
    sessions = _chosen(by, list(session_ids), circle_id, from_day)
    already = set(
        PlannedAttendee.objects.filter(participant=person, session__in=sessions).values_list("session_id", flat=True)
    )
    new = [session for session in sessions if session.pk not in already]
    name = person.person.short_name
    wanted = [Busy(person.pk, name, False, s.title, s.day, s.starts, s.ends, s) for s in new]
    check_clashes(wanted, busy_on(by, {s.day for s in new}, [person.pk], []))
    check_expecting(by, person, new)
    with refusing(by):
        PlannedAttendee.objects.bulk_create(
            PlannedAttendee(organisation_id=by.organisation_id, session=session, participant=person) for session in new
        )
    staff = SessionStaff.objects.filter(session__in=new).select_related("staff__membership")
    give_sight_of(by, {(person, row.staff) for row in staff})
    about(person, sessions=len(new))
    return len(new)


@action("sessions.people_not_expected", PLAN)
def stop_expecting(
    *, by: Viewer, participant_id: uuid.UUID, circle_id: uuid.UUID | None = None, from_day: date | None = None
) -> int:
    """Stop expecting somebody at planned sessions (of a circle, or all) from a day on; what was held stays."""
    rows = PlannedAttendee.objects.of_organisation(by).filter(
        participant_id=participant_id, session__status=SessionStatus.PLANNED
    )
    rows = rows.exclude(session__attendances__participant_id=participant_id)
    if circle_id is not None:
        rows = rows.filter(session__circle_id=circle_id)
    if from_day is not None:
        rows = rows.filter(session__day__gte=from_day)
    person = participants_by_id(by, [participant_id])[participant_id]
    ids = list(rows.values_list("pk", flat=True))
    PlannedAttendee.objects.filter(pk__in=ids).delete()
    about(person, sessions=len(ids))
    return len(ids)


def _chosen(
    by: Viewer, session_ids: list[uuid.UUID], circle_id: uuid.UUID | None, from_day: date | None
) -> list[Session]:
    sessions = Session.objects.of_organisation(by).exclude(status=SessionStatus.CANCELLED)
    if circle_id is not None:
        sessions = sessions.filter(circle_id=circle_id, status=SessionStatus.PLANNED)
    else:
        sessions = sessions.filter(pk__in=session_ids)
    if from_day is not None:
        sessions = sessions.filter(day__gte=from_day)
    return list(sessions.order_by("day", "starts", "pk").prefetch_related("staff"))
