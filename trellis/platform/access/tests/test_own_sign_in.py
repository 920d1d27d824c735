"""Sign-in by an organisation's own provider: set by its administrator, and whom it lets in where."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client
from django.urls import reverse

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access import actions, own_sign_in, queries
from trellis.platform.access.models import Membership, Provider, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import PASSWORD, membership, viewer
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ISSUER = "https://login.example.org/riverside"
SECRET = "a secret that nobody reads again"
GIVEN = {
    "name": "Riverside’s account",
    "issuer": ISSUER,
    "client_id": "trellis",
    "secret": SECRET,
    "domains": "example.org",
    "asks_second_step": False,
}


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def boss():
    return viewer(Role.ADMINISTRATOR)


@pytest.fixture
def provider(boss):
    return actions.set_provider(by=boss, **GIVEN)


class Answers:
    """What the provider says, in place of the network."""

    def __init__(self) -> None:
        self.claims = {"sub": "1", "email_verified": True}
        self.userinfo: dict = {}
        self.issuer = ISSUER
        self.asked: list[tuple[str, dict]] = []

    def __call__(self, method, url, **more):
        self.asked.append((url, dict(more.get("data") or {})))
        if url.endswith("/.well-known/openid-configuration"):
            return self._json(
                issuer=self.issuer,
                authorization_endpoint=f"{ISSUER}/authorise",
                token_endpoint=f"{ISSUER}/token",
                userinfo_endpoint=f"{ISSUER}/userinfo",
                jwks_uri=f"{ISSUER}/keys",
                token_endpoint_auth_methods_supported=["client_secret_post"],
            )
        if url == f"{ISSUER}/token":
            now = int(time.time())
            token = {"iss": ISSUER, "aud": "trellis", "iat": now, "exp": now + 60, **self.claims}
            return self._json(access_token="x", token_type="Bearer", id_token=jwt.encode(token, "k" * 32))
        assert url == f"{ISSUER}/userinfo"
        return self._json(**{**self.claims, **self.userinfo})

    def _json(self, **said):
        answer = requests.Response()
        answer.status_code = 200
        answer.headers["content-type"] = "application/json"
        answer._content = json.dumps(said).encode()
        return answer


@pytest.fixture
def answers(monkeypatch):
    said = Answers()

    def session(self):
        made = requests.Session()
        made.request = said
        made.get = lambda url, **more: said("GET", url, **more)
        return made

    monkeypatch.setattr(own_sign_in.OwnSignInAdapter, "get_requests_session", session)
    return said


def go(answers, organisation, client=None, **claims):
    """Go to the provider and come back."""
    client = client or Client()
    answers.claims.update(claims)
    asked = client.get(reverse("openid_connect_login", args=[organisation.slug]))
    assert asked.status_code == 302, asked.text
    there = urlsplit(asked["Location"])
    assert asked["Location"].startswith(f"{ISSUER}/authorise?")
    state = parse_qs(there.query)["state"][0]
    assert "code_challenge" in there.query
    back = client.get(reverse("openid_connect_callback", args=[organisation.slug]), {"code": "c", "state": state})
    return client, back


def colleague(boss: Viewer, role: Role = Role.PRACTITIONER) -> Membership:
    return membership(role, queries.own(boss).organisation)


def test_somebody_who_was_added_comes_in_and_is_linked(boss, provider, answers):
    person = colleague(boss)
    client, back = go(answers, person.organisation, email=person.user.email.upper())
    assert (back.status_code, back["Location"]) == (302, "/"), back.text
    assert client.get("/").status_code == 200
    link = SocialAccount.objects.get()
    assert (link.user_id, link.uid, link.provider) == (person.user_id, "1", queries.provider_key(provider))
    assert User.objects.get(pk=person.user_id).has_usable_password()
    assert AuditEvent.objects.filter(event="signed in", organisation=person.organisation).count() == 1
    token = next(data for url, data in answers.asked if url.endswith("/token"))
    assert token["client_secret"] == SECRET
    assert token["code_verifier"]


def test_the_link_counts_later_even_if_the_address_was_given_to_another(boss, provider, answers):
    first, second = colleague(boss), colleague(boss)
    go(answers, first.organisation, email=first.user.email)
    client, _ = go(answers, first.organisation, email=second.user.email)
    assert str(client.session["_auth_user_id"]) == str(first.user_id)
    _, back = go(answers, first.organisation, sub="2", email=first.user.email)
    assert back.status_code == 403
    assert "linked to another account" in back.text
    first.is_active = False
    first.save()
    assert not SocialAccount.objects.filter(user=first.user).exists()


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email": "somebody@elsewhere.example"},
        {"email": ""},
    ],
)
def test_an_address_that_was_not_checked_or_is_not_theirs_lets_nobody_in(boss, provider, answers, claims):
    person = colleague(boss)
    client, back = go(answers, person.organisation, **{"email": person.user.email, **claims})
    assert back.status_code == 403
    assert "does not say which e-mail address is yours" in back.text
    assert client.get("/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_nobody_is_made(boss, provider, answers):
    before = User.objects.count()
    _, back = go(answers, provider.organisation, email="new@example.org")
    assert back.status_code == 403
    assert "Nobody has added you" in back.text
    assert User.objects.count() == before


def test_the_provider_of_one_organisation_lets_in_nobody_of_another(boss, provider, answers):
    stranger = membership(Role.SUPERVISOR)
    client, back = go(answers, provider.organisation, email=stranger.user.email)
    assert back.status_code == 403
    assert "Nobody has added you" in back.text
    assert client.get("/").status_code == 302


def test_somebody_of_both_is_kept_to_the_organisation_that_let_them_in(boss, provider, answers):
    theirs = membership(Role.SUPERVISOR)
    here = Membership.objects.create(user=theirs.user, organisation=provider.organisation, role="practitioner")
    client, _ = go(answers, provider.organisation, email=theirs.user.email)
    page = client.get("/").text
    assert provider.organisation.name in page
    assert theirs.organisation.name not in page
    assert "Change organisation" not in page
    assert theirs.organisation.name not in client.get("/organisations/").text
    assert client.post("/organisations/", {"membership": str(theirs.pk)}).status_code == 200
    assert provider.organisation.name in client.get("/").text
    session = client.session
    session["membership"] = str(theirs.pk)
    session.save()
    assert theirs.organisation.name not in client.get("/").text
    Membership.objects.filter(pk=here.pk).update(is_active=False)
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_access_that_ends_closes_the_provider_too(boss, provider, answers):
    person = colleague(boss)
    go(answers, person.organisation, email=person.user.email)
    Membership.objects.filter(pk=person.pk).update(is_active=False)
    _, back = go(answers, person.organisation, email=person.user.email)
    assert back.status_code == 403


def test_a_second_step_is_asked_for_as_after_a_password(boss, provider, answers):
    from allauth.mfa.models import Authenticator

    person = colleague(boss)
    Authenticator.objects.create(user=person.user, type="totp", data={"secret": "x"})
    client, back = go(answers, person.organisation, email=person.user.email)
    assert back["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("asks", [True, False])
def test_a_needed_second_step_is_the_providers_only_if_it_says_so(boss, answers, asks):
    provider = actions.set_provider(by=boss, **{**GIVEN, "asks_second_step": asks})
    person = colleague(boss)
    from django.utils import timezone

    actions.ask_for_second_step(by=boss, since=timezone.localdate(), roles=[Role.PRACTITIONER])
    client, _ = go(answers, provider.organisation, email=person.user.email)
    assert client.get("/").status_code == (200 if asks else 302)


def test_a_provider_that_names_another_issuer_is_not_believed(boss, provider, answers):
    answers.issuer = "https://elsewhere.example"
    page = Client().get(reverse("openid_connect_login", args=[provider.organisation.slug]))
    assert page.status_code == 403
    assert "could not reach" in page.text


def test_a_provider_that_speaks_of_two_people_is_not_believed(boss, provider, answers):
    answers.userinfo = {"sub": "9"}
    _, back = go(answers, provider.organisation, email=colleague(boss).user.email)
    assert back.status_code == 403


def test_an_answer_that_nobody_asked_for_is_not_taken(boss, provider, answers):
    page = Client().get(
        reverse("openid_connect_callback", args=[provider.organisation.slug]), {"code": "c", "state": "s"}
    )
    assert page.status_code == 403
    assert "not signed in" in page.text


def test_stopping_there_is_said_in_words(boss, provider, answers):
    client = Client()
    asked = client.get(reverse("openid_connect_login", args=[provider.organisation.slug]))
    state = parse_qs(urlsplit(asked["Location"]).query)["state"][0]
    back = reverse("openid_connect_callback", args=[provider.organisation.slug])
    assert "You stopped at" in client.get(back, {"error": "access_denied", "state": state}).text


@pytest.mark.parametrize("asked", ["process=connect", "scope=admin", "auth_params=a%3Db", "action=reauthenticate"])
def test_the_address_decides_nothing_of_what_is_asked(boss, provider, answers, asked):
    page = Client().get(reverse("openid_connect_login", args=[provider.organisation.slug]) + f"?{asked}")
    assert page.status_code == 404


def test_the_organisation_is_found_by_the_address_at_work(boss, provider):
    client = Client()
    page = client.post(reverse("own_sign_in"), {"email": "Anybody@Example.org", "next": "/messages/"}).text
    assert f"/sign-in/with/{provider.organisation.slug}/?next=%2Fmessages%2F" in page
    assert "No organisation" in client.post(reverse("own_sign_in"), {"email": "a@elsewhere.example"}).text
    sent = {"email": "a@example.org", "next": "https://elsewhere.example/"}
    assert "elsewhere" not in client.post(reverse("own_sign_in"), sent).text


def test_what_was_typed_waits_until_one_has_come_back(boss, provider, answers):
    import html
    import re

    person = colleague(boss)
    client = Client()
    client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD})
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/account/details/").text).group(1)
    client.post("/sign-out/")
    asked = client.post("/account/details/", {"name": "Typed Name", "csrfmiddlewaretoken": token}).text
    blob = html.unescape(re.search(r'name="held" value="([^"]*)"', asked).group(1))
    client.post(reverse("own_sign_in"), {"held": blob})
    _, back = go(answers, person.organisation, client, email=person.user.email)
    assert back["Location"] == reverse("carry_on")
    assert "Typed Name" in client.get(reverse("carry_on")).text


# Setting it up.


@pytest.fixture
def as_boss(client, boss):
    client.force_login(queries.own(boss).user, backend=BACKEND)
    return client


def test_the_secret_is_sealed_and_never_shown_again(as_boss, boss):
    sent = {**GIVEN, "asks_second_step": "no"}
    assert as_boss.post(reverse("set_provider"), sent)["Location"] == reverse("how_people_sign_in")
    kept = Provider.objects.get()
    assert kept.secret() == SECRET
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_provider")
        assert SECRET not in repr(cursor.fetchall())
    for address in ("how_people_sign_in", "set_provider"):
        page = as_boss.get(reverse(address)).text
        assert SECRET not in page
        assert kept.sealed_secret not in page
    assert SECRET not in as_boss.post(reverse("set_provider"), {**sent, "issuer": "x"}).text
    assert SECRET not in repr(list(AuditEvent.objects.values_list("detail", flat=True)))
    as_boss.post(reverse("set_provider"), {**sent, "secret": "", "name": "Ours"})
    kept.refresh_from_db()
    assert (kept.name, kept.secret()) == ("Ours", SECRET)


def test_the_secret_is_never_sent_to_another_issuer(boss, provider):
    for change in ({"issuer": "https://elsewhere.example"}, {"client_id": "other"}):
        with pytest.raises(RuleBroken, match="secret"):
            actions.set_provider(by=boss, **{**GIVEN, **change, "secret": ""})


def test_another_issuer_knows_nobody_of_the_old_one(boss, provider, answers):
    person = colleague(boss)
    go(answers, person.organisation, email=person.user.email)
    changed = actions.set_provider(by=boss, **{**GIVEN, "client_id": "other"})
    assert queries.provider_key(changed) != SocialAccount.objects.get().provider
    assert queries.provider_called(SocialAccount.objects.get().provider) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"issuer": "http://login.example.org"}, "Enter the issuer’s address"),
        ({"issuer": "https://169.254.169.254/latest"}, "private network"),
        ({"domains": "gmail.com"}, "Anybody can get an address at gmail.com"),
        ({"domains": "not a domain"}, "is not an e-mail domain"),
        ({"domains": ""}, "Enter at least one e-mail domain"),
        ({"secret": ""}, "Enter the secret that your provider gave you"),
        ({"name": ""}, "Enter what your people call it"),
    ],
)
def test_what_cannot_be_is_said_beside_the_box_and_what_was_typed_stays(as_boss, change, words):
    page = as_boss.post(reverse("set_provider"), {**GIVEN, "asks_second_step": "no", **change})
    assert page.status_code == 200
    assert words in page.text
    assert "trellis" in page.text
    assert not Provider.objects.exists()


def test_stopping_forgets_the_secret_and_lets_nobody_in(as_boss, boss, provider, answers):
    as_boss.post(reverse("stop_provider"))
    kept = Provider.objects.get()
    assert (kept.is_active, kept.secret()) == (False, "")
    assert Client().get(reverse("openid_connect_login", args=[provider.organisation.slug])).status_code == 404
    as_boss.post(reverse("stop_provider"))


@pytest.mark.parametrize("leads_to", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1"])
def test_a_name_that_leads_into_this_network_is_not_asked(monkeypatch, leads_to):
    monkeypatch.setattr(own_sign_in.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (leads_to, 443))])
    session = own_sign_in.OwnSignInAdapter().get_requests_session()
    with pytest.raises(requests.ConnectionError, match="private network"):
        session.get("https://login.example.org/")
    with pytest.raises(requests.ConnectionError, match="HTTPS only"):
        session.get("http://login.example.org/")
