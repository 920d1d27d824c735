"""How often a password may be tried: for one address, for one account from everywhere, and behind proxies."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.test import Client

from trellis.platform.access.lockout import EVERYWHERE
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import PASSWORD, membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def person():
    return membership(Role.COORDINATOR)


def attempt(person, password="wrong password", address="81.2.69.142", client=None, **more):
    client = client or Client()
    client.defaults["REMOTE_ADDR"] = address
    return client.post("/sign-in/", {"login": person.user.email, "password": password, **more})


def from_everywhere(person, tries=EVERYWHERE):
    return [attempt(person, address=f"9.9.{number}.1").status_code for number in range(tries)]


def test_tries_from_many_addresses_are_counted_together(person):
    assert from_everywhere(person) == [200] * (EVERYWHERE - 1) + [429]
    assert attempt(person, PASSWORD, address="7.7.7.7").status_code == 429
    assert attempt(membership(Role.COORDINATOR), PASSWORD, address="7.7.7.7").status_code == 302


def test_an_account_that_does_not_exist_is_closed_the_same_way(person):
    person.user.email = "nobody@example.org"
    assert from_everywhere(person) == [200] * (EVERYWHERE - 1) + [429]


def test_nobody_can_lock_the_owner_out_of_the_browser_that_they_use(person):
    own = Client()
    assert attempt(person, PASSWORD, client=own).status_code == 302
    own.post("/sign-out/")
    from_everywhere(person, EVERYWHERE + 10)
    assert attempt(person, PASSWORD, address="7.7.7.7").status_code == 429
    assert attempt(person, PASSWORD, client=own).status_code == 302


def test_a_known_browser_of_somebody_else_opens_nothing(person):
    other = Client()
    attempt(membership(Role.SUPERVISOR), PASSWORD, client=other)
    other.post("/sign-out/")
    from_everywhere(person)
    assert attempt(person, PASSWORD, client=other).status_code == 429


def test_a_known_browser_guesses_no_longer_than_any_other(person):
    own = Client()
    attempt(person, PASSWORD, client=own)
    own.post("/sign-out/")
    assert [attempt(person, client=own).status_code for _ in range(5)] == [200] * 4 + [429]


def test_it_opens_by_itself_though_a_stranger_goes_on(person):
    import time_machine
    from django.utils import timezone

    with time_machine.travel(timezone.now(), tick=False) as clock:
        from_everywhere(person)
        for _ in range(14):
            clock.shift(60)
            assert attempt(person, address="8.8.8.8").status_code == 429
        clock.shift(2 * 60)
        assert attempt(person, PASSWORD, address="7.7.7.7").status_code == 302


def test_a_new_password_by_email_opens_it_at_once(person):
    from trellis.platform.access.jobs import _password_link

    from_everywhere(person)
    own = Client()
    form = own.get(_password_link(person.user).split("8000", 1)[-1], follow=True)
    words = {"password1": "purple kettle walks far", "password2": "purple kettle walks far"}
    own.post(form.request["PATH_INFO"], words)
    assert attempt(person, words["password1"], address="7.7.7.7").status_code == 302


def test_without_proxies_of_ours_the_header_changes_nothing(person):
    for number in range(5):
        Client(headers={"X-Forwarded-For": f"9.9.9.{number}"}).post(
            "/sign-in/", {"login": person.user.email, "password": "wrong password"}
        )
    assert attempt(person, PASSWORD, address="127.0.0.1").status_code == 429


def test_behind_a_proxy_each_address_is_counted_by_itself(person, settings):
    settings.TRELLIS_TRUSTED_PROXIES = 1
    forged = Client(headers={"X-Forwarded-For": "1.2.3.4, 81.2.69.142"})
    for _ in range(5):
        forged.post("/sign-in/", {"login": person.user.email, "password": "wrong password"})
    there = Client(headers={"X-Forwarded-For": "81.2.69.142"})
    elsewhere = Client(headers={"X-Forwarded-For": "81.2.70.142"})
    sent = {"login": person.user.email, "password": PASSWORD}
    assert there.post("/sign-in/", sent).status_code == 429
    assert elsewhere.post("/sign-in/", sent).status_code == 302


def test_what_was_being_typed_is_not_written_down_with_a_failure(person):
    attempt(person, held="typed words about a family", next="/families/")
    (kept,) = AccessAttempt.objects.all()
    assert "typed words" not in kept.post_data
    assert "wrong password" not in kept.post_data
