"""The database refuses by itself: raw SQL, and two people who book at the same moment."""

from __future__ import annotations

import threading
import uuid
from datetime import datetime, time, timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.features.groups.models import Place
from trellis.features.groups.tests import factories as groups
from trellis.features.journeys.tests.factories import journey, participant
from trellis.features.separations.queries import check_bookings
from trellis.features.separations.rules.places import named_place
from trellis.features.separations.rules.words import CANNOT_BE_BOOKED
from trellis.features.separations.tests.booking import a_session, day_ahead
from trellis.features.separations.tests.factories import separation
from trellis.features.sessions.models import PlannedAttendee, Session
from trellis.features.sessions.queries.apart import wanted_of
from trellis.features.sessions.tests.factories import booked
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.tests import factories as access

INSERT = (
    "INSERT INTO programme_sessions_plannedattendee (id, created_at, organisation_id, session_id, participant_id)"
    " VALUES (%s, now(), %s, %s, %s)"
)


def refused():
    """Expect the database's own refusal, with its state and constraint."""
    return pytest.raises(psycopg.errors.IntegrityError)


def run(words, *values):
    """Run one statement past Django, as anybody with a connection could; a refusal undoes only itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        raw = cursor.cursor
        raw.execute(words, values)


def two_sessions(by, *, minutes=90, where="Town Library"):
    """Return two sessions beside each other at which the people of two families, kept apart, are not yet expected."""
    one, other = journey(by, "dvact-needs"), journey(by, "dvact-needs")
    begins = datetime.combine(day_ahead(), time(12))
    first = booked(by, one, day=day_ahead(), starts=time(12), where=where)
    later = begins + timedelta(minutes=minutes)
    second = booked(by, other, day=later.date(), starts=later.time(), where=where)
    PlannedAttendee.objects.filter(session__in=[first, second]).delete()
    made = separation(by, one.family, other.family)
    return made, (first, participant(one)), (second, participant(other))


def expect(by, session, person):
    """Return the values of a raw row that expects somebody at a session."""
    return uuid.uuid4(), by.organisation_id, session.pk, person.pk


@pytest.mark.django_db
def test_raw_sql_cannot_expect_both():
    by = access.viewer()
    made, one, other = two_sessions(by)
    run(INSERT, *expect(by, *one))
    with refused() as broken:
        run(INSERT, *expect(by, *other))
    told = broken.value.diag
    assert (told.sqlstate, told.constraint_name) == ("23T01", "separated_people_do_not_meet")
    assert told.message_detail == f"{made.pk} building"
    assert other[1].person.given_name not in str(broken.value)


@pytest.mark.django_db
def test_raw_sql_cannot_move_a_session_beside_the_other():
    by = access.viewer()
    _, one, other = two_sessions(by, minutes=300)
    for each in (one, other):
        run(INSERT, *expect(by, *each))
    table = "UPDATE programme_sessions_session SET"
    run(f"{table} note = 'as before' WHERE id = %s", one[0].pk)
    with refused():
        run(f"{table} starts = '16:00', ends = '17:00' WHERE id = %s", one[0].pk)
    run(f"{table} \"where\" = 'Old School' , starts = '16:00', ends = '17:00' WHERE id = %s", one[0].pk)
    with refused():
        run(f"{table} \"where\" = 'town  LIBRARY' WHERE id = %s", one[0].pk)
    run(f"{table} status = 'cancelled' WHERE id = %s", other[0].pk)
    run(f"{table} \"where\" = 'town  LIBRARY' WHERE id = %s", one[0].pk)
    with refused():
        run(f"{table} status = 'planned' WHERE id = %s", other[0].pk)


@pytest.mark.django_db
def test_raw_sql_cannot_give_a_place_or_give_it_again():
    by = access.viewer()
    group = groups.group(by)
    first, second = (groups.placed_journey(by, group, genders=("female", "male")) for _ in range(2))
    separation(by, first.family, second.family, despite_bookings=True)
    there = Place.objects.filter(participant__journey=second)
    run("UPDATE groups_place SET despite = 'as before' WHERE id = ANY(%s)", list(there.values_list("pk", flat=True)))
    keys = list(there.values_list("pk", flat=True))
    run("UPDATE groups_place SET left_on = now(), left_why = 'out' WHERE id = ANY(%s)", keys)
    with refused() as broken:
        run("UPDATE groups_place SET left_on = NULL, left_why = '' WHERE id = ANY(%s)", keys)
    assert broken.value.diag.message_detail.endswith(" group")


@pytest.mark.django_db
def test_what_stood_before_is_not_undone_and_may_be_held():
    by = access.viewer()
    one, other = journey(by, "dvact-needs"), journey(by, "dvact-needs")
    today = timezone.localdate()
    first = booked(by, one, day=today, starts=time(9), where="Town Library")
    booked(by, other, day=today, starts=time(9), where="Town Library")
    separation(by, one.family, other.family, despite_bookings=True)
    Session.objects.filter(pk=first.pk).update(status="held", note="They came")
    assert PlannedAttendee.objects.filter(session=first).exists()


@pytest.mark.django_db
def test_a_session_knows_its_venue_from_its_words_and_keeps_it_when_the_venue_is_called_otherwise():
    by = access.viewer()
    hall = groups.venue(by, "St Mark's Hall")
    session = booked(by, journey(by, "dvact-needs"), day=day_ahead(), where="Rose room, St. Mark’s   hall")
    venue = Session.objects.values_list("venue_id", flat=True)
    assert venue.get(pk=session.pk) == hall.pk
    hall.name = "The Old Hall"
    hall.save()
    session.refresh_from_db()
    session.save()
    assert venue.get(pk=session.pk) == hall.pk
    session.where = "Town Library"
    session.save()
    assert venue.get(pk=session.pk) is None


def test_an_error_of_another_kind_is_not_taken_for_a_refusal():
    assert "separat" not in CANNOT_BE_BOOKED
    assert "apart" not in CANNOT_BE_BOOKED


WORDS = st.text(st.sampled_from("aZ é'’.,-9ß\t"), max_size=12)


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=WORDS)
def test_rule_and_database_read_a_place_alike(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sessions_named_place(%s), '')", [words])
        assert cursor.fetchone()[0] == named_place(words)


PLACES = ["Town Library", "town library", "At home", "", "Old School"]


@pytest.mark.django_db
def test_rule_and_database_agree_about_every_booking():
    by = access.viewer()
    one, other = journey(by, "dvact-needs"), journey(by, "dvact-needs")
    standing = booked(by, other, day=day_ahead(), starts=time(12), where="Town Library")
    asked = booked(by, one, day=day_ahead(9), starts=time(12))
    PlannedAttendee.objects.filter(session=asked).delete()
    separation(by, one.family, other.family)
    who = participant(one)

    @settings(deadline=None, max_examples=60)
    @given(
        minutes=st.integers(-200, 200), where=st.sampled_from(PLACES), online=st.booleans(), length=st.integers(1, 90)
    )
    def agree(minutes, where, online, length):
        begins = datetime.combine(day_ahead(), time(12)) + timedelta(minutes=minutes)
        ends = begins + timedelta(minutes=length)
        place = ("", named_place(where)) if online else (named_place(where), "")
        wanted = wanted_of(who, asked.pk, begins.date(), begins.time(), ends.time(), place)
        told = False
        try:
            check_bookings(by, [wanted])
        except RuleBroken:
            told = True
        Session.objects.filter(pk=asked.pk).update(
            day=begins.date(), starts=begins.time(), ends=ends.time(), where=where, is_online=online
        )
        stopped = False
        with transaction.atomic():
            try:
                run(INSERT, *expect(by, asked, who))
            except psycopg.errors.IntegrityError:
                stopped = True
            transaction.set_rollback(True)
        assert told is stopped

    agree()
    assert standing.pk


@pytest.mark.django_db(transaction=True)
def test_two_connections_that_book_at_once_do_not_both_succeed():
    by = access.viewer()
    _, one, other = two_sessions(by)
    parameters = {**connection.get_connection_params(), "cursor_factory": None}
    parameters = {key: parameters[key] for key in ("dbname", "host", "port", "user") if parameters.get(key)}
    outcome = {}
    with psycopg.connect(**parameters) as first, psycopg.connect(**parameters) as second:
        first.execute(INSERT, expect(by, *one))

        def book_the_other():
            try:
                second.execute(INSERT, expect(by, *other))
                second.commit()
                outcome["second"] = "booked"
            except psycopg.errors.IntegrityError as refusal:
                outcome["second"] = refusal.diag.constraint_name
                second.rollback()

        thread = threading.Thread(target=book_the_other)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive(), "The second waits for the first to end."
        first.commit()
        thread.join(10)
    assert outcome == {"second": "separated_people_do_not_meet"}
    assert PlannedAttendee.objects.filter(session__in=[one[0], other[0]]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_book_through_the_house_at_once_do_not_both_succeed():
    by = access.viewer()
    attempt = a_session(by)
    Session.objects.filter(planned__participant__journey__family=attempt.families[1]).update(status="cancelled")
    (there,) = Session.objects.filter(status="cancelled")
    outcome = []

    def book_one():
        try:
            attempt.act(by)
            outcome.append("booked")
        except RuleBroken as broken:
            outcome.append("kept apart" in str(broken))
        finally:
            connection.close()

    with transaction.atomic():
        other = PlannedAttendee.objects.filter(session=there).order_by("pk").first().participant.journey
        booked(by, other, day=there.day, starts=there.starts, where=there.where)
        thread = threading.Thread(target=book_one)
        thread.start()
        thread.join(0.7)
        assert thread.is_alive()
    thread.join(10)
    assert outcome == [True]
