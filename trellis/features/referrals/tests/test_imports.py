"""Spreadsheets brought in: all or nothing, once, with everything that sending one by one would make."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.forms.models import model_to_dict
from django.utils import timezone

from trellis.features.families.models import (
    Family,
    Household,
    HouseholdMember,
    Occupation,
    Person,
    Relationship,
    SafeContact,
)
from trellis.features.programmes.rules.built_in import built_in_definition
from trellis.features.programmes.tests.factories import offer
from trellis.features.referrals.actions import send_ready_referral
from trellis.features.referrals.models import Referral, ReferralEvent, ReferralImport, ReferredPerson
from trellis.features.referrals.spreadsheet import actions, making
from trellis.features.referrals.spreadsheet.reading import read_families
from trellis.features.referrals.spreadsheet.template import example_rows
from trellis.features.referrals.tests.sheets import csv_of, rows_of_families, xlsx_of
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import NotAllowed, Viewer
from trellis.platform.audit.models import AuditEvent
from trellis.platform.documents.kinds import Kind
from trellis.platform.documents.spreadsheet import Cell, read_table
from trellis.platform.documents.tests.files import upload
from trellis.platform.jobs import running
from trellis.platform.jobs.models import BackgroundJob

pytestmark = pytest.mark.django_db
PACT = built_in_definition("pact")
MADE = (Referral, ReferredPerson, ReferralEvent, Family, Person, Relationship, Household, SafeContact, Occupation)


def _coordinator() -> Viewer:
    by = viewer(Role.COORDINATOR)
    offer(Organisation.objects.get(pk=by.organisation_id), "pact")
    return by


def _begin(by: Viewer, rows: list[dict[str, Cell]], name: str = "families.csv") -> ReferralImport:
    content = xlsx_of(PACT, rows) if name.endswith("xlsx") else csv_of(PACT, rows)
    return actions.begin_import(by=by, programme_key="pact", upload=upload(name, content))


def _bring_in(by: Viewer, imported: ReferralImport) -> ReferralImport:
    actions.ask_to_bring_in(by=by, imported=imported)
    running.run_pending()
    return ReferralImport.objects.select_related("job").get(pk=imported.pk)


def _counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MADE}


@pytest.mark.parametrize("name", ["families.csv", "families.xlsx"])
def test_brings_in_families_that_nobody_knows(name: str) -> None:
    by = _coordinator()
    imported = _begin(by, rows_of_families(PACT, 5), name)
    assert (imported.status, imported.rows, imported.families, imported.already_here) == ("previewed", 10, 5, 0)
    assert [len(family["people"]) for family in imported.preview] == [2] * 5
    assert not Referral.objects.exists()
    done = _bring_in(by, imported)
    assert (done.status, done.made, done.to_identify) == ("done", 5, 0), done.job
    assert done.job is not None
    assert done.job.status == "done"
    assert str(done.pk) in done.job.result_url
    for referral in Referral.objects.all():
        assert referral.status == "screening"
        assert referral.source == "spreadsheet"
        assert referral.family is not None
        assert referral.brought_in_id == done.pk
        assert [event.way for event in referral.events.all()] == ["submit", "identify"]
        assert AuditEvent.objects.filter(event="referrals.imported", about_id=referral.pk).exists()
    assert Person.objects.count() == 10
    assert AuditEvent.objects.filter(event="referrals.imported", about_id=done.pk).count() == 1


def test_makes_the_same_as_sending_one_by_one() -> None:
    """The many-at-once path is held to the one that the task list takes."""
    rows = example_rows(PACT)
    table = read_table(csv_of(PACT, rows), Kind.CSV)
    family = read_families(table, PACT, timezone.localdate()).families[0]
    single, many = _coordinator(), _coordinator()
    send_ready_referral(by=single, programme_key="pact", answers=family.document, import_key=family.key)
    _bring_in(many, _begin(many, rows))
    assert _of(single) == _of(many)


_OWN = {"id", "organisation", "reference", "made_by", "brought_in", "import_key", "family", "person", "referral", "by",
        "household", "from_person", "to_person", "submitted_at", "families", "people"}  # fmt: skip


def _of(by: Viewer) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for model in (*MADE, HouseholdMember):
        rows = [
            {
                **{name: value for name, value in model_to_dict(row).items() if name not in _OWN},
                "who": [str(getattr(row, name, "")) for name in ("person", "from_person", "to_person", "household")],
            }
            for row in model.objects.filter(organisation_id=by.organisation_id)
        ]
        found[model.__name__] = sorted(rows, key=repr)
    assert found["Referral"][0]["status"] == "screening"
    return found


def test_families_in_which_somebody_may_be_known_wait_for_a_look() -> None:
    by = _coordinator()
    rows = rows_of_families(PACT, 3)
    _bring_in(by, _begin(by, rows[:2]))
    again = rows_of_families(PACT, 3)
    again[0]["your_reference"] = "A new referral of the first family"
    done = _bring_in(by, _begin(by, again))
    assert (done.made, done.to_identify, done.already_here) == (3, 1, 0)
    waiting = Referral.objects.get(status="identity_check")
    assert waiting.family is None
    assert [event.way for event in waiting.events.all()] == ["submit"]
    assert Person.objects.count() == 6


def test_two_of_one_file_who_may_be_one_person_are_looked_at() -> None:
    by = _coordinator()
    rows = rows_of_families(PACT, 2)
    other = dict(rows[1]) | {"family_number": "2", "people.given_name": "Christopher", "people.known_as": "Kit"}
    rows[3] = other
    done = _bring_in(by, _begin(by, rows))
    assert (done.made, done.to_identify) == (2, 1)


def test_the_same_file_twice_makes_nothing_twice() -> None:
    by = _coordinator()
    rows = rows_of_families(PACT, 4)
    _bring_in(by, _begin(by, rows))
    before = _counts()
    second = _begin(by, rows)
    assert (second.status, second.already_here) == ("previewed", 4)
    assert all(family["reference"] for family in second.preview)
    done = _bring_in(by, second)
    assert (done.made, done.already_here) == (0, 4)
    assert _counts() == before


def test_the_same_rows_in_another_order_and_more_make_only_what_is_new() -> None:
    by = _coordinator()
    _bring_in(by, _begin(by, rows_of_families(PACT, 4)))
    done = _bring_in(by, _begin(by, rows_of_families(PACT, 6)[::-1], "again.xlsx"))
    assert (done.made, done.already_here) == (2, 4)
    assert Referral.objects.count() == 6


def test_another_organisation_has_its_own() -> None:
    one, two = _coordinator(), _coordinator()
    rows = rows_of_families(PACT, 2)
    _bring_in(one, _begin(one, rows))
    second = _begin(two, rows)
    assert second.already_here == 0
    assert not ReferralImport.objects.visible_to(one).filter(pk=second.pk).exists()
    assert _bring_in(two, second).made == 2


def test_one_wrong_cell_and_nothing_can_be_brought_in() -> None:
    by = _coordinator()
    rows = rows_of_families(PACT, 3)
    rows[4]["people.birth_date"] = "soon"
    imported = _begin(by, rows)
    assert (imported.status, imported.problem_count, imported.preview) == ("refused", 1, [])
    problem = imported.problems[0]
    assert (problem["row"], problem["column"], problem["heading"], problem["found"]) == (
        6,
        "E",
        "Date of birth",
        "soon",
    )
    with pytest.raises(RuleBroken, match="Has errors"):
        actions.ask_to_bring_in(by=by, imported=imported)
    assert not BackgroundJob.objects.exists()


def test_a_file_that_cannot_be_read_says_why() -> None:
    by = _coordinator()
    content = b'Family number,Given name\n1,"Kit\n'
    imported = actions.begin_import(by=by, programme_key="pact", upload=upload("families.csv", content))
    assert imported.status == "refused"
    assert "quotation mark" in imported.problems[0]["right"]


@pytest.mark.parametrize("name", ["list.pdf", "list.exe"])
def test_refuses_what_is_no_spreadsheet(name: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.begin_import(by=_coordinator(), programme_key="pact", upload=upload(name, b"%PDF-1.7 x"))
    assert refused.value.field == "upload"
    assert not ReferralImport.objects.exists()


def test_refuses_a_programme_that_takes_no_referrals() -> None:
    by = _coordinator()
    with pytest.raises(RuleBroken) as refused:
        actions.begin_import(by=by, programme_key="m-pact", upload=upload("a.csv", b"a"))
    assert refused.value.field == "programme"


def test_a_programme_that_closed_meanwhile_takes_nobody() -> None:
    by = _coordinator()
    imported = _begin(by, rows_of_families(PACT, 1))
    offer(Organisation.objects.get(pk=by.organisation_id), "pact", is_open=False)
    stopped = _bring_in(by, imported)
    assert stopped.job is not None
    assert (stopped.status, stopped.job.status) == ("running", "failed")
    assert "takes no referrals" in stopped.job.message
    offer(Organisation.objects.get(pk=by.organisation_id), "pact")
    assert _bring_in(by, stopped).made == 1


def test_a_large_file_is_read_in_the_background() -> None:
    by = _coordinator()
    imported = _begin(by, rows_of_families(PACT, 80))
    assert imported.status == "reading"
    assert imported.job is not None
    running.run_pending()
    imported.refresh_from_db()
    assert (imported.status, imported.families) == ("previewed", 80)
    assert len(imported.preview) == actions.SHOWN_FAMILIES


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_coordinators_bring_in(role: Role) -> None:
    by = _coordinator()
    imported = _begin(by, rows_of_families(PACT, 1))
    other = viewer(role, Organisation.objects.get(pk=by.organisation_id))
    with pytest.raises(NotAllowed):
        _begin(other, rows_of_families(PACT, 1))
    with pytest.raises(NotAllowed):
        actions.ask_to_bring_in(by=other, imported=imported)
    assert not ReferralImport.objects.visible_to(other).exists()


def test_dropping_deletes_the_file_and_what_was_read(django_capture_on_commit_callbacks: Any) -> None:
    by = _coordinator()
    imported = _begin(by, rows_of_families(PACT, 1))
    with django_capture_on_commit_callbacks(execute=True):
        dropped = actions.drop_import(by=by, imported=imported)
    assert (dropped.status, dropped.preview) == ("dropped", [])
    assert not default_storage.exists(dropped.document.storage_name)
    with pytest.raises(RuleBroken):
        actions.ask_to_bring_in(by=by, imported=dropped)


def test_the_file_is_not_kept_once_it_is_brought_in(django_capture_on_commit_callbacks: Any) -> None:
    by = _coordinator()
    imported = _begin(by, rows_of_families(PACT, 1))
    with django_capture_on_commit_callbacks(execute=True):
        done = _bring_in(by, imported)
    assert done.preview == []
    assert not default_storage.exists(done.document.storage_name)


class Killed(BaseException):
    """What a worker's end looks like from inside."""


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_it_leaves_nothing_and_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    by = _coordinator()
    imported = _begin(by, rows_of_families(PACT, 6))
    monkeypatch.setattr(making, "AT_ONCE", 2)
    actions.ask_to_bring_in(by=by, imported=imported)
    write, batches = making._write, []

    def die_at_the_third(*args: Any) -> int:
        batches.append(1)
        if len(batches) == 3:
            assert Referral.objects.count() == 4
            raise Killed
        return write(*args)

    monkeypatch.setattr(making, "_write", die_at_the_third)
    with pytest.raises(Killed):
        running.run_pending()
    assert _counts() == dict.fromkeys(_counts(), 0)
    imported.refresh_from_db()
    assert imported.status == "running"
    assert default_storage.exists(imported.document.storage_name)
    BackgroundJob.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'jobs.run'")
    assert running.recover() == 1
    running.run_pending()
    imported.refresh_from_db()
    assert (imported.status, imported.made) == ("done", 6)
    assert Referral.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_two_at_a_time_make_each_family_once(monkeypatch: pytest.MonkeyPatch) -> None:
    by = _coordinator()
    monkeypatch.setattr(making, "AT_ONCE", 2)
    rows = rows_of_families(PACT, 8)
    imports = [_begin(by, rows), _begin(by, rows[::-1], "other.xlsx")]
    for imported in imports:
        actions.ask_to_bring_in(by=by, imported=imported)

    def work(job: BackgroundJob) -> None:
        try:
            running.run(job.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[job]) for job in BackgroundJob.objects.all()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ReferralImport.objects.values_list("status", "made", "already_here")) == [
        ("done", 0, 8),
        ("done", 8, 0),
    ]
    assert Referral.objects.count() == 8
