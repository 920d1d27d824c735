"""Groups and courses of the demonstration: made, filled, and their registers kept, week by week."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta

from django.db import connection

from trellis.demo.clock import as_of
from trellis.features.groups import actions as groups
from trellis.features.groups.models import Group, Room, Venue
from trellis.features.groups.rules.asked import NewCircle, NewGroup, possible_circles
from trellis.features.journeys.models import Journey, Participant
from trellis.features.programmes import queries as programmes
from trellis.features.programmes.rules.strands import Strand
from trellis.features.sessions import actions as sessions
from trellis.features.sessions.models import PlannedAttendee, Session
from trellis.features.sessions.rules import AbsenceReason, Presence, SessionKind, SessionStatus, Transport
from trellis.features.sessions.rules.plans import Runs
from trellis.features.sessions.rules.register import Mark
from trellis.features.workforce.models import StaffMember
from trellis.platform.access.viewer import Viewer


def group(coordinator: Viewer, programme_key: str, name: str, made_on: date, first_day: date, starts: time) -> Group:
    """Make a group with every circle of its programme, a room and staff for each."""
    version = programmes.latest_version(programme_key)
    rule = programmes.definition(version.pk)
    venue = Venue.objects.visible_to(coordinator).order_by("created_at").first()
    assert venue is not None
    rooms = list(Room.objects.visible_to(coordinator).filter(venue=venue).order_by("-seats"))
    taken: set[uuid.UUID] = set()
    circles = tuple(
        NewCircle(
            possible.strand,
            possible.gender_group,
            possible.title,
            room.pk,
            staff=tuple(_staff_for(coordinator, rule.key, rule.strand(possible.strand), taken)),
        )
        for possible, room in zip(possible_circles(rule), rooms, strict=False)
    )
    with as_of(made_on, 12):
        return groups.make_group(by=coordinator, asked=NewGroup(version.pk, name, venue.pk, first_day, starts, circles))


def _staff_for(
    coordinator: Viewer, programme_key: str, strand: Strand, taken: set[uuid.UUID]
) -> list[tuple[uuid.UUID, str]]:
    """Choose staff whose duty, gender and training fit, each for one circle."""
    chosen = []
    for line in strand.staffing:
        fitting = StaffMember.objects.visible_to(coordinator).filter(is_active=True, duties__contains=[line.role])
        if line.gender:
            fitting = fitting.filter(gender=line.gender)
        if line.training:
            fitting = fitting.filter(trainings__programme_key=line.training)
        for member in fitting.exclude(pk__in=taken).order_by("created_at", "pk")[: line.count]:
            taken.add(member.pk)
            chosen.append((member.pk, line.role))
    return chosen


def placed(coordinator: Viewer, group: Group, journeys: Sequence[Journey], on: date) -> None:
    """Give families their places on a day."""
    with as_of(on, 13):
        for journey in journeys:
            groups.place_family(by=coordinator, group_id=group.pk, journey_id=journey.pk)


def started(coordinator: Viewer, group: Group) -> None:
    """Say on its first day that a group runs."""
    with connection.cursor() as cursor:
        # Until this long transaction ends, nothing else tells the planner how the fresh tables have grown.
        cursor.execute("ANALYZE")
    with as_of(group.first_day, 9):
        groups.start_group(by=coordinator, group_id=group.pk, despite="The families are ready, and waiting costs more.")


def registers_kept(
    coordinator: Viewer, group: Group, today: date, absent: Mapping[int, tuple[Journey, str, str]]
) -> list[Session]:
    """Keep the registers of every session before today; return the sessions that somebody missed.

    `absent` names, by the session's number, who was away, the reason and the follow-up.
    """
    missed = []
    past = Session.objects.visible_to(coordinator).filter(circle__group=group, day__lt=today)
    for session in past.exclude(status=SessionStatus.CANCELLED).order_by("day", "circle_id"):
        away = absent.get(session.number)
        marks = [_mark(session, seat.participant, away) for seat in _expected(session)]
        if not marks:
            continue
        with as_of(session.day, 20):
            sessions.record_attendance(by=coordinator, session_id=session.pk, marks=marks)
        if away and any(mark.presence == Presence.ABSENT for mark in marks):
            missed.append(session)
    return missed


def _expected(session: Session) -> list[PlannedAttendee]:
    planned = PlannedAttendee.objects.filter(session=session).select_related("participant")
    return list(planned.order_by("participant_id"))


def _mark(session: Session, participant: Participant, away: tuple[Journey, str, str] | None) -> Mark:
    if away and participant.journey_id == away[0].pk:
        return Mark(session.pk, participant.pk, Presence.ABSENT, away[1], Transport.NOT_NEEDED, follow_up=away[2])
    late = (session.number + participant.pk.int) % 9 == 0
    note = "Spoke for the first time about what helps." if (session.number * participant.pk.int) % 11 == 3 else ""
    return Mark(
        session.pk,
        participant.pk,
        Presence.LATE if late else Presence.ATTENDED,
        transport=Transport.CAME,
        note=note,
    )


def caught_up(coordinator: Viewer, journey: Journey, missed: Sequence[Session], staff: StaffMember) -> None:
    """Make missed sessions good, each a few days later."""
    for number, session in enumerate(missed):
        for seat in _expected(session):
            if seat.participant.journey_id != journey.pk:
                continue
            day = session.day + timedelta(days=2)
            with as_of(day, 18):
                made = sessions.book_session(
                    by=coordinator,
                    journey_id=journey.pk,
                    kind=SessionKind.CATCH_UP,
                    title=f"Catch-up: {session.title}",
                    day=day,
                    starts=time(15 + number),
                    minutes=45,
                    expected=[seat.participant_id],
                    staff=[staff.pk],
                    strand_key=session.strand_key,
                    number=session.number,
                    catches_up_id=session.pk,
                )
                sessions.record_attendance(
                    by=coordinator,
                    session_id=made.pk,
                    marks=[Mark(made.pk, seat.participant_id, Presence.ATTENDED, transport=Transport.NOT_NEEDED)],
                )


def booked(
    coordinator: Viewer,
    journey: Journey,
    kind: SessionKind,
    title: str,
    day: date,
    staff: StaffMember,
    today: date,
    *,
    starts: time = time(15, 30),
    minutes: int = 60,
) -> Session:
    """Book a session for one family; one that lies before today is held, and everybody came."""
    people = list(journey.participants.order_by("pk"))
    with as_of(min(day, today) - timedelta(days=7), 10):
        session = sessions.book_session(
            by=coordinator,
            journey_id=journey.pk,
            kind=kind,
            title=title,
            day=day,
            starts=starts,
            minutes=minutes,
            expected=[each.pk for each in people],
            staff=[staff.pk],
            where="Quiet room, Riverside Community Hall",
        )
    if day < today:
        with as_of(day, 18):
            sessions.record_attendance(
                by=coordinator,
                session_id=session.pk,
                marks=[Mark(session.pk, each.pk, Presence.ATTENDED, transport=Transport.CAME) for each in people],
            )
    return session


def course(
    coordinator: Viewer, journey: Journey, first_day: date, weekdays: Sequence[int], staff: StaffMember, today: date
) -> None:
    """Plan one person's one-to-one course and keep its registers up to today; the sixth session was missed."""
    person = journey.participants.order_by("pk").first()
    assert person is not None
    with as_of(first_day - timedelta(days=7), 11):
        planned = sessions.schedule_course(
            by=coordinator,
            journey_id=journey.pk,
            participant_id=person.pk,
            first_day=first_day,
            weekdays=weekdays,
            starts=time(11),
            staff=[Runs(staff.pk)],
            is_online=True,
        )
    for session in sorted(planned, key=lambda each: each.day):
        if session.day >= today:
            break
        missed = session.number == 6
        mark = Mark(
            session.pk,
            person.pk,
            Presence.ABSENT if missed else Presence.ATTENDED,
            AbsenceReason.ILL if missed else "",
            note="" if missed else "Worked with the whole of it by video; the line held.",
            follow_up="Telephoned the same day; she rests, and comes on Thursday." if missed else "",
        )
        with as_of(session.day, 13):
            sessions.record_attendance(by=coordinator, session_id=session.pk, marks=[mark])
