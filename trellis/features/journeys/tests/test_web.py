"""The waiting list, the caseload and one journey, as people use them."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from trellis.features.families.tests import factories as families
from trellis.features.journeys import actions
from trellis.features.journeys.models import Journey
from trellis.features.journeys.tests.factories import journey
from trellis.features.sessions.tests.factories import booked, course, marked, practitioner
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(who: Viewer) -> Client:
    client = Client()
    client.force_login(Membership.objects.get(pk=who.membership_id).user, backend=BACKEND)
    return client


def get(client: Client, name: str, *arguments: object, query: str = "") -> str:
    answer = client.get(reverse(f"journeys:{name}", args=arguments) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_waiting_list_says_what_would_fill_it():
    assert "Nobody is waiting." in get(signed_in(viewer()), "waiting_list")


def test_the_waiting_list_shows_who_waits_for_what_most_urgent_first():
    by = viewer()
    long_waiting = journey(by, days_ago=100)
    urgent = journey(by, days_ago=2)
    actions.set_priority(by=by, journey_id=urgent.pk, priority="urgent", why="Police called twice")
    actions.set_waiting_for(by=by, journey_id=long_waiting.pk, waiting_for="The next boys’ group")
    actions.record_support(by=by, journey_id=urgent.pk, on=timezone.localdate(), kind="waiting")
    client = signed_in(by)
    page = get(client, "waiting_list")
    assert page.index(urgent.family.name) < page.index(long_waiting.family.name)
    for words in ("100 days", "Police called twice", "The next boys’ group", "Tue", "No keyworker", "1 time", "Due"):
        assert words in page
    assert "0 of 2 held" in page
    by_days = get(client, "waiting_list", query="?order=-days")
    assert by_days.index(long_waiting.family.name) < by_days.index(urgent.family.name)


def test_the_strip_counts_by_strand_and_gender():
    by = viewer()
    journey(by, genders=["female", "male"])
    journey(by, genders=["female", "female"])
    page = get(signed_in(by), "waiting_list")
    assert "1 female, 1 male" in page or "1 male, 1 female" in page
    assert "2 female" in page


def test_the_waiting_list_is_narrowed_to_a_programme():
    by = viewer()
    pact = journey(by)
    other = journey(by, "m-pact")
    page = get(signed_in(by), "waiting_list", query="?programme=m-pact")
    assert other.family.name in page
    assert pact.family.name not in page


def test_a_pre_engagement_session_that_was_held_is_no_longer_missing():
    by = viewer()
    made = journey(by)
    title = made.programme_version.definition["pre_engagement"][0]["title"]
    marked(by, booked(by, made, title=title))
    assert f"{title}: 1 of 2 held" in get(signed_in(by), "waiting_list")


def test_pages_follow_each_other_without_losing_or_repeating_anybody(monkeypatch):
    from trellis.features.journeys.queries import waiting

    monkeypatch.setattr(waiting, "PER_PAGE", 2)
    by = viewer()
    made = {journey(by, days_ago=30).pk for _ in range(5)}
    for order in waiting.ORDERS:
        seen, after = [], ""
        while True:
            page = waiting.waiting_page(by, timezone.localdate(), order=order, after=after)
            seen += [row.journey.pk for row in page.rows]
            after = page.following
            if not after:
                break
        assert sorted(seen) == sorted(made)


def test_a_mark_that_was_tampered_with_gives_the_start():
    by = viewer()
    made = journey(by)
    for mark in ("rubbish", "W10", "e30", "WzEsIHsidSI6ICJ4In0sIDNd", "x" * 900):
        assert made.family.name in get(signed_in(by), "waiting_list", query=f"?after={mark}")


def test_exports_hold_the_same_rows_and_no_formula():
    by = viewer()
    named = families.family(by, "=HYPERLINK(1) family")
    journey(by, family=named)
    client = signed_in(by)
    answer = client.get(reverse("journeys:waiting_export", args=["csv"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Family"
    assert rows[1][0] == "'=HYPERLINK(1) family"
    answer = client.get(reverse("journeys:waiting_export", args=["xlsx"]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert client.get(reverse("journeys:waiting_export", args=["pdf"])).status_code == 404
    assert "=HYPERLINK(1) family" in get(client, "waiting_paper")


def test_the_caseload_is_searched_and_filtered_in_the_address():
    by = viewer()
    waiting = journey(by, family=families.family(by, "Ashworth family"))
    running = journey(by, "m-pact", family=families.family(by, "Okafor family"))
    actions.start_journey(by=by, journey_id=running.pk, on=timezone.localdate())
    client = signed_in(by)
    both = get(client, "list")
    assert waiting.family.name in both
    assert running.family.name in both
    for query in ("?search=okaf", "?status=in_programme", "?programme=m-pact"):
        page = get(client, "list", query=query)
        assert running.family.name in page
        assert waiting.family.name not in page
    assert "No family was found" in get(client, "list", query="?mine=on")


def test_those_that_need_a_review_are_found_and_shown():
    by = viewer()
    made, sessions = course(by)
    marked(by, sessions[0], "absent")
    marked(by, sessions[1], "absent")
    client = signed_in(by)
    assert "Dawn missed two sessions in a row" in get(client, "list", query="?attention=on")
    assert "Review: Dawn missed two sessions in a row" in get(client, "journey", made.pk)


def test_the_journey_page_shows_the_way_and_logs_who_looked():
    by = viewer()
    made = journey(by)
    actions.record_support(by=by, journey_id=made.pk, on=timezone.localdate(), kind="call", note="Rang at ten")
    booked(by, made, day=timezone.localdate() + timedelta(days=3), title="Getting to know you")
    page = get(signed_in(by), "journey", made.pk)
    for words in ("Referral", "Waits now", "Dawn", "Jamie", "Rang at ten", "Getting to know you", "Book a session"):
        assert words in page
    assert AuditEvent.objects.filter(is_view=True, about_id=made.pk).exists()


def test_changes_are_made_one_at_a_time():
    by = viewer()
    made = journey(by)
    _worker, member = practitioner(by)
    client = signed_in(by)

    def send(name: str, **data: object) -> int:
        return client.post(reverse(f"journeys:{name}", args=[made.pk]), data).status_code

    assert send("priority", priority="soon") == 200
    assert send("priority", priority="soon", priority_why="School has excluded him") == 302
    assert send("waiting_for", waiting_for="An interpreter") == 302
    assert send("evenings", evenings=["0", "2"]) == 302
    assert send("keyworker", staff_id=str(member.pk)) == 302
    today = timezone.localdate()
    assert send("support", on_day=today.day, on_month=today.month, on_year=today.year, kind="visit", note="x") == 302
    made.refresh_from_db()
    assert (made.priority, made.waiting_for, made.evenings) == ("soon", "An interpreter", [0, 2])
    keyworker = made.keyworkers.get()
    client.post(reverse("journeys:end_keyworker", args=[made.pk, keyworker.pk]))
    assert not made.keyworkers.filter(until__isnull=True).exists()
    reasons = made.programme_version.definition["ending_reasons"]
    reason = next(each["key"] for each in reasons if each["counts_as"] == "closed_before_start")
    assert send("close", reason=reason) == 302
    made.refresh_from_db()
    assert made.status == "closed_before_start"
    assert "Closed before the start" in get(client, "journey", made.pk)


def test_every_form_opens():
    by = viewer()
    made = journey(by)
    client = signed_in(by)
    for name in ("priority", "waiting_for", "evenings", "keyworker", "support", "close"):
        assert made.family.name in get(client, name, made.pk)


def test_a_practitioner_sees_only_their_own():
    by = viewer()
    mine, other = journey(by), journey(by)
    worker, member = practitioner(by)
    actions.give_keyworker(by=by, journey_id=mine.pk, staff_id=member.pk)
    client = signed_in(worker)
    for name in ("waiting_list", "list", "waiting_paper"):
        page = get(client, name)
        assert mine.family.name in page
        assert other.family.name not in page
    assert other.family.name not in get(client, "list", query="?search=Ashworth")
    assert client.get(reverse("journeys:journey", args=[other.pk])).status_code == 404
    assert client.get(reverse("journeys:priority", args=[mine.pk])).status_code == 403
    export = client.get(reverse("journeys:waiting_export", args=["csv"])).content.decode()
    assert other.family.name not in export


@pytest.mark.parametrize("role", [Role.REFERRER, Role.COMMISSIONER, Role.ADMINISTRATOR])
def test_other_roles_do_not_reach_these_pages(role):
    by = viewer()
    made = journey(by)
    organisation = Membership.objects.get(pk=by.membership_id).organisation
    client = signed_in(viewer(role, organisation))
    for address in (
        reverse("journeys:waiting_list"),
        reverse("journeys:list"),
        reverse("journeys:journey", args=[made.pk]),
    ):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", ["waiting_list", "list", "waiting_paper"])
def test_the_number_of_queries_does_not_grow_with_the_rows(name, django_assert_max_num_queries):
    by = viewer()
    client = signed_in(by)

    def count() -> int:
        with django_assert_max_num_queries(20) as found:
            get(client, name)
        return len(found)

    journey(by)
    count()
    first = count()
    for _ in range(6):
        journey(by)
    assert count() == first


def test_the_journey_page_asks_the_same_number_of_queries_for_a_long_course(django_assert_max_num_queries):
    by = viewer()
    short = journey(by)
    booked(by, short)
    long_course, sessions = course(by)
    for session in sessions[:3]:
        marked(by, session)
    client = signed_in(by)
    get(client, "journey", short.pk)
    for made in (short, long_course):
        with django_assert_max_num_queries(20):
            get(client, "journey", made.pk)


def test_the_family_file_shows_its_journeys():
    by = viewer()
    made = journey(by)
    page = signed_in(by).get(reverse("families:family", args=[made.family_id])).content.decode()
    assert reverse("journeys:journey", args=[made.pk]) in page
    assert Journey.objects.count() == 1
