"""Planning many sessions at once: checked together, saved together."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from trellis.features.families import actions as families
from trellis.features.journeys.queries import participants_by_id
from trellis.features.separations.queries import refusing
from trellis.features.sessions.actions.apart import check_plans
from trellis.features.sessions.actions.open_venues import check_venues_open
from trellis.features.sessions.models import PlannedAttendee, Session, SessionStaff
from trellis.features.sessions.permissions import PLAN
from trellis.features.sessions.queries.clashes import busy_on
from trellis.features.sessions.rules import SessionStatus
from trellis.features.sessions.rules.plans import Busy, SessionPlan, check_clashes, check_times
from trellis.features.workforce.queries import staff_by_id
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    from trellis.features.journeys.models import Participant
    from trellis.features.workforce.models import StaffMember


@action("sessions.planned", PLAN)
def plan_sessions(*, by: Viewer, sessions: Iterable[SessionPlan]) -> list[Session]:
    """Plan sessions, all or none; return them in the order given.

    Raises RuleBroken with every clash in words: staff or participants in two places at once, among these sessions and
    with those that stand already; and for people who are kept apart. Staff who sign in may then see the families that
    they will meet.
    """
    plans = list(sessions)
    if not plans:
        raise RuleBroken("There are no sessions to plan.")
    people = _participants(by, plans)
    staff = _staff(by, plans)
    _check(by, plans, people, staff)
    check_venues_open(by, plans)
    check_plans(by, plans, people)
    made = Session.objects.bulk_create(_session(by, plan) for plan in plans)
    with refusing(by):
        PlannedAttendee.objects.bulk_create(
            PlannedAttendee(organisation_id=by.organisation_id, session=session, participant_id=participant)
            for session, plan in zip(made, plans, strict=True)
            for participant in dict.fromkeys(plan.expected)
        )
        SessionStaff.objects.bulk_create(
            SessionStaff(organisation_id=by.organisation_id, session=session, staff_id=runs.staff_id, duty=runs.duty)
            for session, plan in zip(made, plans, strict=True)
            for runs in {each.staff_id: each for each in plan.staff}.values()
        )
    give_sight_of(
        by,
        {(people[p], staff[r.staff_id]) for plan in plans for p in plan.expected for r in plan.staff},
    )
    for session in made:
        about(session)
    return made


def give_sight_of(by: Viewer, pairs: Iterable[tuple[Participant, StaffMember]]) -> None:
    """Let staff who sign in see the families whose people they meet at sessions."""
    wanted = {
        (p.journey.family_id, s.membership_id): (p.journey.family, s.membership)
        for p, s in pairs
        if s.membership_id is not None
    }
    for family, membership in wanted.values():
        assert membership is not None
        families.give_sight(by=by, family=family, membership=membership, because="Runs sessions with them")


def _session(by: Viewer, plan: SessionPlan) -> Session:
    return Session(
        organisation_id=by.organisation_id,
        programme_version_id=plan.programme_version_id,
        circle_id=plan.circle_id,
        journey_id=plan.journey_id,
        participant_id=plan.participant_id,
        strand_key=plan.strand_key,
        kind=plan.kind,
        number=plan.number,
        title=plan.title,
        day=plan.day,
        starts=plan.starts,
        ends=plan.ends,
        where=plan.where,
        is_online=plan.is_online,
        catches_up_id=plan.catches_up_id,
        note=plan.note,
    )


def _participants(by: Viewer, plans: Sequence[SessionPlan]) -> dict[uuid.UUID, Participant]:
    ids = {participant for plan in plans for participant in plan.expected}
    found = participants_by_id(by, ids)
    if len(found) != len(ids):
        raise RuleBroken("Somebody who is expected does not take part in a programme here.", "expected")
    return found


def _staff(by: Viewer, plans: Sequence[SessionPlan]) -> dict[uuid.UUID, StaffMember]:
    ids = {runs.staff_id for plan in plans for runs in plan.staff}
    found = staff_by_id(by, ids)
    if len(found) != len(ids):
        raise RuleBroken("Choose staff who work here.", "staff")
    return found


def _check_circles(by: Viewer, plans: Sequence[SessionPlan]) -> None:
    circles = {plan.circle_id for plan in plans if plan.circle_id}
    if not circles:
        return
    standing = Session.objects.of_organisation(by).filter(circle_id__in=circles)
    taken: set[tuple[uuid.UUID | None, date]] = {
        (circle, day)
        for circle, day in standing.exclude(status=SessionStatus.CANCELLED).values_list("circle_id", "day")
    }
    for plan in plans:
        if plan.circle_id and (plan.circle_id, plan.day) in taken:
            raise RuleBroken(f"This group already meets on {in_words(plan.day)}.", "day")
        taken.add((plan.circle_id, plan.day))


def _check(
    by: Viewer,
    plans: Sequence[SessionPlan],
    people: dict[uuid.UUID, Participant],
    staff: dict[uuid.UUID, StaffMember],
) -> None:
    for plan in plans:
        check_times(plan.starts, plan.ends)
        if (plan.circle_id is None) == (plan.journey_id is None):
            raise RuleBroken("A session is either of a group or of one family.")
    _check_circles(by, plans)
    wanted = [
        Busy(p, people[p].person.short_name, False, plan.title, plan.day, plan.starts, plan.ends, plan)
        for plan in plans
        for p in dict.fromkeys(plan.expected)
    ]
    wanted += [
        Busy(r.staff_id, staff[r.staff_id].name, True, plan.title, plan.day, plan.starts, plan.ends, plan)
        for plan in plans
        for r in {each.staff_id: each for each in plan.staff}.values()
    ]
    check_clashes(wanted, busy_on(by, {plan.day for plan in plans}, people, staff))
