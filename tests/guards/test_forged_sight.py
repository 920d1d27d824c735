"""Who can run SQL under the application's role still cannot say that somebody else is looking."""

from __future__ import annotations

import base64
import json
import pickle
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction

from tests.guards.test_wall import _django_db_helper, _rows, _seal, world  # noqa: F401
from tests.matrix import probe as who
from tests.matrix.house import World
from trellis.features.families.models import SealedAgainst, SealReader, ShutOut, seals_against
from trellis.features.families.rules import SealedFact, SealKind, ShutOutCause
from trellis.platform.database import sight, signing, wall
from trellis.platform.database.sight import Sight, SightKind

pytestmark = pytest.mark.django_db

# Functions that run as the owner and that the application's role may call, each with what it gives away.
LOOK_PAST = {
    "access_take_second_step_away": "nothing, and only to the administrator who looks",
    "access_without_second_step": "which people of the asker's organisation have no second step",
    "audit_broken": "places and kinds of breakage of a log",
    "audit_ends": "an organisation's short name, and how long its log is",
    "audit_organisations": "ids of organisations",
    "audit_seal": "how many events were sealed",
    "audit_seal_at": "how long a log was at a seal",
    "audit_waiting": "how many events wait to be sealed",
    "confidentiality_file_in_need": "the id of one file, to whoever may open it in need",
    "confidentiality_organisation_called": "the id of an organisation, to whoever knows its name",
    "families_way_up": "ids of ancestors, to whoever has a person's id",
    "families_named": "ids of families of the asker's organisation that are not shut to the viewer",
    "families_people_alike": "ids of people of the asker's organisation who are not shut to the viewer",
    "families_people_named": "ids of people of the asker's organisation who are not shut to the viewer",
    "families_is_refuge": "whether a home is a refuge, to whoever has its id",
    "groups_seated": "places of people of the asker's organisation, in ids",
    "groups_keep_apart": "a refusal, for people who are kept apart",
    "sessions_keep_apart": "a refusal, for people who are kept apart",
    "sessions_keep_workers_apart": "a refusal, for people who are kept apart",
    "sessions_someone_kept_apart": "whether anybody is kept apart from these, of the asker's organisation",
    "sessions_booked": "bookings of people of the asker's organisation, in ids",
    "sessions_by_design": "whether a programme brings parent and child together",
    "sessions_staff_busy": "when staff of the asker's organisation are busy",
    "sessions_venue_named": "the id of a venue of the asker's organisation",
    "sessions_workers": "who works with people of the asker's organisation, in ids",
    "separations_lock": "nothing",
    "separations_pairs": "who is kept apart, of the asker's organisation, in ids",
    "separations_refuse": "nothing",
    "trellis_childs_plan": "ids of plans that the viewer may read",
    "trellis_job_is_of": "the organisation of a job",
    "trellis_kept_seal": "ids of seals that keep something from the viewer",
    "trellis_look": "nothing, and only to who signs",
    "trellis_organisations": "ids of organisations",
    "trellis_sealed": "ids of people of whom something is sealed from the viewer",
    "trellis_sealed_arrangement": "ids",
    "trellis_sealed_home": "ids",
    "trellis_sealed_plan": "ids",
    "trellis_shut_family": "ids of families that are shut to the viewer",
    "trellis_shut_person": "ids of people who are shut to the viewer",
    "trellis_sight": "what the viewer's own connection was told",
}


def test_every_function_that_looks_past_the_wall_is_known() -> None:
    found = {
        name
        for (name,) in _rows(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            " AND prorettype <> 'trigger'::regtype AND has_function_privilege('trellis_application', oid, 'EXECUTE')"
        )
    }
    made_from_records = {name for name in found if name.startswith("trellis_shut_")}
    unknown = found - set(LOOK_PAST) - made_from_records
    assert not unknown, f"{unknown} run as the owner: say what they give away, or take the right to call them."
    assert set(LOOK_PAST) <= found


FORGED = [
    ("the settings of before", "SELECT set_config('trellis.organisation', %(organisation)s, false)"),
    ("a sight without its signature", "SELECT set_config('trellis.sight', 'viewer|' || %(told)s, false)"),
    ("a sight with a signature of zeros", "SELECT set_config('trellis.sight', repeat('0', 64) || %(told)s, false)"),
    (
        "a sight with a hash that needs no key",
        "SELECT set_config('trellis.sight', encode(sha256(convert_to('sight ' || pg_backend_pid() || ' ' || %(told)s,"
        " 'UTF8')), 'hex') || %(told)s, false)",
    ),
]


@pytest.mark.parametrize(("name", "forge"), FORGED, ids=[name for name, _ in FORGED])
def test_a_forged_sight_sees_nothing(world: World, name: str, forge: str) -> None:  # noqa: F811
    them = world.theirs
    member = them.memberships[who.COORDINATOR]
    told = "|".join(map(str, ("viewer", them.organisation.pk, member.pk, member.user_id, "none", "none")))
    with sight.seeing(sight.viewer(world.ours.memberships[who.COORDINATOR].pk)), connection.cursor() as cursor:
        cursor.execute(forge, {"organisation": str(them.organisation.pk), "told": told})
        cursor.execute("SELECT count(*) FROM families_family WHERE organisation_id = %s", [them.organisation.pk])
        assert cursor.fetchone() == (0,)
        # What was told before is told anew with the next sight, whatever was forged over it.
    with sight.seeing(sight.viewer(member.pk)):
        assert _rows("SELECT count(*) FROM families_family WHERE organisation_id = %s", them.organisation.pk) != [(0,)]


TEMPORARY = """
CREATE TYPE pg_temp.uuid AS (x text);
CREATE FUNCTION pg_temp.f(text) RETURNS pg_temp.uuid LANGUAGE sql STABLE AS $$ SELECT ROW($1)::pg_temp.uuid $$;
CREATE FUNCTION pg_temp.g(pg_temp.uuid) RETURNS pg_catalog.uuid LANGUAGE sql STABLE
AS $$ SELECT '{organisation}'::pg_catalog.uuid $$;
CREATE CAST (pg_catalog.text AS pg_temp.uuid) WITH FUNCTION pg_temp.f(text);
CREATE CAST (pg_temp.uuid AS pg_catalog.uuid) WITH FUNCTION pg_temp.g(pg_temp.uuid) AS ASSIGNMENT;
SET search_path = pg_temp, public, pg_catalog;
"""


def test_nothing_temporary_takes_the_place_of_what_a_policy_means(world: World) -> None:  # noqa: F811
    ours = sight.viewer(world.ours.memberships[who.PRACTITIONER].pk)
    with sight.seeing(ours), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        _rows(TEMPORARY.format(organisation=world.theirs.organisation.pk))


def test_every_function_of_ours_means_the_same_under_every_search_path() -> None:
    loose = _rows(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosqlbody IS NULL"
        " AND proname ~ '^(trellis|families|sessions|groups|separations|confidentiality|access|audit|safety)_'"
        " AND NOT coalesce(array_to_string(proconfig, ' ') LIKE '%%search_path=%%', false)"
    )
    assert loose == []


def test_a_sight_of_before_counts_no_more(world: World) -> None:  # noqa: F811
    ours, theirs = (sight.viewer(house.memberships[who.SUPERVISOR].pk) for house in (world.ours, world.theirs))
    names = ("sight", "shut_families", "shut_people")
    with sight.seeing(theirs):
        told = [_rows("SELECT current_setting(%s)", f"trellis.{name}")[0][0] for name in names]
        assert _rows("SELECT count(*) FROM families_family") != [(0,)]
    with sight.seeing(ours):
        for name, value in zip(names, told, strict=True):
            _rows("SELECT set_config(%s, %s, false)", f"trellis.{name}", value)
        assert _rows("SELECT count(*) FROM families_family") == [(0,)]


def test_what_lies_in_the_cache_is_never_run(world: World) -> None:  # noqa: F811
    sent = base64.b64encode(pickle.dumps(Path("/")))
    with sight.seeing(sight.viewer(world.ours.memberships[who.PRACTITIONER].pk)):
        with connection.cursor() as cursor:
            words = "INSERT INTO cache (cache_key, value, expires) VALUES (%s, %s, now() + interval '1 day')"
            cursor.execute(words, [":1:attack", sent.decode()])
        with pytest.raises(json.JSONDecodeError):
            cache.get("attack")
        cache.set("count", [1, 2.5, "three"])
        assert cache.get("count") == [1, 2.5, "three"]
        assert not cache.add("count", 1)
        assert cache.incr("tries", 1) if cache.add("tries", 0) else False
        assert (cache.touch("count", 0), cache.get("count")) == (True, None)
        assert cache.add("count", 1)
        assert cache.delete("count")


def test_a_sight_is_told_only_with_the_key(world: World) -> None:  # noqa: F811
    membership = world.theirs.memberships[who.COORDINATOR].pk
    for_another_connection = signing.proof(Sight(SightKind.VIEWER, membership), 1)
    with sight.seeing(sight.viewer(world.ours.memberships[who.COORDINATOR].pk)):
        for proof in ("", "0" * 64, for_another_connection):
            with pytest.raises(ProgrammingError, match="not signed"), transaction.atomic():
                _rows("SELECT trellis_look('viewer', %s, %s)", membership, proof)
        assert _rows("SELECT DISTINCT organisation_id FROM families_family") == [(world.ours.organisation.pk,)]


@pytest.mark.parametrize(
    "words",
    [
        "SELECT * FROM trellis_sight_key",
        "SELECT trellis_signed('sight')",
        "SELECT trellis_keep_sight('viewer', NULL, NULL, NULL, 'none', 'none')",
        "SELECT trellis_seals_against()",
        "SELECT trellis_worked_with()",
        "UPDATE families_sealinforce SET kind = 'people'",
        "DELETE FROM families_sealinforce",
    ],
)
def test_the_key_is_the_owners_alone(world: World, words: str) -> None:  # noqa: F811
    supervisor = sight.viewer(world.ours.memberships[who.SUPERVISOR].pk)
    with sight.seeing(supervisor), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        _rows(words)


def test_functions_that_look_past_the_wall_look_into_one_organisation(world: World) -> None:  # noqa: F811
    theirs = world.theirs
    people = [theirs.person.pk, theirs.child.pk] if hasattr(theirs, "child") else [theirs.person.pk]
    asked = [
        ("SELECT count(*) FROM sessions_booked(%s)", people),
        ("SELECT count(*) FROM groups_seated(%s)", people),
        ("SELECT count(*) FROM sessions_workers(%s)", people),
        ("SELECT count(*) FROM separations_pairs(%s)", people),
    ]
    found_by_owner = [_rows(query, given)[0][0] for query, given in asked]
    assert sum(1 for count in found_by_owner if count) >= 2, found_by_owner
    for seen in (sight.NOTHING, sight.viewer(world.ours.memberships[who.SUPERVISOR].pk)):
        with sight.seeing(seen):
            assert [_rows(query, given)[0][0] for query, given in asked] == [0, 0, 0, 0]
    member = world.ours.memberships[who.SUPERVISOR].pk
    born, name = world.ours.person.birth_date, world.ours.person.match_name
    with sight.seeing(sight.NOTHING):
        assert _rows("SELECT confidentiality_file_in_need(%s, %s, %s)", member, name, born) == [(None,)]


def test_the_reason_of_a_seal_is_not_read_by_whom_it_keeps_something_from(world: World) -> None:  # noqa: F811
    ours = world.ours
    seal = _seal(world, SealedFact.ADDRESS, SealKind.ALL_BUT_FEW, readers=(who.PRACTITIONER,))
    SealedAgainst.objects.create(organisation=ours.organisation, seal=seal, person=ours.person)
    tables: dict[str, Any] = {
        "families_seal": "id",
        SealReader._meta.db_table: "seal_id",
        SealedAgainst._meta.db_table: "seal_id",
    }

    def found(person: str) -> list[int]:
        with sight.seeing(sight.viewer(ours.memberships[person].pk)):
            return [_rows(f"SELECT count(*) FROM {t} WHERE {c} = %s", seal.pk)[0][0] for t, c in tables.items()]

    assert found(who.COORDINATOR) == [0, 0, 0]
    assert found(who.PRACTITIONER) == [1, 1, 1]
    with sight.seeing(sight.viewer(world.theirs.memberships[who.SUPERVISOR].pk)):
        assert _rows("SELECT count(*) FROM families_sealinforce WHERE id = %s", seal.pk) == [(0,)]
    with sight.seeing(sight.NOTHING):
        assert _rows("SELECT count(*) FROM families_sealinforce") == [(0,)]


def test_a_seal_in_a_file_that_is_shut_still_counts(world: World) -> None:  # noqa: F811
    ours = world.ours
    _seal(world, SealedFact.ADDRESS, SealKind.ALL_BUT_FEW, readers=(who.PRACTITIONER,))
    ShutOut.objects.create(
        organisation=ours.organisation,
        family=ours.family,
        membership=ours.memberships[who.COORDINATOR],
        cause=ShutOutCause.DECIDED,
    )
    viewer = ours.viewer(who.COORDINATOR)
    with sight.seeing(sight.viewer(viewer.membership_id)):
        sealed: set[uuid.UUID] = set(seals_against(viewer).values_list("person_id", flat=True))
    assert ours.person.pk in sealed


def test_the_wall_no_longer_stands_with_another_secret(world: World, settings: Any) -> None:  # noqa: F811
    assert wall.stands()
    settings.SECRET_KEY = "another-" + "k" * 50
    assert not wall.stands()
    coordinator = sight.viewer(world.ours.memberships[who.COORDINATOR].pk)
    with pytest.raises(ProgrammingError, match="not signed"), transaction.atomic(), sight.seeing(coordinator):
        _rows("SELECT 1")
