"""PostgreSQL itself holds the wall: under the application's role raw SQL reads nothing that it should not."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DataError, ProgrammingError, connection, transaction
from django.test import RequestFactory

from tests.guards.test_records import OWNED, name
from tests.matrix import probe as who
from tests.matrix.house import World, build_world
from trellis.features.families.models import (
    ClosedFamily,
    Family,
    FamilyWorker,
    HomeAddress,
    Occupation,
    Person,
    SafeContact,
    Seal,
    SealedAgainst,
    SealReader,
    ShutOut,
)
from trellis.features.families.rules import SealedFact, SealKind, ShutOutCause
from trellis.features.journeys.models import Journey, Participant
from trellis.features.referrals.models import Referral
from trellis.platform.access.middleware import SightMiddleware, ViewerMiddleware
from trellis.platform.database import sight
from trellis.platform.database.wall import ACCOUNTS, OPEN, build

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build both organisations once for this module, in a transaction that is rolled back."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield build_world()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def _django_db_helper(world: World, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        inner = transaction.atomic()
        inner.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            inner.__exit__(None, None, None)


# What another organisation shared with ours by agreement is the one thing of theirs that is read.
NOT_SHARED = {"confidentiality_sharedrecord": " AND for_organisation_id IS DISTINCT FROM trellis_organisation()"}


def _rows(query: str, *given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        return cursor.fetchall()


def _tables() -> list[str]:
    return [table for (table,) in _rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]


def _counted(query: str, *given: Any) -> int:
    """Count rows; a table that the role may not read at all gives none."""
    try:
        with transaction.atomic():
            return int(_rows(query, *given)[0][0])
    except ProgrammingError as refused:
        if "permission denied" not in str(refused):
            raise
        return 0


def test_every_table_has_a_policy_or_a_written_reason_for_none() -> None:
    walled = {
        table
        for (table,) in _rows(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity"
        )
    }
    without = [table for table in _tables() if table not in walled and table not in OPEN]
    assert not without, f"No policy: {without}. Make the record an OrganisationRecord, or give the reason in wall.OPEN."
    assert not walled & set(OPEN), "A table with a policy needs no reason for having none."


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_every_record_says_behind_whose_wall_it_stands(model: Any) -> None:
    assert hasattr(model, "walled_by"), "Set walled_by: the paths to the family or person, or () with none."


@pytest.mark.parametrize("model", OWNED, ids=name)
def test_a_record_that_leads_to_a_family_or_a_person_stands_behind_their_wall(model: Any) -> None:
    direct = {
        field.name
        for field in model._meta.concrete_fields
        if field.related_model in {Family, Person} and not field.null
    }
    unwalled = direct - set(model.walled_by)
    assert not unwalled, f"{unwalled} leads to a family or a person: name it in walled_by."


def test_the_application_role_owns_nothing_and_bypasses_nothing() -> None:
    role = settings.TRELLIS_APPLICATION_ROLE
    assert _rows("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s", role) == [
        (False, False, False)
    ]
    assert _rows("SELECT tablename FROM pg_tables WHERE tableowner = %s", role) == []


def test_without_a_viewer_raw_sql_reads_nothing_at_all(world: World) -> None:
    tables = [table for table in _tables() if table not in OPEN]
    with sight.seeing(sight.NOTHING):
        found = {table: _counted(f'SELECT count(*) FROM "{table}"') for table in tables}
    assert {table: count for table, count in found.items() if count} == {}


def test_somebody_who_signs_in_reaches_accounts_alone(world: World) -> None:
    with sight.seeing(sight.SIGNING_IN):
        found = {model._meta.db_table for model in OWNED if _counted(f'SELECT count(*) FROM "{model._meta.db_table}"')}
    assert found <= {*ACCOUNTS}


@pytest.mark.parametrize("whose", ["ours", "theirs"])
def test_raw_sql_reads_no_row_of_another_organisation_in_any_table(world: World, whose: str) -> None:
    house = getattr(world, whose)
    every_row = {}
    foreign = {}
    with_organisation = [
        table
        for (table,) in _rows("SELECT table_name FROM information_schema.columns WHERE column_name='organisation_id'")
    ]
    for table in with_organisation:
        every_row[table] = _counted(f'SELECT count(*) FROM "{table}"')
    for person in who.PEOPLE:
        with sight.seeing(sight.viewer(house.memberships[person].pk)):
            for table in with_organisation:
                query = f'SELECT count(*) FROM "{table}" WHERE organisation_id <> %s{NOT_SHARED.get(table, "")}'
                foreign[person, table] = _counted(query, house.organisation.pk)
    assert sum(1 for count in every_row.values() if count) > 30, "The world has rows in too few tables to say anything."
    assert {key: count for key, count in foreign.items() if count} == {}


def test_accounts_of_another_organisation_are_not_there(world: World) -> None:
    theirs = [membership.user_id for membership in world.theirs.memberships.values()]
    with sight.seeing(sight.viewer(world.ours.memberships[who.ADMINISTRATOR].pk)):
        assert _counted("SELECT count(*) FROM access_user WHERE id = ANY(%s)", theirs) == 0
        assert _counted("SELECT count(*) FROM access_user") == len(world.ours.memberships)
        assert _counted("SELECT count(*) FROM access_organisation") == 1


def test_nothing_can_be_written_into_another_organisation(world: World) -> None:
    ours = world.ours
    with sight.seeing(sight.viewer(ours.memberships[who.COORDINATOR].pk)):
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Family.objects.create(organisation=world.theirs.organisation, name="Smuggled")
        assert Family.objects.filter(pk=world.theirs.family.pk).update(name="Taken") == 0
        assert Family.objects.filter(pk=ours.family.pk).update(organisation_id=ours.organisation.pk) == 1


def test_a_membership_that_was_taken_away_sees_nothing(world: World) -> None:
    membership = world.ours.memberships[who.COORDINATOR]
    membership.is_active = False
    membership.save()
    with sight.seeing(sight.viewer(membership.pk)):
        assert Family.objects.count() == 0
    with sight.seeing(sight.viewer(uuid.uuid4())):
        assert Family.objects.count() == 0


SHUT = [
    ("families_family", "id = %(family)s"),
    ("families_familymember", "family_id = %(family)s"),
    ("families_relationship", "family_id = %(family)s"),
    ("families_household", "family_id = %(family)s"),
    ("families_person", "id = %(person)s"),
    ("families_safecontact", "person_id = %(person)s"),
    ("safety_incident", "family_id = %(family)s"),
    ("referrals_referral", "family_id = %(family)s"),
    ("referrals_referredperson", "person_id = %(person)s"),
    ("journeys_journey", "family_id = %(family)s"),
    ("journeys_participant", "person_id = %(person)s"),
    ("groups_place", "participant_id IN (SELECT id FROM journeys_participant WHERE person_id = %(person)s)"),
    ("programme_sessions_attendance", "participant_id IN (SELECT id FROM journeys_participant)"),
]


def _found(world: World, person: str) -> dict[str, int]:
    of = {"family": world.ours.family.pk, "person": world.ours.person.pk}
    with sight.seeing(sight.viewer(world.ours.memberships[person].pk)), connection.cursor() as cursor:
        found = {}
        for table, condition in SHUT:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}", of)
            found[table] = cursor.fetchone()[0]
        return found


@pytest.mark.parametrize("person", [who.COORDINATOR, who.SUPERVISOR, who.PRACTITIONER])
def test_whoever_is_shut_out_finds_no_row_of_the_family(world: World, person: str) -> None:
    before = _found(world, person)
    assert all(before.values()), before
    ShutOut.objects.create(
        organisation=world.ours.organisation,
        family=world.ours.family,
        membership=world.ours.memberships[person],
        cause=ShutOutCause.DECIDED,
    )
    assert {table: count for table, count in _found(world, person).items() if count} == {}
    other = next(one for one in (who.COORDINATOR, who.SUPERVISOR) if one != person)
    assert all(_found(world, other).values())


def test_a_closed_file_opens_for_those_who_work_with_it(world: World) -> None:
    ClosedFamily.objects.create(
        organisation=world.ours.organisation,
        family=world.ours.family,
        reason="Their own member of staff",
        by=world.ours.memberships[who.SUPERVISOR],
    )
    assert not any(_found(world, who.COORDINATOR).values())
    assert all(_found(world, who.PRACTITIONER).values())


def _seal(world: World, fact: SealedFact, kind: SealKind, *, readers: tuple[str, ...] = ()) -> Seal:
    ours = world.ours
    seal = Seal.objects.create(
        organisation=ours.organisation,
        family=ours.family,
        person=ours.person,
        fact=fact,
        kind=kind,
        reason="Refuge",
        source="Refuge worker",
        sealed_by=ours.memberships[who.SUPERVISOR],
    )
    for reader in readers:
        SealReader.objects.create(organisation=ours.organisation, seal=seal, membership=ours.memberships[reader])
    return seal


def test_a_sealed_fact_is_a_missing_row(world: World) -> None:
    ours = world.ours
    organisation = ours.organisation
    SafeContact.objects.create(organisation=organisation, person=ours.person, channel="mobile", value="07700 900111")
    SafeContact.objects.create(organisation=organisation, person=ours.person, channel="post", value="Flat 2")
    Occupation.objects.create(organisation=organisation, person=ours.person, kind="work", name="Bakery")
    Occupation.objects.create(organisation=organisation, person=ours.person, kind="school", name="High School")
    home = HomeAddress.objects.filter(household__members__person=ours.person)
    rows = {
        SealedFact.ADDRESS: (home, SafeContact.objects.filter(person=ours.person, channel="post")),
        SealedFact.CONTACT: (SafeContact.objects.filter(person=ours.person).exclude(channel="post"),),
        SealedFact.WORK: (Occupation.objects.filter(person=ours.person, kind="work"),),
        SealedFact.SCHOOL: (Occupation.objects.filter(person=ours.person, kind="school"),),
    }
    for fact, found in rows.items():
        assert all(query.all().exists() for query in found), fact
        seal = _seal(world, fact, SealKind.ALL_BUT_FEW, readers=(who.PRACTITIONER,))
        with sight.seeing(sight.viewer(ours.memberships[who.COORDINATOR].pk)):
            assert not any(query.all().exists() for query in found), fact
        with sight.seeing(sight.viewer(ours.memberships[who.PRACTITIONER].pk)):
            assert all(query.all().exists() for query in found), fact
        seal.delete()


def test_a_fact_sealed_from_a_person_is_sealed_from_whoever_works_with_that_person_alone(world: World) -> None:
    ours = world.ours
    partner = Person.objects.create(organisation=ours.organisation, given_name="Dov")
    theirs = Family.objects.create(organisation=ours.organisation, name="Dov")
    theirs.people.add(partner, through_defaults={"organisation": ours.organisation})
    elsewhere = ours.memberships[who.PRACTITIONER_ELSEWHERE]
    ShutOut.objects.filter(membership=elsewhere).delete()
    FamilyWorker.objects.create(organisation=ours.organisation, family=theirs, membership=elsewhere, because="Course")
    seal = _seal(world, SealedFact.ADDRESS, SealKind.PEOPLE)
    SealedAgainst.objects.create(organisation=ours.organisation, seal=seal, person=partner)
    home = HomeAddress.objects.filter(household__members__person=ours.person)
    with sight.seeing(sight.viewer(elsewhere.pk)):
        assert not home.all().exists()
    with sight.seeing(sight.viewer(ours.memberships[who.PRACTITIONER].pk)):
        assert home.all().exists()
    FamilyWorker.objects.create(organisation=ours.organisation, family=ours.family, membership=elsewhere, because="Too")
    with sight.seeing(sight.viewer(elsewhere.pk)):
        assert home.all().exists(), "Whoever works with both is on nobody's side."


def test_somebody_whose_presence_is_sealed_is_nowhere(world: World) -> None:
    _seal(world, SealedFact.PRESENCE, SealKind.ALL_BUT_FEW, readers=(who.PRACTITIONER,))
    with sight.seeing(sight.viewer(world.ours.memberships[who.COORDINATOR].pk)):
        assert not Person.objects.filter(pk=world.ours.person.pk).exists()
        assert not Participant.objects.filter(person_id=world.ours.person.pk).exists()
        assert Family.objects.filter(pk=world.ours.family.pk).exists()
        assert Journey.objects.filter(family=world.ours.family).exists()


def test_pages_are_opened_behind_the_wall(world: World) -> None:
    asked: list[tuple[str, str]] = []

    def view(request: Any) -> Any:
        from django.http import HttpResponse

        asked.extend(_rows("SELECT current_user::text, trellis_membership()::text"))
        return HttpResponse()

    membership = world.ours.memberships[who.PRACTITIONER]
    request = RequestFactory().get("/")
    request.user = membership.user
    request.session = {}
    SightMiddleware(ViewerMiddleware(view))(request)
    assert asked == [(settings.TRELLIS_APPLICATION_ROLE, str(membership.pk))]
    assert _rows("SELECT current_user::text") != [(settings.TRELLIS_APPLICATION_ROLE,)]


def test_one_connection_serves_two_viewers_without_mixing_them(world: World) -> None:
    ours, theirs = (house.memberships[who.COORDINATOR].pk for house in (world.ours, world.theirs))
    mine = {membership: set() for membership in (ours, theirs)}
    for membership in (ours, theirs, ours, theirs):
        with sight.seeing(sight.viewer(membership)):
            mine[membership] |= {found for (found,) in _rows("SELECT DISTINCT organisation_id FROM families_family")}
    assert mine == {ours: {world.ours.organisation.pk}, theirs: {world.theirs.organisation.pk}}


def _look_and_fail(membership: uuid.UUID, family: uuid.UUID) -> None:
    with transaction.atomic(), sight.seeing(sight.viewer(membership)):
        assert Family.objects.filter(pk=family).exists()
        _rows("SELECT 1 / 0")


def test_a_rollback_takes_no_sight_back(world: World) -> None:
    ours, theirs = (house.memberships[who.COORDINATOR].pk for house in (world.ours, world.theirs))
    with sight.seeing(sight.viewer(ours)):
        assert Referral.objects.exists()
        with pytest.raises(DataError):
            _look_and_fail(theirs, world.theirs.family.pk)
        assert not Family.objects.filter(pk=world.theirs.family.pk).exists()
        assert Family.objects.filter(pk=world.ours.family.pk).exists()


def test_what_is_written_in_the_name_of_an_organisation_is_read_in_its_name_only(world: World) -> None:
    with sight.seeing(sight.organisation(world.ours.organisation.pk)):
        assert Family.objects.filter(pk=world.ours.family.pk).exists()
        assert not Family.objects.filter(pk=world.theirs.family.pk).exists()
    assert {world.ours.organisation.pk, world.theirs.organisation.pk} <= set(sight.each_organisation())


def test_building_the_wall_again_changes_nothing(world: World) -> None:
    before = _rows("SELECT oid, xmin::text FROM pg_policy ORDER BY oid")
    build()
    assert _rows("SELECT oid, xmin::text FROM pg_policy ORDER BY oid") == before


def test_the_server_refuses_what_the_role_may_not(world: World) -> None:
    with sight.seeing(sight.viewer(world.ours.memberships[who.SUPERVISOR].pk)):
        for words in (
            "ALTER TABLE families_family DISABLE ROW LEVEL SECURITY",
            "DROP POLICY wall ON families_family",
            "CREATE TABLE mine (id int)",
            "DELETE FROM django_migrations",
        ):
            with pytest.raises(Exception, match=r"permission denied|must be owner"), transaction.atomic():
                _rows(words)
