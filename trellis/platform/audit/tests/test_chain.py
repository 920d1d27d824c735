"""The chain: whatever is taken out, changed, put in, swapped or cut off is found and named, also after a superuser."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit import chain, checking, rights
from trellis.platform.audit.actions import viewed
from trellis.platform.audit.models import AuditEvent, LogCheck, LogSeal, Unsealed
from trellis.platform.audit.rules import Breakage, End, breakage_of, end_from_line, in_order

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    """Keep the ends of the chains in a file of the test's own."""
    monkeypatch.setenv("TRELLIS_LOG_ENDS", str(tmp_path / "ends.txt"))
    return tmp_path / "ends.txt"


@pytest.fixture
def house():
    """A house with forty events in four seals."""
    member = membership(Role.PRACTITIONER)
    viewer = Viewer.from_membership(member)
    for _ in range(4):
        viewed(viewer, *[member] * 10)
        chain.seal_waiting()
    settle()
    return member.organisation


def settle():
    """Have the foreign keys checked now: a table with checks that wait can neither be altered nor emptied."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def as_superuser():
    """Switch every trigger off, as only a superuser can, and give a cursor."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("RESET session_replication_role")


def broken(house, kept=()):
    return [(one.what, one.place) for one in chain.check(house.pk, house.slug, kept).broken]


def event_at(place):
    """Return the id of the event with this number in the chain."""
    for seal in LogSeal.objects.order_by("number"):
        if place < seal.first + len(seal.events):
            return seal.events[place - seal.first]
    raise AssertionError


def test_what_is_written_is_numbered_and_sealed(house):
    found = chain.check(house.pk, house.slug)
    assert (found.end.events, found.end.seal, found.waiting, found.broken) == (40, 4, 0, ())
    assert not Unsealed.objects.exists()
    assert [seal.first for seal in LogSeal.objects.order_by("number")] == [1, 11, 21, 31]


def test_what_waits_is_told_and_taken_in_by_parts(house):
    viewer = Viewer.from_membership(membership(Role.PRACTITIONER, house))
    viewed(viewer, *[house] * 7)
    assert chain.check(house.pk, house.slug).waiting == 7
    assert chain.seal_waiting(most=3) == 7
    assert [len(seal.events) for seal in LogSeal.objects.order_by("number")][-3:] == [3, 3, 1]
    assert broken(house) == []


def test_each_house_has_a_chain_of_its_own(house):
    stranger = membership(Role.PRACTITIONER)
    viewed(Viewer.from_membership(stranger), stranger)
    chain.seal_waiting()
    assert chain.ends()[stranger.organisation.pk].events == 1
    with as_superuser() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE organisation_id = %s", [stranger.organisation.pk])
    assert broken(house) == []
    assert broken(stranger.organisation) == [("event removed", 1)]


@pytest.mark.parametrize("place", [1, 10, 11, 40])
def test_a_removed_event_is_named(house, place):
    with as_superuser() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [event_at(place)])
    assert broken(house) == [("event removed", place)]


COLUMNS = {
    "by_id": "gen_random_uuid()",
    "created_at": "created_at + interval '1 microsecond'",
    "at": "at - interval '1 day'",
    "event": "event || ' '",
    "is_view": "NOT is_view",
    "about_kind": "'families.person'",
    "about_id": "gen_random_uuid()",
    "about_family": "gen_random_uuid()",
    "detail": "'{\"in\": 1}'::jsonb",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_value_is_named(house, column):
    with as_superuser() as cursor:
        cursor.execute(
            f"UPDATE audit_auditevent SET {column} = {COLUMNS[column]} WHERE id = %s",
            [event_at(17)],
        )
    assert broken(house) == [("event changed", 17)]


def test_every_column_of_an_event_is_hashed():
    columns = {field.column for field in AuditEvent._meta.concrete_fields}
    # An id that is changed is an event removed and another put in; so is one that is given to another house.
    assert columns == {*COLUMNS, "id", "organisation_id"}


def test_an_event_given_to_another_house_is_named_in_both(house):
    other = membership(Role.PRACTITIONER).organisation
    with as_superuser() as cursor:
        cursor.execute("UPDATE audit_auditevent SET organisation_id = %s WHERE id = %s", [other.pk, event_at(5)])
    assert broken(house) == [("event removed", 5)]
    assert broken(other) == [("event put in", None)]


def test_what_two_events_say_cannot_be_swapped(house):
    first, second = event_at(3), event_at(33)
    with as_superuser() as cursor:
        cursor.execute(
            "UPDATE audit_auditevent a SET detail = '{\"n\": 1}', at = b.at FROM audit_auditevent b "
            "WHERE (a.id, b.id) IN ((%s, %s), (%s, %s))",
            [first, second, second, first],
        )
    assert broken(house) == [("event changed", 3), ("event changed", 33)]


def test_the_order_in_a_seal_cannot_be_changed(house):
    with as_superuser() as cursor:
        cursor.execute(
            "UPDATE audit_logseal SET events = events[2:2] || events[1:1] || events[3:], "
            "hashes = hashes[2:2] || hashes[1:1] || hashes[3:] WHERE number = 2"
        )
    assert broken(house) == [("seal changed", 11)]


def test_an_event_put_in_behind_the_triggers_is_named(house):
    with as_superuser() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditevent SELECT gen_random_uuid(), created_at, at, event, is_view, about_kind, "
            "about_id, detail, by_id, organisation_id, about_family FROM audit_auditevent LIMIT 1"
        )
    assert broken(house) == [("event put in", None)]


def test_an_event_removed_or_changed_before_it_was_sealed_is_named(house):
    viewed(Viewer.from_membership(membership(Role.PRACTITIONER, house)), *[house] * 3)
    first, second, _ = Unsealed.objects.order_by("pk").values_list("pk", flat=True)
    with as_superuser() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [first])
        cursor.execute("UPDATE audit_auditevent SET is_view = NOT is_view WHERE id = %s", [second])
    assert sorted(broken(house)) == [("event changed", None), ("event removed", None)]
    chain.seal_waiting()
    assert broken(house) == [("event removed", 41), ("event changed", 42)]


def test_a_seal_taken_out_of_the_middle_is_named(house):
    with as_superuser() as cursor:
        cursor.execute(
            "DELETE FROM audit_auditevent e USING audit_logseal s WHERE s.number = 2 AND e.id = ANY(s.events)"
        )
        cursor.execute("DELETE FROM audit_logseal WHERE number = 2")
    assert broken(house) == [("seal missing", 11)]


CLOSE_THE_GAP = """
    DELETE FROM audit_auditevent e USING audit_logseal s WHERE s.number = 2 AND e.id = ANY(s.events);
    DELETE FROM audit_logseal WHERE number = 2;
    UPDATE audit_logseal SET number = number - 1, first = first - 10 WHERE number > 2;
"""
HASH_ANEW = """
    UPDATE audit_logseal SET previous = (SELECT p.hash FROM audit_logseal p WHERE p.number = {number} - 1)
    WHERE number = {number};
    UPDATE audit_logseal SET hash = audit_seal_hash(previous, organisation_id, number, first, events, hashes)
    WHERE number = {number};
"""


def test_a_gap_that_was_closed_is_named(house):
    with as_superuser() as cursor:
        cursor.execute(CLOSE_THE_GAP)
    assert broken(house)[0][1] == 11
    with as_superuser() as cursor:
        cursor.execute(
            "UPDATE audit_logseal SET hash = audit_seal_hash(previous, organisation_id, number, first, events, hashes)"
        )
    assert broken(house)[0] == ("seal does not follow", 11)


def test_a_tail_that_was_written_anew_is_found_by_its_end_kept_elsewhere(house):
    kept = chain.ends()[house.pk]
    with as_superuser() as cursor:
        cursor.execute(CLOSE_THE_GAP)
        for number in (2, 3):
            cursor.execute(HASH_ANEW.format(number=number))
    assert broken(house) == []
    assert broken(house, [kept]) == [("cut off", 31)]


def test_a_tail_written_anew_to_the_same_length_is_found_too(house):
    kept = chain.ends()[house.pk]
    with as_superuser() as cursor:
        cursor.execute("UPDATE audit_auditevent SET event = 'other' WHERE id = %s", [event_at(40)])
        cursor.execute(
            "UPDATE audit_logseal s SET hashes[10] = (SELECT audit_event_hash(e.id, e.organisation_id, e.by_id, "
            "e.created_at, e.at, e.event, e.is_view, e.about_kind, e.about_id, e.about_family, e.detail) "
            "FROM audit_auditevent e WHERE e.id = s.events[10]) WHERE number = 4"
        )
        cursor.execute(HASH_ANEW.format(number=4))
    assert broken(house) == []
    assert broken(house, [kept]) == [("written anew", 40)]


def test_a_tail_that_was_cut_off_is_found_by_its_end_kept_elsewhere(house):
    chain.keep_ends()
    with as_superuser() as cursor:
        cursor.execute(
            "DELETE FROM audit_auditevent e USING audit_logseal s WHERE s.number = 4 AND e.id = ANY(s.events)"
        )
        cursor.execute("DELETE FROM audit_logseal WHERE number = 4")
    assert broken(house) == []
    assert broken(house, chain.ends_kept()) == [("cut off", 31)]
    with as_superuser() as cursor:
        cursor.execute("TRUNCATE audit_auditevent, audit_logseal, audit_unsealed")
    assert broken(house, chain.ends_kept()) == [("cut off", 1)]


TABLES = ("audit_auditevent", "audit_logseal", "audit_logcheck")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("sql", ["UPDATE {} SET created_at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_owner_of_the_tables_is_refused_too(house, table, sql):
    checking.check_all()
    settle()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


@pytest.fixture
def application(settings):
    """A role like the application's, given every right on every table before the log keeps its own."""
    role = "trellis_log_test"
    settings.TRELLIS_APPLICATION_ROLE = role
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
        rights.keep_rights()
        for table in TABLES:
            # What is tested are the grants: with no trigger, and no policy, to help them.
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER audit_note_unsealed")
    return role


@pytest.mark.parametrize(
    "sql",
    [
        *(
            f"{verb} {table}{rest}"
            for table in (*TABLES, "audit_unsealed")
            for verb, rest in (("UPDATE", " SET created_at = now()"), ("DELETE FROM", ""), ("TRUNCATE", ""))
        ),
        "INSERT INTO audit_logseal SELECT * FROM audit_logseal",
        "SELECT * FROM audit_unsealed",
        "INSERT INTO audit_unsealed SELECT id, created_at, hash, organisation_id FROM audit_logseal",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_no_change ON audit_auditevent",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_may_not_even_with_the_triggers_off(house, application, sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application}")
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
            cursor.execute(sql)


def test_the_application_writes_reads_and_has_the_chain_carried_on(house, application):
    viewer = Viewer.from_membership(membership(Role.PRACTITIONER, house))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {application}")
        viewed(viewer, house)
        assert AuditEvent.objects.filter(by_id=viewer.membership_id).count() == 1
        assert chain.seal_waiting() == 1
        cursor.execute("RESET ROLE")
    assert chain.ends()[house.pk].events == 41


def test_a_broken_chain_is_told_to_supervisors_and_administrators(house, client):
    from trellis.platform.notifications.models import Message

    boss = membership(Role.SUPERVISOR, house)
    membership(Role.PRACTITIONER, house)
    chain.keep_ends()
    assert [note.broken for note in checking.check_all() if note.organisation_id == house.pk] == [[]]
    assert not Message.objects.exists()
    with as_superuser() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = %s", [event_at(2)])
    checking.check_all()
    assert "Event 2 (" in LogCheck.objects.order_by("-id").filter(organisation=house).first().broken[0]
    assert [message.to_id for message in Message.objects.all()] == [boss.pk]
    client.force_login(boss.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "The chain of the log is broken" in client.get("/log/").text


def test_the_command_names_the_first_broken_place_and_fails(house, capsys):
    from trellis.platform.audit.cli import run_check, run_end

    class Chosen:
        organisation = house.slug
        end: list[str] = []
        ends = ""

    assert run_end(Chosen) == 0
    line = capsys.readouterr().out.strip()
    assert run_check(Chosen) == 0
    assert "40 events in 4 seals, 0 not yet in it. The chain is whole." in capsys.readouterr().out
    with as_superuser() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id IN (%s, %s)", [event_at(12), event_at(30)])
    assert run_check(Chosen) == 1
    out = capsys.readouterr().out
    assert out.index("Event 12 (") < out.index("Event 30 (")
    Chosen.end = [line.replace(" 4 ", " 9 ")]
    assert run_check(Chosen) == 1
    assert "was cut off" in capsys.readouterr().out
    Chosen.organisation = "no-such"
    with pytest.raises(RuleBroken, match="no such organisation"):
        run_check(Chosen)


def test_an_end_is_written_once_and_read_again(house, apart):
    chain.keep_ends()
    assert chain.keep_ends() == []
    assert chain.ends_kept() == [chain.ends()[house.pk]]
    assert len(apart.read_text().splitlines()) == 1


@pytest.mark.parametrize("line", ["", "riverside 1 2", "riverside one 2 " + "0" * 64, "riverside 1 2 " + "g" * 64])
def test_a_line_that_is_no_end_is_refused_in_words(line):
    with pytest.raises(RuleBroken, match="not the end of a chain"):
        end_from_line(line)


def test_words_for_every_kind_of_breakage():
    kinds = (
        "event removed",
        "event changed",
        "event put in",
        "seal missing",
        "seal changed",
        "seal does not follow",
        "cut off",
        "written anew",
    )
    assert all(Breakage(kind, 3, 2, "x").words.endswith(".") for kind in kinds)
    assert Breakage("event removed").words.startswith("An event that was not yet in the chain")
    late, early, outside = Breakage("event removed", 9), Breakage("seal changed", 2), Breakage("event put in")
    assert in_order([outside, late, early]) == (early, late, outside)
    kept = End("riverside", 2, 20, "a" * 64)
    assert breakage_of(kept, (20, "a" * 64), 30) is None
    assert breakage_of(kept, None, 12) == Breakage("cut off", place=13, seal=2)
    assert breakage_of(kept, (20, "b" * 64), 30) == Breakage("written anew", place=20, seal=2)


def test_the_rules_need_neither_django_nor_a_database():
    done = subprocess.run(
        [sys.executable, "-c", "import trellis.platform.audit.rules, sys; assert 'django' not in sys.modules"],
        check=False,
    )
    assert done.returncode == 0
