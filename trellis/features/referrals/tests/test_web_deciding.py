"""Pages: confirming who this is, screening, deciding, and the referrer's answers."""

from __future__ import annotations

import pytest

from trellis.features.referrals import actions
from trellis.features.referrals.models import Referral
from trellis.features.referrals.rules import ReferralStatus
from trellis.features.referrals.tests.browsing import as_, fresh, words
from trellis.features.referrals.tests.factories import (
    full_draft,
    submitted_referral,
)
from trellis.features.referrals.web.shared import draft_of
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer

pytestmark = pytest.mark.django_db
TEXT = "text/html"


def test_identity_shows_reasons_and_takes_the_choice(coordinator: Viewer, referrer: Viewer) -> None:
    first = submitted_referral(referrer)
    again = full_draft(referrer)
    again.answers = first.answers
    again.save(update_fields=["answers"])
    second = actions.submit(by=referrer, referral=again)
    client = as_(coordinator)
    address = f"/referrals/{second.pk}/people/"
    assert "This is" in words(client.get(address))
    assert "Choose who" in words(client.post(address))
    people = [row.person_id for row in first.people.order_by("position")]
    chosen = {"person_0": str(people[0]), "person_1": str(people[1]), "family": str(first.family_id)}
    assert client.post(address, chosen).url == f"/referrals/{second.pk}/screening/"
    assert fresh(second).family_id == first.family_id


@pytest.mark.parametrize("key", ["pact", "dvact-needs", "m-pact"])
def test_screening_shows_every_criterion_with_its_source(key: str, coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer, key)
    page = words(as_(coordinator).get(f"/referrals/{sent.pk}/screening/"))
    for criterion in draft_of(coordinator, sent).definition.criteria:
        if criterion.about.value in {"family", "referral"}:
            assert criterion.title in page
    assert "Ages are taken on" in page
    assert as_(coordinator).get(f"/referrals/{sent.pk}/screening/what-else/").status_code == 200


def test_the_day_is_chosen_and_kept_in_the_address(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    client = as_(coordinator)
    address = f"/referrals/{sent.pk}/screening/"
    chosen = {"choose": "yes", "day": "other", "other_day": "1", "other_month": "9", "other_year": "2031"}
    response = client.get(address, chosen)
    assert response.url.endswith("?day=2031-09-01")
    page = words(client.get(response.url))
    assert "Not met" in page
    assert "A day chosen by" in page
    assert "must include" in words(client.get(address, {**chosen, "other_year": ""}))


def _unknown(referrer: Viewer) -> Referral:
    made = full_draft(referrer)
    facts = {**made.answers["happening"]["facts"], "abuse_is_pattern": "not_known"}
    actions.save_page(by=referrer, referral=made, section="happening", item="facts", values=facts)
    return actions.submit(by=referrer, referral=made)


def test_an_answer_is_recorded_and_the_family_accepted(coordinator: Viewer, referrer: Viewer) -> None:
    sent = _unknown(referrer)
    client = as_(coordinator)
    one = f"/referrals/{sent.pk}/"
    page = words(client.get(one + "screening/"))
    assert "Record the answer" in page
    assert "Has it happened again and again" in page
    fact = one + "screening/facts/abuse_is_pattern/family/"
    assert "Enter who said so" in words(client.post(fact, {"answer": "yes"}))
    client.post(fact, {"answer": "yes", "said_by": "The mother"})
    assert "Said by The mother" in words(client.get(one + "screening/"))
    assert client.post(one + "screening/accept/", {"note": ""}).url == one
    assert fresh(sent).status == ReferralStatus.ACCEPTED
    told = words(as_(referrer).get(one))
    assert "has been accepted for PACT" in told
    assert "What was decided" in told


def test_who_takes_part_can_change_while_screening(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    client = as_(coordinator)
    address = f"/referrals/{sent.pk}/screening/places/"
    assert "What does" in words(client.get(address))
    nobody = {"person_0": "not_taking_part", "person_1": "not_taking_part"}
    assert "at least one person" in words(client.post(address, nobody))
    assert client.post(address, {**nobody, "person_0": "parents"}).status_code == 302
    assert [row.strand_key for row in sent.people.order_by("position")] == ["parents", ""]


def test_more_is_asked_on_a_page_and_answered_on_a_page(coordinator: Viewer, referrer: Viewer) -> None:
    sent = _unknown(referrer)
    client = as_(coordinator)
    one = f"/referrals/{sent.pk}/"
    assert "Tick what to ask" in words(client.post(one + "screening/ask/", {"own": ""}))
    client.post(one + "screening/ask/", {"questions": ["q1"], "own": "Does the school know?"})
    answering = as_(referrer)
    page = words(answering.get(one + "more/"))
    assert "Does the school know?" in page
    answering.post(one + "more/", {"q1": "yes", "own": "Yes, since May"})
    assert fresh(sent).status == ReferralStatus.SCREENING
    assert "Yes, since May" in words(client.get(one))


def test_declining_and_overriding_ask_for_reasons(coordinator: Viewer, referrer: Viewer) -> None:
    sent = _unknown(referrer)
    one = f"/referrals/{sent.pk}/"
    supervisor = as_(viewer(Role.SUPERVISOR, Organisation.objects.get(pk=coordinator.organisation_id)))
    client = as_(coordinator)
    assert client.get(one + "screening/override/").status_code == 403
    assert "Enter why the family" in words(supervisor.post(one + "screening/override/", {"reasons": ""}))
    page = words(client.post(one + "screening/decline/", {"reasons": "The group is full", "signpost": ""}))
    assert "Enter what may help" in page
    assert "The group is full" in page
    client.post(one + "screening/decline/", {"reasons": "The group is full", "signpost": "Family hub"})
    told = words(as_(referrer).get(one))
    assert "The group is full" in told
    assert "Family hub" in told
