"""The log: complete, never edited, read by supervisors of the same organisation and nobody else."""

from __future__ import annotations

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from django.urls import reverse

from trellis.platform.access import actions as people
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import membership
from trellis.platform.access.viewer import NotAllowed, Viewer
from trellis.platform.audit import queries
from trellis.platform.audit.actions import NotLogged, about, action, searched, viewed
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
SHOWN = ("Own details changed", "Looked at")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def supervisor():
    return membership(Role.SUPERVISOR)


@pytest.fixture
def as_supervisor(client, supervisor):
    client.force_login(supervisor.user, backend=BACKEND)
    return client


@pytest.fixture
def colleague(supervisor):
    return membership(Role.PRACTITIONER, supervisor.organisation, name="Kit Moran")


@action("thing done", permission="access.manage_people")
def do_thing(*, by: Viewer, person, log: bool = True) -> None:
    if log:
        about(person, changed=["role"])


def test_an_action_that_logs_nothing_fails():
    boss = membership(Role.ADMINISTRATOR)
    with pytest.raises(NotLogged):
        do_thing(by=Viewer.from_membership(boss), person=boss, log=False)
    with pytest.raises(TypeError, match="keyword arguments"):
        do_thing(Viewer.from_membership(boss))
    with pytest.raises(TypeError, match="needs by="):
        do_thing(person=boss)


def test_an_action_without_the_permission_writes_nothing():
    person = membership(Role.REFERRER)
    with pytest.raises(NotAllowed):
        do_thing(by=Viewer.from_membership(person), person=person)
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("sql", ["UPDATE audit_auditevent SET event = 'x'", "DELETE FROM audit_auditevent"])
def test_the_log_is_never_edited(colleague, sql):
    viewed(Viewer.from_membership(colleague), colleague)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_entries_are_in_words_and_name_what_the_reader_may_see(as_supervisor, supervisor, colleague):
    viewed(Viewer.from_membership(colleague), supervisor)
    page = as_supervisor.get(reverse("audit:log")).text
    assert "Kit Moran" in page
    assert "Looked at" in page
    assert "Every event is sealed into a chain" in page
    assert supervisor.user.name in page


def test_it_is_filtered_by_person_kind_and_day(as_supervisor, supervisor, colleague):
    boss = membership(Role.ADMINISTRATOR, supervisor.organisation, name="Robin Boss")
    people.change_own_details(by=Viewer.from_membership(boss), name="Robin Boss", telephone="")
    viewed(Viewer.from_membership(colleague), supervisor)
    log = reverse("audit:log")

    def shown(**chosen):
        page = as_supervisor.get(log, chosen)
        return [(entry, f"{entry}</" in page.text or f"{entry}<br" in page.text) for entry in SHOWN]

    assert shown(by=str(boss.pk)) == [("Own details changed", True), ("Looked at", False)]
    assert shown(kind="views") == [("Own details changed", False), ("Looked at", True)]
    assert shown(kind="changes") == [("Own details changed", True), ("Looked at", False)]
    gone = {"day_day": "1", "day_month": "3", "day_year": "2020"}
    assert shown(**gone) == [("Own details changed", False), ("Looked at", False)]
    assert shown(about=f"access.membership:{boss.pk}") == [("Own details changed", True), ("Looked at", False)]


@pytest.mark.parametrize(
    "wrong", [{"by": "rubbish"}, {"day_day": "99"}, {"about": "x:y"}, {"before": "x"}, {"before": "2026-01-01_1"}]
)
def test_a_wrong_filter_is_said_and_breaks_nothing(as_supervisor, colleague, wrong):
    viewed(Viewer.from_membership(colleague), colleague)
    assert as_supervisor.get(reverse("audit:log"), wrong).status_code == 200


def test_pages_follow_one_another_without_counting(supervisor, colleague):
    by, reader = Viewer.from_membership(colleague), Viewer.from_membership(supervisor)
    for _ in range(3):
        viewed(by, *[colleague] * 40)
    seen, before = 0, ""
    for _ in range(3):
        page = queries.log(reader, before=before)
        seen, before = seen + len(page.entries), page.older
    assert (seen, before) == (120, "")


def test_the_number_of_queries_does_not_grow(as_supervisor, supervisor, colleague, django_assert_max_num_queries):
    viewed(Viewer.from_membership(colleague), *[colleague, supervisor] * 25)
    with django_assert_max_num_queries(12):
        as_supervisor.get(reverse("audit:log"))


def test_another_organisation_is_not_in_it(as_supervisor):
    stranger = membership(Role.PRACTITIONER, name="Zebedee Strange")
    viewed(Viewer.from_membership(stranger), stranger)
    page = as_supervisor.get(reverse("audit:log")).text
    assert "Zebedee" not in page
    assert not queries.log(Viewer.from_membership(stranger)).entries


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
def test_nobody_else_reads_it(client, role):
    person = membership(role)
    client.force_login(person.user, backend=BACKEND)
    assert client.get(reverse("audit:log")).status_code == 403
    viewed(Viewer.from_membership(person), person)
    assert not AuditEvent.objects.visible_to(Viewer.from_membership(person)).exists()


def test_a_search_is_logged_without_its_words(colleague, as_supervisor):
    by = Viewer.from_membership(colleague)
    for words in ("Ashworth ", "ashworth", "Birch", " "):
        searched(by, "families", words, 3)
    details = list(AuditEvent.objects.order_by("id").values_list("detail", flat=True))
    assert [d["found"] for d in details] == [3, 3, 3]
    assert details[0]["mark"] == details[1]["mark"] != details[2]["mark"]
    page = as_supervisor.get(reverse("audit:log")).text
    assert "Searched" in page
    assert "shworth" not in page
    assert details[0]["mark"] not in page


def test_the_same_words_of_two_people_cannot_be_told_to_be_the_same(colleague, supervisor):
    for person in (colleague, supervisor):
        searched(Viewer.from_membership(person), "families", "Ashworth", 1)
    first, second = AuditEvent.objects.values_list("detail__mark", flat=True)
    assert first != second


def test_lines_of_a_list_are_told_from_a_record_that_was_opened(colleague, supervisor, as_supervisor):
    by = Viewer.from_membership(colleague)
    viewed(by, colleague, supervisor)
    viewed(by, supervisor, people=[colleague])
    assert sorted(AuditEvent.objects.values_list("event", flat=True)) == ["listed", "listed", "viewed", "viewed"]
    page = as_supervisor.get(reverse("audit:log")).text
    assert "Saw in a list" in page
