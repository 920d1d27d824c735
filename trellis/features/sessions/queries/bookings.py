"""What can be booked for a family, and what a course would look like before it is saved."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from trellis.features.programmes.queries import definition
from trellis.features.sessions.models import Attendance, PlannedAttendee, Session
from trellis.features.sessions.queries.attendance import made_good
from trellis.features.sessions.queries.closures import calendar_between
from trellis.features.sessions.queries.moving import gaps_of
from trellis.features.sessions.rules import Presence, SessionKind, SessionStatus
from trellis.features.sessions.rules.schedule import Skipped, lay_out
from trellis.kernel.decisions import RuleBroken

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey
    from trellis.features.programmes.rules.strands import Strand
    from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class CourseLine:
    """One session of a course with its day."""

    number: int
    title: str
    day: date
    minutes: int


@dataclass(frozen=True, slots=True)
class CoursePreview:
    """A one-to-one course laid out; `already` counts its sessions that stand."""

    name: str
    strand: Strand
    lines: tuple[CourseLine, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]
    weeks: int
    already: int


def missed_session(viewer: Viewer, journey: Journey, session_id: uuid.UUID | None) -> Session:
    """Return a session that somebody of the journey missed; raises RuleBroken for any other."""
    row = (
        Attendance.objects.of_organisation(viewer)
        .filter(participant__journey=journey, session=session_id, presence=Presence.ABSENT)
        .select_related("session")
        .first()
    )
    if row is None:
        raise RuleBroken("Choose the session that was missed, so that the catch-up can make it good.", "catches_up")
    return row.session


def preview_course(
    viewer: Viewer,
    journey: Journey,
    participant_id: uuid.UUID,
    first_day: date,
    weekdays: Collection[int],
) -> CoursePreview:
    """Lay out one person's one-to-one course from a day on, as the programme's definition has it.

    Raises RuleBroken when the person's strand meets in a group, or more days a week are chosen than the programme has.
    """
    participant = journey.participants.select_related("person").filter(pk=participant_id).first()
    if participant is None:
        raise RuleBroken("Choose whose course it is.", "participant_id")
    rule = definition(journey.programme_version_id)
    strand = rule.strand(participant.strand_key)
    if strand.is_group:
        raise RuleBroken(f"“{strand.title}” meets as a group: give a place in a group instead.", "participant_id")
    most = rule.cadence.sessions_per_week
    if len(set(weekdays)) > most:
        raise RuleBroken(f"This programme has {most} sessions a week. Choose as many days.", "weekdays")
    laid = lay_out(
        first_day,
        weekdays,
        len(strand.sessions),
        calendar=calendar_between(viewer, first_day),
        gaps=gaps_of(rule),
    )
    warnings = list(laid.warnings)
    if len(set(weekdays)) < most:
        warnings.append(f"The programme asks for {most} sessions a week; {len(set(weekdays))} chosen.")
    standing = Session.objects.of_organisation(viewer).filter(
        journey=journey, participant=participant, kind=SessionKind.CORE
    )
    return CoursePreview(
        name=participant.person.short_name,
        strand=strand,
        lines=tuple(
            CourseLine(each.number, each.title, day, strand.minutes_of(each))
            for each, day in zip(strand.sessions, laid.days, strict=True)
        ),
        skipped=laid.skipped,
        warnings=tuple(warnings),
        weeks=laid.weeks,
        already=standing.exclude(status=SessionStatus.CANCELLED).count(),
    )


def booked_already(viewer: Viewer, journey: Journey, number: int, people: Collection[uuid.UUID]) -> Session | None:
    """Return the numbered session of a journey's own at which one of these participants is expected, if it stands."""
    expected = PlannedAttendee.objects.of_organisation(viewer).filter(participant__in=people)
    standing = Session.objects.of_organisation(viewer).filter(
        journey=journey, number=number, kind=SessionKind.CORE, pk__in=expected.values("session_id")
    )
    return standing.exclude(status=SessionStatus.CANCELLED).first()


def missed_by(viewer: Viewer, journey: Journey) -> list[Session]:
    """Return the core sessions that somebody of a journey missed and has not caught up, newest first."""
    good = made_good(viewer, journey.pk)
    rows = (
        Attendance.objects.of_organisation(viewer)
        .filter(participant__journey=journey, presence=Presence.ABSENT, session__kind=SessionKind.CORE)
        .select_related("session")
        .order_by("-session__day")
    )
    found = {row.session_id: row.session for row in rows if (row.participant_id, row.session_id) not in good}
    return list(found.values())


def next_core(viewer: Viewer, journey: Journey, today: date) -> Session | None:
    """Return the next core session at which somebody of a journey is expected."""
    expected = PlannedAttendee.objects.of_organisation(viewer).filter(participant__journey=journey)
    return (
        Session.objects.of_organisation(viewer)
        .filter(
            pk__in=expected.values("session_id"),
            kind=SessionKind.CORE,
            status=SessionStatus.PLANNED,
            day__gte=today,
        )
        .order_by("day", "starts")
        .first()
    )
