"""Every way to book somebody who is kept apart from somebody who is booked already: what must be refused."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from trellis.features.groups import actions as groups
from trellis.features.groups.models import Group, Room, Venue
from trellis.features.groups.rules.schedule import Change
from trellis.features.groups.tests import factories as a_group
from trellis.features.journeys import actions as journeys
from trellis.features.journeys.models import Journey
from trellis.features.journeys.tests.factories import journey, participant
from trellis.features.separations.models import Separation
from trellis.features.separations.queries import apart, checking
from trellis.features.separations.tests.factories import separation
from trellis.features.sessions import actions as sessions
from trellis.features.sessions.models import Session
from trellis.features.sessions.rules import SessionKind
from trellis.features.sessions.rules.plans import Runs, SessionPlan
from trellis.features.sessions.tests.factories import booked, staff
from trellis.platform.access.viewer import Viewer

LIBRARY = "Town Library"
SIX = time(18)


@dataclass
class Try:
    """An act that would bring two people together, and the separation that stands against it."""

    act: Callable[[Viewer], Any]
    separation: Separation
    families: tuple[Any, Any]


def day_ahead(days: int = 30) -> date:
    """Return a day to come."""
    return timezone.localdate() + timedelta(days=days)


def two_journeys(by: Viewer) -> tuple[Journey, Journey]:
    """Return two families in one-to-one courses."""
    return journey(by, "dvact-needs"), journey(by, "dvact-needs")


def kept_apart(by: Viewer, one: Journey, other: Journey, **fields: Any) -> Separation:
    """Keep the people of two journeys apart, the whole families."""
    return separation(by, one.family, other.family, **fields)


def _booked_beside(by: Viewer) -> tuple[Journey, Journey, date]:
    one, other = two_journeys(by)
    day = day_ahead()
    booked(by, other, day=day, starts=SIX, where=LIBRARY)
    return one, other, day


def a_session(by: Viewer) -> Try:
    """Book a session where the other is."""
    one, other, day = _booked_beside(by)
    made = kept_apart(by, one, other)
    return Try(
        lambda who: booked(who, one, day=day, starts=time(19, 30), where="town library"),
        made,
        (one.family, other.family),
    )


def a_session_online(by: Viewer) -> Try:
    """Book an online session in the lobby where the other waits."""
    one, other = two_journeys(by)
    link = {"where": "https://video.example.org/ruth", "is_online": True}
    booked(by, other, day=day_ahead(), starts=SIX, **link)
    made = kept_apart(by, one, other)
    return Try(lambda who: booked(who, one, day=day_ahead(), starts=time(19), **link), made, (one.family, other.family))


def a_session_in_a_venue(by: Viewer) -> Try:
    """Book a session in a room of the venue where the other's group meets."""
    group = a_group.group(by)
    other, one = a_group.placed_journey(by, group, genders=("female", "male")), journey(by, "dvact-needs")
    made = kept_apart(by, one, other)
    where = f"Small hall, {group.venue.name}"
    return Try(
        lambda who: booked(who, one, day=group.first_day, starts=time(20), where=where),
        made,
        (one.family, other.family),
    )


def a_course(by: Viewer) -> Try:
    """Schedule a course on the days and in the place of the other's."""
    one, other, day = _booked_beside(by)
    made = kept_apart(by, one, other)
    return Try(
        lambda who: sessions.schedule_course(
            by=who,
            journey_id=one.pk,
            participant_id=participant(one).pk,
            first_day=day,
            weekdays=[day.weekday()],
            starts=SIX,
            where=LIBRARY,
        ),
        made,
        (one.family, other.family),
    )


def _plan(of: Journey, day: date, **more: Any) -> SessionPlan:
    return SessionPlan(
        programme_version_id=of.programme_version_id,
        kind=SessionKind.INDUCTION,
        title="Welcome",
        day=day,
        starts=SIX,
        ends=time(19),
        journey_id=of.pk,
        where=LIBRARY,
        **more,
    )


def planned_sessions(by: Viewer) -> Try:
    """Plan both families' sessions at once, beside each other."""
    one, other = two_journeys(by)
    made = kept_apart(by, one, other)
    plans = [_plan(each, day_ahead(), expected=(participant(each).pk,)) for each in (one, other)]
    return Try(lambda who: sessions.plan_sessions(by=who, sessions=plans), made, (one.family, other.family))


def somebody_more(by: Viewer) -> Try:
    """Expect somebody at the other's session."""
    one, other = two_journeys(by)
    there = booked(by, other, day=day_ahead(), starts=SIX)
    made = kept_apart(by, one, other)
    return Try(
        lambda who: sessions.expect_at(by=who, participant_id=participant(one).pk, session_ids=[there.pk]),
        made,
        (one.family, other.family),
    )


def _on_another_day(by: Viewer) -> tuple[Journey, Journey, date, Session]:
    one, other, day = _booked_beside(by)
    own = booked(by, one, day=day + timedelta(days=1), starts=SIX, where=LIBRARY)
    return one, other, day, own


def moved_sessions(by: Viewer) -> Try:
    """Move several sessions to the other's day."""
    one, other, day, own = _on_another_day(by)
    made = kept_apart(by, one, other)
    return Try(
        lambda who: sessions.move_sessions(by=who, moves=[sessions.Move(own.pk, day)]), made, (one.family, other.family)
    )


def a_moved_session(by: Viewer) -> Try:
    """Move one session to the other's day."""
    one, other, day, own = _on_another_day(by)
    made = kept_apart(by, one, other)
    return Try(lambda who: sessions.move_session(by=who, session_id=own.pk, day=day), made, (one.family, other.family))


def another_worker(by: Viewer) -> Try:
    """Let the other's worker run a session."""
    one, other = two_journeys(by)
    ruth = staff(by)
    booked(by, other, day=day_ahead(3), staff=[ruth.pk])
    own = booked(by, one, day=day_ahead())
    made = kept_apart(by, one, other, different_workers=True)
    return Try(
        lambda who: sessions.set_staff(by=who, session_id=own.pk, staff=[Runs(ruth.pk)]),
        made,
        (one.family, other.family),
    )


def the_same_keyworker(by: Viewer) -> Try:
    """Give both families one keyworker."""
    one, other = two_journeys(by)
    ruth = staff(by)
    journeys.give_keyworker(by=by, journey_id=other.pk, staff_id=ruth.pk)
    made = kept_apart(by, one, other, different_workers=True)
    return Try(
        lambda who: journeys.give_keyworker(by=who, journey_id=one.pk, staff_id=ruth.pk),
        made,
        (one.family, other.family),
    )


def _in_a_group(by: Viewer, **fields: Any) -> tuple[Group, Journey, Journey]:
    group = a_group.group(by, **fields)
    other = a_group.placed_journey(by, group, genders=("female", "male"))
    return group, journey(by, group.programme_key, genders=("female", "male")), other


def a_place(by: Viewer) -> Try:
    """Give a place in the other's group."""
    group, one, other = _in_a_group(by)
    made = kept_apart(by, one, other)
    return Try(
        lambda who: groups.place_family(by=who, group_id=group.pk, journey_id=one.pk), made, (one.family, other.family)
    )


def a_place_beside(by: Viewer) -> Try:
    """Give a place in a group that meets in the same building an hour later than the other's session."""
    group = a_group.group(by)
    one, other = journey(by, "pact", genders=("female", "male")), journey(by, "dvact-needs")
    booked(by, other, day=group.first_day, starts=time(20), where=group.venue.name)
    made = kept_apart(by, one, other)
    return Try(
        lambda who: groups.place_family(by=who, group_id=group.pk, journey_id=one.pk), made, (one.family, other.family)
    )


def _group_beside(by: Viewer, days: int = 0, hours: int = 0) -> tuple[Group, Journey, Journey]:
    """Return a group with a family in it, and another family booked in its venue some days and hours away."""
    group = a_group.group(by)
    one, other = a_group.placed_journey(by, group, genders=("female", "male")), journey(by, "dvact-needs")
    day = group.first_day + timedelta(days=days)
    booked(by, other, day=day, starts=time(17 + hours, 30), where=group.venue.name)
    return group, one, other


def a_later_day(by: Viewer) -> Try:
    """Move a group's first session to the day on which the other comes."""
    group, one, other = _group_beside(by, days=1)
    made = kept_apart(by, one, other)
    change = Change(1, group.first_day + timedelta(days=1))
    return Try(
        lambda who: groups.change_schedule(by=who, group_id=group.pk, change=change), made, (one.family, other.family)
    )


def another_slot(by: Viewer) -> Try:
    """Let a group meet in the building where the other comes."""
    group = a_group.group(by)
    one, other = a_group.placed_journey(by, group, genders=("female", "male")), journey(by, "dvact-needs")
    hall: Venue = a_group.venue(by)
    booked(by, other, day=group.first_day, starts=group.starts, where=hall.name)
    rooms = dict(zip(group.circles.order_by("pk").values_list("pk", flat=True), _rooms(hall), strict=False))
    made = kept_apart(by, one, other)
    return Try(
        lambda who: groups.change_slot(by=who, group_id=group.pk, venue_id=hall.pk, starts=group.starts, rooms=rooms),
        made,
        (one.family, other.family),
    )


def _rooms(hall: Venue) -> list[uuid.UUID]:
    return list(Room.objects.filter(venue=hall).order_by("pk").values_list("pk", flat=True))


def another_leader(by: Viewer) -> Try:
    """Let the other's keyworker run the group."""
    group = a_group.group(by, with_staff=False)
    one, other = a_group.placed_journey(by, group, genders=("female", "male")), journey(by, "dvact-needs")
    ruth = staff(by)
    journeys.give_keyworker(by=by, journey_id=other.pk, staff_id=ruth.pk)
    circle = a_group.circle(group, "parents")
    made = kept_apart(by, one, other, different_workers=True)
    return Try(
        lambda who: groups.set_circle_staff(by=who, circle_id=circle.pk, staff=[(ruth.pk, "practitioner")]),
        made,
        (one.family, other.family),
    )


# Every action that books or changes a booking, by its event, with a way to try it.
BOOKS: dict[str, list[Callable[[Viewer], Try]]] = {
    "session.booked": [a_session, a_session_online, a_session_in_a_venue],
    "course.scheduled": [a_course],
    "sessions.planned": [planned_sessions],
    "sessions.people_expected": [somebody_more],
    "sessions.moved": [moved_sessions],
    "session.moved": [a_moved_session],
    "session.staff_set": [another_worker],
    "journey.keyworker_given": [the_same_keyworker],
    "group.family_placed": [a_place, a_place_beside],
    "group.schedule_changed": [a_later_day],
    "group.slot_changed": [another_slot],
    "group.staff_changed": [another_leader],
}
TRIES = [each for tries in BOOKS.values() for each in tries]


@contextmanager
def one_wall_alone(which: str, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave only the "rule", which asks before, or only the "database", which refuses afterwards."""
    if which == "rule":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
        return
    with patch.context() as patched:
        patched.setattr(apart, "apart_from", lambda viewer, people: [])
        patched.setattr(checking, "apart_from", lambda viewer, people: [])
        yield
