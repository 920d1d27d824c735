"""Booking for one family: a session of its own, or a whole one-to-one course."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date, time

from trellis.features.journeys.models import Journey
from trellis.features.journeys.queries import journey as seen_journey
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.sessions.actions.planning import plan_sessions
from trellis.features.sessions.models import Session
from trellis.features.sessions.permissions import BOOK
from trellis.features.sessions.queries.bookings import booked_already, missed_session, preview_course
from trellis.features.sessions.rules import SessionKind
from trellis.features.sessions.rules.plans import Runs, SessionPlan
from trellis.features.sessions.rules.times import ends_at
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

OPEN = frozenset({JourneyStatus.WAITING, JourneyStatus.IN_PROGRAMME})


@action("session.booked", BOOK)
def book_session(
    *,
    by: Viewer,
    journey_id: uuid.UUID,
    kind: str,
    title: str,
    day: date,
    starts: time,
    minutes: int,
    expected: Iterable[uuid.UUID],
    staff: Iterable[Runs | uuid.UUID] = (),
    where: str = "",
    is_online: bool = False,
    strand_key: str = "",
    number: int = 0,
    participant_id: uuid.UUID | None = None,
    catches_up_id: uuid.UUID | None = None,
) -> Session:
    """Book one session for one family: pre-engagement, family session, interview, review, catch-up and others.

    `expected` are participants of the journey; `staff` ids or `Runs`. A catch-up names the missed session that it makes
    good. Raises RuleBroken in words for clashes, for a family that has ended, for nobody expected.
    """
    journey = seen_journey(by, journey_id)
    # Two presses at once wait for each other here, so that the second one meets the first's session.
    Journey.objects.of_organisation(by).select_for_update().get(pk=journey.pk)
    chosen = SessionKind(kind)
    people = tuple(dict.fromkeys(expected))
    own = set(journey.participants.values_list("pk", flat=True))
    if not people:
        raise RuleBroken("Choose who is expected.", "expected")
    if not own.issuperset(people):
        raise RuleBroken("Somebody who is expected does not take part in this journey.", "expected")
    if journey.status not in OPEN and chosen is not SessionKind.STEP_DOWN:
        raise RuleBroken(f"This journey is “{JourneyStatus(journey.status).label}”; only step-down can be booked.")
    if chosen is SessionKind.CORE and (twice := booked_already(by, journey, number, people)):
        raise RuleBroken(f"Session {number} is booked already, on {in_words(twice.day)}. Move it instead.", "what")
    if chosen is SessionKind.CATCH_UP:
        missed = missed_session(by, journey, catches_up_id)
        strand_key, number = missed.strand_key, missed.number
    elif catches_up_id is not None:
        raise RuleBroken("Only a catch-up makes a missed session good.", "kind")
    (made,) = plan_sessions(
        by=by,
        sessions=[
            SessionPlan(
                programme_version_id=journey.programme_version_id,
                kind=chosen,
                title=title.strip() or chosen.label,
                day=day,
                starts=starts,
                ends=ends_at(starts, minutes),
                strand_key=strand_key,
                number=number,
                journey_id=journey.pk,
                participant_id=participant_id,
                where=where.strip(),
                is_online=is_online,
                expected=people,
                staff=tuple(each if isinstance(each, Runs) else Runs(each) for each in staff),
                catches_up_id=catches_up_id,
            )
        ],
    )
    about(made, journey=str(journey.pk), kind=chosen.value)
    return made


@action("course.scheduled", BOOK)
def schedule_course(
    *,
    by: Viewer,
    journey_id: uuid.UUID,
    participant_id: uuid.UUID,
    first_day: date,
    weekdays: Collection[int],
    starts: time,
    staff: Iterable[Runs | uuid.UUID] = (),
    where: str = "",
    is_online: bool = False,
) -> list[Session]:
    """Schedule one person's one-to-one course as `queries.preview_course` shows it: all its sessions or none.

    Interviews that the programme asks for come besides, through `book_session`.
    """
    journey = seen_journey(by, journey_id)
    if journey.status not in OPEN:
        raise RuleBroken(f"This journey is “{JourneyStatus(journey.status).label}”, so no course is planned.")
    preview = preview_course(by, journey, participant_id, first_day, weekdays)
    if preview.already:
        raise RuleBroken(f"{preview.name} already has this course planned. Move its sessions instead.")
    made = plan_sessions(
        by=by,
        sessions=[
            SessionPlan(
                programme_version_id=journey.programme_version_id,
                kind=SessionKind.CORE,
                title=line.title,
                day=line.day,
                starts=starts,
                ends=ends_at(starts, line.minutes),
                strand_key=preview.strand.key,
                number=line.number,
                journey_id=journey.pk,
                participant_id=participant_id,
                where=where.strip(),
                is_online=is_online,
                expected=(participant_id,),
                staff=tuple(each if isinstance(each, Runs) else Runs(each) for each in staff),
            )
            for line in preview.lines
        ],
    )
    about(journey, sessions=len(made))
    return made
