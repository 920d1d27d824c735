"""Pages of programmes: each made from its file, each for those who may see it."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from trellis.features.programmes import queries
from trellis.features.programmes.rules.built_in import built_in_definitions
from trellis.features.programmes.tests.factories import all_programmes, offer
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests import factories as access

pytestmark = pytest.mark.django_db
KEYS = [definition.key for definition in built_in_definitions()]


def signed_in(client: Client, role: Role) -> Membership:
    membership = access.membership(role)
    client.force_login(membership.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return membership


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_list_shows_what_is_open(client: Client) -> None:
    membership = signed_in(client, Role.REFERRER)
    offer(membership.organisation, "pact")
    offer(membership.organisation, "m-pact", is_open=False)
    text = page(client, "/programmes/")
    assert "PACT (Parents And Children Together)" in text
    assert "Moving Parents" not in text


def test_an_empty_list_says_what_would_fill_it(client: Client) -> None:
    signed_in(client, Role.REFERRER)
    assert "An administrator opens programmes" in page(client, "/programmes/")


@pytest.mark.parametrize("key", KEYS)
def test_the_referrers_page_holds_everything_in_the_file(client: Client, key: str) -> None:
    membership = signed_in(client, Role.REFERRER)
    offer(membership.organisation, key)
    text = page(client, f"/programmes/{key}/")
    definition = next(each for each in built_in_definitions() if each.key == key)
    expected = [criterion.title for criterion in definition.criteria]
    expected += [document.title for document in definition.documents]
    expected += [aim.label for aim in definition.aims]
    expected += [f"£{fee.pounds:,}" for fee in definition.fees]
    expected += [session.reinforce for strand in definition.strands for session in strand.sessions]
    for words in expected:
        assert words in text, words
    assert "For facilitators" not in text
    assert f"/referrals/new/?programme={key}" in text


@pytest.mark.parametrize("key", KEYS)
def test_the_facilitators_page_holds_every_session(client: Client, key: str) -> None:
    membership = signed_in(client, Role.PRACTITIONER)
    offer(membership.organisation, key)
    text = page(client, f"/programmes/{key}/facilitators/")
    definition = next(each for each in built_in_definitions() if each.key == key)
    for strand in definition.strands:
        for session in strand.sessions:
            for words in (session.title, session.aim, session.reinforce, *session.outline):
                assert words in text, words


def test_a_closed_programme_takes_no_referral(client: Client) -> None:
    membership = signed_in(client, Role.REFERRER)
    offer(membership.organisation, "pact", is_open=False)
    text = page(client, "/programmes/pact/")
    assert "not open to referrals here now" in text
    assert "/referrals/new/" not in text


def test_the_pages_ask_the_database_little(client: Client, django_assert_max_num_queries: Any) -> None:
    membership = signed_in(client, Role.COORDINATOR)
    for key in KEYS:
        offer(membership.organisation, key)
    page(client, "/programmes/")
    for address in ("/programmes/", "/programmes/pact/", "/programmes/pact/facilitators/"):
        with django_assert_max_num_queries(12):
            page(client, address)


def test_a_referrer_does_not_see_facilitators_pages(client: Client) -> None:
    membership = signed_in(client, Role.REFERRER)
    offer(membership.organisation, "pact")
    assert client.get("/programmes/pact/facilitators/").status_code == 403


@pytest.mark.parametrize("address", ["/programmes/pact/", "/programmes/nothing/", "/programmes/m-pact/?version=9"])
def test_what_is_not_offered_does_not_exist(client: Client, address: str) -> None:
    membership = signed_in(client, Role.REFERRER)
    offer(membership.organisation, "m-pact")
    offer(access.organisation(), "pact")
    assert client.get(address).status_code == 404


def test_an_administrator_opens_and_closes(client: Client) -> None:
    membership = signed_in(client, Role.ADMINISTRATOR)
    all_programmes()
    assert "Open PACT" in page(client, "/programmes/offers/")
    response = client.post("/programmes/pact/offer/", {"is_open": "yes"}, follow=True)
    assert "PACT is open to referrals." in response.content.decode()
    viewer = access.Viewer.from_membership(membership)
    assert queries.open_keys(viewer) == {"pact"}
    client.post("/programmes/pact/offer/", {"is_open": "no"})
    assert queries.open_keys(viewer) == set()
    assert client.post("/programmes/nothing/offer/", {"is_open": "yes"}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_opens_and_closes(client: Client, role: Role) -> None:
    signed_in(client, role)
    all_programmes()
    assert client.get("/programmes/offers/").status_code == 403
    assert client.post("/programmes/pact/offer/", {"is_open": "yes"}).status_code == 403
