"""Signing in, as somebody would: who may, who may not, and what each is told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import PASSWORD, membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_the_right_password_leads_to_today(client):
    person = membership(Role.COORDINATOR)
    answer = sign_in(client, person.user.email)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "Today" in client.get("/").text


def test_an_email_in_other_letters_is_the_same_person(client):
    person = membership(Role.COORDINATOR)
    assert sign_in(client, person.user.email.upper()).status_code == 302


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(client):
    person = membership(Role.COORDINATOR)
    known = sign_in(client, person.user.email, "wrong password")
    unknown = sign_in(client, "nobody@example.org", "wrong password")
    assert known.status_code == unknown.status_code == 200
    assert "The e-mail address or the password is not right" in known.text

    def without_what_differs(page, email):
        lines = page.text.replace(email, "").splitlines()
        return [line for line in lines if "csrf" not in line]

    assert without_what_differs(known, person.user.email) == without_what_differs(unknown, "nobody@example.org")


@pytest.mark.parametrize("known", [True, False])
def test_five_failures_close_sign_in_without_saying_whether_the_account_exists(client, known):
    email = membership(Role.COORDINATOR).user.email if known else "nobody@example.org"
    answers = [sign_in(client, email, "wrong password") for _ in range(5)]
    assert answers[-1].status_code == 429
    assert "too many attempts" in answers[-1].text
    assert email not in answers[-1].text
    assert sign_in(client, email, PASSWORD).status_code == 429


def test_others_can_still_sign_in_from_the_same_address(client):
    locked, other = membership(Role.COORDINATOR), membership(Role.PRACTITIONER)
    for _ in range(6):
        sign_in(client, locked.user.email, "wrong password")
    assert sign_in(client, other.user.email).status_code == 302


def test_the_lock_opens_after_fifteen_minutes(client):
    import time_machine
    from django.utils import timezone

    person = membership(Role.COORDINATOR)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            sign_in(client, person.user.email, "wrong password")
        clock.shift(14 * 60)
        assert sign_in(client, person.user.email).status_code == 429
        clock.shift(16 * 60)
        assert sign_in(client, person.user.email).status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(client, elsewhere):
    person = membership(Role.COORDINATOR)
    answer = sign_in(client, person.user.email, next=elsewhere)
    assert answer["Location"] == "/"


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client):
    person = membership(Role.COORDINATOR)
    asked = client.get("/messages/?page=1")
    assert asked["Location"] == "/sign-in/?next=%2Fmessages%2F%3Fpage%3D1"
    assert sign_in(client, person.user.email, next="/messages/?page=1")["Location"] == "/messages/?page=1"


def test_sign_out_needs_a_press_and_forgets_kept_pages(client):
    person = membership(Role.COORDINATOR)
    sign_in(client, person.user.email)
    assert "Sign out?" in client.get("/sign-out/").text
    answer = client.post("/sign-out/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert client.get("/").status_code == 302


def test_somebody_without_an_organisation_is_told_so(client):
    person = membership(Role.COORDINATOR)
    person.is_active = False
    person.save()
    sign_in(client, person.user.email)
    answer = client.get("/")
    assert answer.status_code == 403
    assert "not to any organisation" in answer.text


def test_a_session_ends_after_half_an_hour_without_a_page(client):
    import time_machine
    from django.utils import timezone

    person = membership(Role.COORDINATOR)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, person.user.email)
        clock.shift(29 * 60)
        assert client.get("/").status_code == 200
        clock.shift(29 * 60)
        assert client.post("/session/keep-alive/").status_code == 204
        clock.shift(31 * 60)
        assert client.post("/session/keep-alive/").status_code == 401
        assert client.get("/").status_code == 302


def test_one_person_in_two_organisations_chooses(client):
    first = membership(Role.COORDINATOR)
    second = membership(Role.REFERRER)
    second.user = first.user
    second.save()
    sign_in(client, first.user.email)
    assert first.organisation.name in client.get("/").text
    assert second.organisation.name in client.get("/organisations/").text
    answer = client.post("/organisations/", {"membership": str(second.pk)})
    assert answer.status_code == 302
    assert second.organisation.name in client.get("/").text


def test_nobody_chooses_an_organisation_that_is_not_theirs(client):
    first, second, other = membership(Role.COORDINATOR), membership(Role.REFERRER), membership(Role.SUPERVISOR)
    second.user = first.user
    second.save()
    sign_in(client, first.user.email)
    answer = client.post("/organisations/", {"membership": str(other.pk)})
    assert answer.status_code == 200
    assert "Choose one of the answers shown" in answer.text


def test_passwords_are_hashed_with_argon2():
    from django.conf import settings as test_settings

    from trellis.config.settings import base

    assert base.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    assert test_settings.AUTH_PASSWORD_VALIDATORS
