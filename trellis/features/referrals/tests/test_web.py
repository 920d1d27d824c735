"""Pages: every section of the task list, errors that keep what was typed, and who may open what."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from trellis.features.programmes.rules.built_in import built_in_definitions
from trellis.features.referrals import actions
from trellis.features.referrals.models import Referral
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.rules.asking import Asked
from trellis.features.referrals.rules.questions import Kind
from trellis.features.referrals.rules.sections import SECTIONS
from trellis.features.referrals.tests.browsing import as_, fresh, posted, words
from trellis.features.referrals.tests.factories import (
    accepted_referral,
    draft,
    full_draft,
    referrer_of,
    submitted_referral,
)
from trellis.features.referrals.web.shared import draft_of
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.models import AuditEvent
from trellis.platform.documents.tests.files import pdf, upload

pytestmark = pytest.mark.django_db
TEXT = "text/html"


@pytest.mark.parametrize("key", [definition.key for definition in built_in_definitions()])
def test_every_page_of_every_programme_keeps_what_it_is_given(key: str, referrer: Viewer) -> None:
    given = full_draft(referrer, key)
    target = draft(referrer, key)
    client = as_(referrer)
    source = draft_of(referrer, given)
    for section in SECTIONS:
        for page in source.pages(section):
            if section.adds and page.item != "any":
                response = client.post(f"/referrals/{target.pk}/section/{section.key}/add/")
                assert response.url.endswith(f"/{page.item}/"), response.url
            address = f"/referrals/{target.pk}/section/{section.key}/{page.item}/"
            assert client.get(address).status_code == 200
            response = client.post(address, posted(source.kept(page)))
            assert response.status_code == 302, (address, words(response))
    for attached in source.uploaded:
        actions.attach_document(by=referrer, referral=target, kind_key=attached, upload=upload("a.pdf", pdf()))
    check = client.get(f"/referrals/{target.pk}/check/")
    assert "Still to do" not in words(check), words(check)
    assert "Tick that what you have written" in words(client.post(f"/referrals/{target.pk}/check/"))
    response = client.post(f"/referrals/{target.pk}/check/", {"declared": "on"})
    assert response.url == f"/referrals/{target.pk}/sent/"
    assert fresh(target).reference in words(client.get(response.url))
    page = client.get(f"/referrals/{target.pk}/")
    assert "Being looked at" in words(page)


def test_what_was_typed_wrong_is_shown_again_with_its_error(referrer: Viewer) -> None:
    made = draft(referrer)
    actions.add_item(by=referrer, referral=made, section="people")
    address = f"/referrals/{made.pk}/section/people/p1/"
    client = as_(referrer)
    typed = {
        "given_name": "Anna\x00bel",
        "family_name": "Q" * 90,
        "birth_date_day": "31",
        "birth_date_month": "2",
        "birth_date_year": "2011",
    }
    answer = words(client.post(address, typed))
    assert "There is a problem" in answer
    assert "February 2011 has no day 31" in answer
    assert "Q" * 90 in answer
    again = words(client.get(address))
    assert 'value="31"' in again
    assert "February 2011 has no day 31" in again
    assert "Annabel" in again
    assert "Something to correct" in words(client.get(f"/referrals/{made.pk}/"))


def test_unfinished_pages_are_saved_without_complaint(referrer: Viewer) -> None:
    made = draft(referrer)
    actions.add_item(by=referrer, referral=made, section="people")
    address = f"/referrals/{made.pk}/section/people/p1/"
    client = as_(referrer)
    assert client.post(address, {"given_name": "Ann", "later": "yes"}).url == f"/referrals/{made.pk}/"
    again = words(client.get(address))
    assert 'value="Ann"' in again
    assert "There is a problem" not in again


def test_autosave_keeps_the_page_and_nothing_else(referrer: Viewer) -> None:
    made = full_draft(referrer)
    before = fresh(made).answers
    address = f"/referrals/{made.pk}/section/happening/words/"
    assert as_(referrer).post(address + "autosave/", {"what_happens": "Half a sent"}).status_code == 204
    after = fresh(made).answers
    assert after["happening"]["words"]["what_happens"] == "Half a sent"
    assert {key: value for key, value in after.items() if key != "happening"} == {
        key: value for key, value in before.items() if key != "happening"
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"birth_date_year": str(timezone.localdate().year + 1)}, "today or in the past"),
        ({"birth_date_year": "1960"}, "would be older than"),
        ({"given_name": ""}, "Enter a given name"),
        ({"strand": "nothing"}, "Choose one of the answers shown"),
    ],
)
def test_impossible_people_are_refused_at_their_field(referrer: Viewer, changes: dict[str, str], said: str) -> None:
    made = full_draft(referrer)
    page = {**posted(made.answers["people"]["p2"])}
    year, month, day = page.pop("birth_date").split("-")
    page |= {"birth_date_year": year, "birth_date_month": month, "birth_date_day": day, **changes}
    assert said in words(as_(referrer).post(f"/referrals/{made.pk}/section/people/p2/", page))


def test_removing_a_person_asks_first(referrer: Viewer) -> None:
    made = full_draft(referrer)
    address = f"/referrals/{made.pk}/section/people/p2/remove/"
    client = as_(referrer)
    assert "Remove" in words(client.get(address))
    assert "p2" in fresh(made).answers["people"]
    client.post(address)
    assert "p2" not in fresh(made).answers["people"]


def test_a_refused_file_says_why_and_stores_nothing(referrer: Viewer) -> None:
    made = full_draft(referrer, "dvact-needs")
    kind = next(iter(draft_of(referrer, made).uploaded))
    before = made.documents.count()
    address = f"/referrals/{made.pk}/documents/"
    answer = as_(referrer).post(address, {"kind_key": kind, "upload": upload("a.pdf", b"MZ not a pdf")})
    assert "There is a problem" in words(answer)
    assert made.documents.count() == before
    as_(referrer).post(address, {"kind_key": kind, "upload": upload("a.pdf", pdf())})
    assert made.documents.count() == before + 1


def _addresses(referral: Referral) -> list[str]:
    one = f"/referrals/{referral.pk}/"
    return [one, one + "paper/", one + "documents/", one + "check/", one + "section/people/", one + "withdraw/"]


def test_nobody_else_opens_a_draft(coordinator: Viewer, referrer: Viewer) -> None:
    made = full_draft(referrer)
    organisation = Organisation.objects.get(pk=coordinator.organisation_id)
    others = [
        coordinator,
        referrer_of(coordinator),
        viewer(Role.PRACTITIONER, organisation),
        viewer(Role.SUPERVISOR, organisation),
        viewer(Role.COMMISSIONER, organisation),
        viewer(Role.ADMINISTRATOR, organisation),
        viewer(Role.COORDINATOR),
    ]
    for other in others:
        client = as_(other)
        for address in _addresses(made):
            assert client.get(address).status_code in {403, 404}, (other.role, address)


def test_another_referrer_of_the_same_agency_sees_nothing(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer, surname="Wetherby")
    colleague = as_(referrer_of(coordinator))
    assert colleague.get(f"/referrals/{sent.pk}/").status_code == 404
    assert "Wetherby family" not in words(colleague.get("/referrals/?search=Wetherby"))
    assert "Wetherby" in words(as_(referrer).get("/referrals/?search=wether"))
    assert "Wetherby" in words(as_(coordinator).get("/referrals/"))
    assert "Wetherby" not in words(as_(viewer(Role.COORDINATOR)).get("/referrals/"))


def test_a_practitioner_sees_only_families_they_work_with(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer, surname="Wetherby")
    practitioner = viewer(Role.PRACTITIONER, Organisation.objects.get(pk=coordinator.organisation_id))
    assert as_(practitioner).get(f"/referrals/{sent.pk}/").status_code == 404
    assert "Wetherby" not in words(as_(practitioner).get("/referrals/"))


def test_a_referrer_never_sees_screening_or_matches(referrer: Viewer) -> None:
    first = submitted_referral(referrer)
    again = full_draft(referrer)
    again.answers = first.answers
    again.save(update_fields=["answers"])
    second = actions.submit(by=referrer, referral=again)
    assert second.status == ReferralStatus.IDENTITY_CHECK
    client = as_(referrer)
    for page in ("screening/", "people/", "screening/what-else/", "screening/accept/"):
        assert client.get(f"/referrals/{second.pk}/{page}").status_code == 403
    one, two = (words(client.get(f"/referrals/{each.pk}/")) for each in (first, second))
    for page in (one, two):
        assert "Being looked at" in page
        assert "Confirmed who" not in page
        assert "Checking who" not in page


def test_withdrawing_and_deleting_ask_first(coordinator: Viewer, referrer: Viewer) -> None:
    sent, unsent = submitted_referral(referrer), full_draft(referrer)
    client = as_(referrer)
    assert "Enter why" in words(client.post(f"/referrals/{sent.pk}/withdraw/", {"note": ""}))
    client.post(f"/referrals/{sent.pk}/withdraw/", {"note": "They moved"})
    assert "Delete this draft?" in words(client.get(f"/referrals/{unsent.pk}/withdraw/"))
    client.post(f"/referrals/{unsent.pk}/withdraw/")
    assert {fresh(sent).status, fresh(unsent).status} == {ReferralStatus.WITHDRAWN}


def test_the_list_leaves_as_a_file_in_which_nothing_acts(coordinator: Viewer, referrer: Viewer) -> None:
    submitted_referral(referrer, surname="=cmd()")
    client = as_(coordinator)
    csv = client.get("/referrals/export.csv").getvalue().decode("utf-8-sig")
    assert "'=cmd() family" in csv
    assert client.get("/referrals/export.xlsx?status=screening").status_code == 200
    assert as_(referrer).get("/referrals/export.csv").status_code == 403


def test_filters_stay_in_the_address(coordinator: Viewer, referrer: Viewer) -> None:
    submitted_referral(referrer, surname="Wetherby")
    accepted_referral(coordinator, referrer=referrer, surname="Scargill")
    client = as_(coordinator)
    page = words(client.get("/referrals/?status=accepted&programme=pact"))
    assert "Scargill" in page
    assert "Wetherby" not in page
    assert "cannot be kept" in words(client.get("/referrals/?search=%00zz"))
    assert "No referral fits" in words(client.get("/referrals/?search=zz"))


def test_today_says_what_waits(coordinator: Viewer, referrer: Viewer) -> None:
    submitted_referral(referrer, surname="Wetherby")
    full_draft(referrer, surname="Scargill")
    assert "Wetherby" in words(as_(coordinator).get("/"))
    assert "Scargill" in words(as_(referrer).get("/"))


def test_lists_stay_at_the_same_number_of_queries(
    coordinator: Viewer, referrer: Viewer, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        submitted_referral(referrer)
    client = as_(coordinator)
    with django_assert_max_num_queries(20):
        client.get("/referrals/")
    sent = Referral.objects.first()
    assert sent is not None
    with django_assert_max_num_queries(25):
        client.get(f"/referrals/{sent.pk}/")


def test_looking_is_logged(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    as_(coordinator).get(f"/referrals/{sent.pk}/")
    seen = AuditEvent.objects.filter(by_id=coordinator.membership_id, is_view=True)
    assert seen.filter(about_id=sent.pk).exists()
    assert seen.filter(about_kind="families.person").count() == 2


def test_questions_of_a_kind_each_have_a_field() -> None:
    from trellis.features.referrals.rules.questions import Question
    from trellis.features.referrals.web.forms import field_for

    for kind in Kind:
        assert field_for(Question("x", kind, "X", choices=(("a", "A"),))).label


def test_the_programme_is_chosen_first(referrer: Viewer) -> None:
    draft(referrer)
    client = as_(referrer)
    assert "PACT (Parents And Children Together)" in words(client.get("/referrals/new/"))
    assert "Choose a programme" in words(client.post("/referrals/new/"))
    response = client.post("/referrals/new/", {"programme": "pact"})
    assert response.status_code == 302


def test_asked_questions_survive() -> None:
    asked = Asked("q1", "Why?", "abuse_is_pattern", "", "Anna")
    assert Asked.from_dict(asked.as_dict()) == asked
