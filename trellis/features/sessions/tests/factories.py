"""Sessions for tests, through the actions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from trellis.features.journeys.models import Journey, Participant
from trellis.features.journeys.tests import factories as journeys
from trellis.features.sessions import actions
from trellis.features.sessions.models import Attendance, Session
from trellis.features.sessions.rules import SessionKind
from trellis.features.sessions.rules.register import Mark
from trellis.features.workforce.models import StaffMember
from trellis.kernel.working_days import bank_holiday
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests import factories as access
from trellis.platform.access.viewer import Viewer

_numbers = itertools.count(1)


def staff(by: Viewer, *, membership: Membership | None = None, gender: str = "female") -> StaffMember:
    """Make a member of staff; with a membership, one who signs in."""
    return StaffMember.objects.create(
        organisation_id=by.organisation_id,
        name=f"Ruth Hartley {next(_numbers)}",
        gender=gender,
        duties=["practitioner"],
        membership=membership,
    )


def practitioner(by: Viewer) -> tuple[Viewer, StaffMember]:
    """Make a practitioner of the same organisation: who signs in, and as whom they run sessions."""
    organisation = Membership.objects.get(pk=by.membership_id).organisation
    membership = access.membership(Role.PRACTITIONER, organisation)
    return Viewer.from_membership(membership), staff(by, membership=membership)


def booked(by: Viewer, of: Journey, *, day: date | None = None, **fields: Any) -> Session:
    """Book a session of a journey (a pre-engagement session today unless given) with everybody of it."""
    values: dict[str, Any] = {
        "kind": SessionKind.PRE_ENGAGEMENT,
        "title": "Getting ready",
        "starts": time(10),
        "minutes": 60,
        "expected": [each.pk for each in of.participants.order_by("pk")],
        **fields,
    }
    return actions.book_session(by=by, journey_id=of.pk, day=day or timezone.localdate(), **values)


def course(
    by: Viewer,
    key: str = "dvact-behaviour-change",
    *,
    strand: str = "",
    first_day: date | None = None,
    weekdays: Sequence[int] = (1, 3),
    runs: Iterable[StaffMember] = (),
) -> tuple[Journey, list[Session]]:
    """Make a journey with one person's one-to-one course planned from a day on (three weeks ago unless given)."""
    from trellis.features.programmes.tests.factories import programme_version

    chosen = strand or programme_version(key).definition["strands"][0]["key"]
    family = journeys.journey(by, key, strands=[chosen], days_ago=60)
    first = first_day or timezone.localdate() - timedelta(days=21)
    sessions = actions.schedule_course(
        by=by,
        journey_id=family.pk,
        participant_id=journeys.participant(family).pk,
        first_day=first,
        weekdays=weekdays,
        starts=time(11),
        staff=[each.pk for each in runs],
        is_online=True,
    )
    return family, sessions


def marked(
    by: Viewer, session: Session, presence: str = "attended", participant: Participant | None = None, **fields: Any
) -> list[Attendance]:
    """Record everybody who is expected at a session (or one of them) the same way."""
    people = [participant.pk] if participant else list(session.planned.values_list("participant_id", flat=True))
    values = {"reason": "ill" if presence == "absent" else "", **fields}
    marks = [Mark(session_id=session.pk, participant_id=pk, presence=presence, **values) for pk in people]
    return actions.record_attendance(by=by, session_id=session.pk, marks=marks)


def open_day(day: date) -> date:
    """Return the day, or the next that is no bank holiday."""
    while bank_holiday(day):
        day += timedelta(days=1)
    return day
