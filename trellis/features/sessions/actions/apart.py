"""People who are kept apart are never booked together: asked before every booking and every change of one."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from trellis.features.separations.queries import any_apart, check_bookings, check_workers
from trellis.features.separations.rules import Works
from trellis.features.sessions.models import PlannedAttendee
from trellis.features.sessions.queries.apart import expected_at, is_by_design, people_at, places_of, wanted_of

if TYPE_CHECKING:
    from trellis.features.journeys.models import Participant
    from trellis.features.sessions.models import Session
    from trellis.features.sessions.rules.plans import SessionPlan
    from trellis.platform.access.viewer import Viewer


def check_plans(by: Viewer, plans: Sequence[SessionPlan], people: Mapping[uuid.UUID, Participant]) -> None:
    """Raise RuleBroken where planned sessions would bring together people, or share workers, kept apart."""
    if not any_apart(by, {people[pk].person_id for plan in plans for pk in plan.expected}):
        return
    places = places_of(by, [(plan.where, plan.is_online) for plan in plans if plan.expected])
    wanted = [
        wanted_of(people[pk], plan, plan.day, plan.starts, plan.ends, places[plan.where, plan.is_online])
        for plan in plans
        for pk in dict.fromkeys(plan.expected)
    ]
    check_bookings(by, wanted)
    check_workers(by, [_works(people[pk], r.staff_id) for p in plans for pk in p.expected for r in p.staff])


def check_expecting(by: Viewer, person: Participant, sessions: Sequence[Session]) -> None:
    """Raise RuleBroken where somebody more at these sessions would meet a person, or share a worker, kept apart."""
    if not any_apart(by, [person.person_id]):
        return
    places = places_of(by, [(each.where, each.is_online) for each in sessions])
    check_bookings(
        by,
        [wanted_of(person, s.pk, s.day, s.starts, s.ends, places[s.where, s.is_online]) for s in sessions],
    )
    running = {row.staff_id for each in sessions for row in each.staff.all()}
    check_workers(by, [_works(person, staff_id) for staff_id in running])


def check_moved(by: Viewer, sessions: Iterable[Session]) -> None:
    """Raise RuleBroken where sessions, at the times and places that they are to take, would bring people together."""
    by_id = {each.pk: each for each in sessions}
    if not any_apart(by, people_at(by, by_id)):
        return
    check_bookings(by, expected_at(by, by_id), moved=True, leaving_out=by_id)


def check_staffed(by: Viewer, session: Session, staff: Collection[uuid.UUID]) -> None:
    """Raise RuleBroken where staff of a session would work with two people whose separation asks for different ones."""
    expected = PlannedAttendee.objects.of_organisation(by).filter(session=session)
    people = [row.participant for row in expected.select_related("participant__journey").order_by("pk")]
    check_workers(by, [_works(person, pk) for person in people for pk in staff])


def _works(person: Participant, staff_id: uuid.UUID) -> Works:
    return Works(person.person_id, staff_id, person.journey_id, is_by_design(person.journey))
