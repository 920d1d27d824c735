"""What people are booked for and who works with them, for the rule that keeps people apart.

The database answers for the whole organisation, in ids: a meeting is a meeting whoever may see the other's session.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import connection
from django.urls import reverse

from trellis.features.programmes.queries import definition
from trellis.features.separations.queries.finding import BookingInWords
from trellis.features.separations.rules import Booking, Works
from trellis.features.separations.rules.places import named_place, venue_place
from trellis.features.sessions.models import PlannedAttendee, Session
from trellis.features.sessions.rules.plans import clock
from trellis.kernel.dates import in_words

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey, Participant
    from trellis.platform.access.viewer import Viewer

Place = tuple[str, str]


def booked_sessions(viewer: Viewer, people: Collection[uuid.UUID]) -> list[Booking]:
    """Return the planned sessions at which people are expected; answers the hook "bookings_of_people"."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, session_id, group_id, journey_id, by_design, begins, ends, place, lobby"
            " FROM sessions_booked(%s) ORDER BY begins, session_id, person",
            [list(people)],
        )
        return [
            Booking(person, session, group, journey, by_design, begins, ends, place or "", lobby or "")
            for person, session, group, journey, by_design, begins, ends, place, lobby in cursor
        ]


def workers_of(viewer: Viewer, people: Collection[uuid.UUID]) -> list[Works]:
    """Return who runs planned sessions for people or is their keyworker; answers the hook "workers_of_people"."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, staff_id, journey_id, by_design FROM sessions_workers(%s) ORDER BY staff_id, person",
            [list(people)],
        )
        return [Works(*row) for row in cursor]


def sessions_in_words(
    viewer: Viewer, sessions: Collection[uuid.UUID], groups: Collection[uuid.UUID]
) -> dict[object, BookingInWords]:
    """Say in words the sessions that the viewer may see, with ways out; answers the hook "bookings_in_words"."""
    found = Session.objects.visible_to(viewer).filter(pk__in=sessions).select_related("circle__group")
    return {each.pk: _words(each) for each in found.order_by("day", "starts")}


def places_of(viewer: Viewer, named: Iterable[tuple[str, bool]]) -> dict[tuple[str, bool], Place]:
    """Return the (place, lobby) of each (where, whether online), as the database will keep it."""
    found: dict[tuple[str, bool], Place] = {}
    with connection.cursor() as cursor:
        for where, is_online in dict.fromkeys(named):
            if is_online:
                found[where, is_online] = ("", named_place(where))
                continue
            cursor.execute("SELECT sessions_venue_named(%s, %s)", [viewer.organisation_id, where])
            (venue,) = cursor.fetchone()
            found[where, is_online] = (venue_place(venue) if venue else named_place(where), "")
    return found


def wanted_of(
    person: Participant, key: object, day: date, starts: time, ends: time, place: Place, group: uuid.UUID | None = None
) -> Booking:
    """Return what is asked for somebody: to be at a place from one time to another."""
    return Booking(
        person=person.person_id,
        session=key,
        group=group,
        journey=person.journey_id,
        by_design=is_by_design(person.journey),
        begins=datetime.combine(day, starts),
        ends=datetime.combine(day, ends),
        place=place[0],
        lobby=place[1],
    )


def is_by_design(journey: Journey) -> bool:
    """Tell whether a journey's programme brings parent and child together by its definition."""
    return definition(journey.programme_version_id).cadence.family_together


def people_at(viewer: Viewer, sessions: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return the ids of the people expected at sessions, whoever may see them."""
    rows = PlannedAttendee.objects.of_organisation(viewer).filter(session_id__in=list(sessions))
    return set(rows.values_list("participant__person_id", flat=True))


def expected_at(viewer: Viewer, sessions: Mapping[uuid.UUID, Session]) -> list[Booking]:
    """Return the bookings of everybody expected at sessions, at the times and places that these records say."""
    rows = (
        PlannedAttendee.objects.of_organisation(viewer)
        .filter(session_id__in=sessions)
        .select_related("participant__journey", "session__circle")
        .order_by("pk")
    )
    places = places_of(viewer, [(each.where, each.is_online) for each in sessions.values()])
    found = []
    for row in rows:
        one = sessions[row.session_id]
        group = row.session.circle.group_id if row.session.circle else None
        place = places[one.where, one.is_online]
        found.append(wanted_of(row.participant, one.pk, one.day, one.starts, one.ends, place, group))
    return found


def _words(session: Session) -> BookingInWords:
    when = f"{in_words(session.day)}, {clock(session.starts)} to {clock(session.ends)}"
    where = "online" if session.is_online else session.where
    whose = f"{session.circle.group.name}: " if session.circle is not None else ""
    return BookingInWords(
        title=f"{whose}{session.title}",
        when=f"{when}, {where}" if where else when,
        href=reverse("sessions:session", args=[session.pk]),
        ways=(
            ("Move it, or hold it somewhere else", reverse("sessions:move", args=[session.pk])),
            ("Cancel it", reverse("sessions:cancel", args=[session.pk])),
            ("Change who runs it", reverse("sessions:staff", args=[session.pk])),
        ),
    )
