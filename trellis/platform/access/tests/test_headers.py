"""What every answer says to the browser about safety."""

from __future__ import annotations

import importlib
import os
from unittest import mock

import pytest
from django.urls import reverse

from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import PASSWORD, membership
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REAL = {
    "TRELLIS_SECRET_KEY": "Zk2" * 20,
    "TRELLIS_HOSTS": "trellis.example.org",
    "DATABASE_URL": "postgres://trellis@db.example.org/trellis",
}


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


@pytest.mark.parametrize("path", ["/sign-in/", "/", "/administration/people/", "/no-such-page/"])
def test_every_page_is_closed_to_other_sites(client, path):
    person = membership(Role.ADMINISTRATOR)
    if path != "/sign-in/":
        client.force_login(person.user, backend=BACKEND)
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe-inline" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_about_people_are_kept_by_no_shared_cache(client):
    client.force_login(membership(Role.ADMINISTRATOR).user, backend=BACKEND)
    assert client.get(reverse("people"))["Cache-Control"] == "private, no-cache"


def test_no_page_of_ours_needs_an_inline_script_or_style(client):
    person = membership(Role.ADMINISTRATOR)
    client.force_login(person.user, backend=BACKEND)
    for path in ("/", "/account/", "/administration/people/new/", "/second-factor/", "/messages/"):
        page = client.get(path).text
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<script>" not in page


def test_cookies_are_out_of_reach_of_scripts(client):
    person = membership(Role.ADMINISTRATOR)
    client.get("/sign-in/")
    client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD})
    for name in ("sessionid", "csrftoken", "trellis_person"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"
    assert not client.cookies["sessionid"]["max-age"]


def production(**changed: str):
    environment = {**{key: value for key, value in os.environ.items() if "TRELLIS" not in key}, **REAL, **changed}
    with mock.patch.dict(os.environ, environment, clear=True):
        from trellis.config.settings import base, production

        importlib.reload(base)
        return importlib.reload(production)


def test_a_real_service_uses_https_only_cookies_and_says_so():
    settings = production()
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert settings.SECURE_SSL_REDIRECT
    assert settings.SECURE_HSTS_SECONDS >= 31_536_000
    assert settings.TRELLIS_ADDRESS == "https://trellis.example.org"
    assert settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_sign_in_and_changes_to_it_are_logged(client):
    person = membership(Role.SUPERVISOR)
    client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD})
    words = {"oldpassword": PASSWORD, "password1": "purple kettle walks far", "password2": "purple kettle walks far"}
    assert client.post("/password/change/", words)["Location"] == "/account/"
    assert list(AuditEvent.objects.order_by("id").values_list("event", flat=True)) == ["signed in", "sign-in changed"]
    page = client.get("/log/").text
    assert "Signed in" in page
    assert "what: password" in page


def test_the_password_that_one_has_is_asked_for(client):
    person = membership(Role.SUPERVISOR)
    client.force_login(person.user, backend=BACKEND)
    words = {"oldpassword": "wrong", "password1": "purple kettle walks far", "password2": "purple kettle walks"}
    page = client.post("/password/change/", words).text
    assert "The password that you have now is not right" in page
    assert "Type the same password in both boxes" in page
