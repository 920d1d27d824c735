"""The second step at sign-in: turned on, asked for, recovered from, turned off."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import PASSWORD, membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def person():
    return membership(Role.SUPERVISOR)


def sign_in(client: Client, person):
    return client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD})


def turn_on(client: Client, person) -> tuple[str, list[str]]:
    """Turn it on; return the secret and the recovery codes."""
    sign_in(client, person)
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Enter your password again" in asked.text
    where = asked.request["PATH_INFO"] + "?" + asked.request["QUERY_STRING"]
    page = client.post(where, {"password": PASSWORD}, follow=True)
    assert 'src="data:image/svg+xml;base64,' in page.text
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.text).group(1)
    assert "The code is not right" in client.post(reverse("mfa_activate_totp"), {"code": "000000"}).text
    codes_page = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert "They are not shown again" in codes_page.text
    codes = re.findall(r"<code>(\d+)</code>", codes_page.text)
    assert len(codes) == 10
    again = client.get(reverse("mfa_view_recovery_codes")).text
    assert not any(code in again for code in codes)
    client.post("/sign-out/")
    return secret, codes


def test_a_code_is_asked_for_after_the_password(client, person):
    import time_machine
    from django.utils import timezone

    secret, _ = turn_on(client, person)
    asked = sign_in(client, person)
    assert asked["Location"] == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302
    assert "The code is not right" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).text
    with time_machine.travel(timezone.now(), tick=False) as clock:
        clock.shift(90)
        answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer["Location"] == "/"


def test_a_recovery_code_works_once(client, person):
    _, codes = turn_on(client, person)
    sign_in(client, person)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]})["Location"] == "/"
    client.post("/sign-out/")
    sign_in(client, person)
    assert "The code is not right" in client.post(reverse("mfa_authenticate"), {"code": codes[0]}).text


def test_what_was_typed_survives_the_second_step(client, person):
    import html

    _, codes = turn_on(client, person)
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/account/details/").text).group(1)
    client.post("/sign-out/")
    asked = client.post(reverse("account_details"), {"name": "Typed Name", "csrfmiddlewaretoken": token})
    blob = html.unescape(re.search(r'name="held" value="([^"]*)"', asked.text).group(1))
    client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD, "held": blob})
    answer = client.post(reverse("mfa_authenticate"), {"code": codes[1]})
    assert answer["Location"] == reverse("carry_on")
    assert "Typed Name" in client.get(reverse("carry_on")).text


def test_it_can_be_turned_off_with_the_password(client, person):
    _, codes = turn_on(client, person)
    sign_in(client, person)
    client.post(reverse("mfa_authenticate"), {"code": codes[2]})
    page = client.get(reverse("mfa_deactivate_totp"), follow=True)
    assert page.request["PATH_INFO"] == reverse("account_reauthenticate")
    client.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {"password": PASSWORD})
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert "Turned off" in client.get(reverse("mfa_index")).text
    client.post("/sign-out/")
    assert sign_in(client, person)["Location"] == "/"


def test_guessing_codes_is_stopped(client, person):
    turn_on(client, person)
    sign_in(client, person)
    answers = [client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}) for n in range(12)]
    assert any("too many attempts" in answer.text for answer in answers)
