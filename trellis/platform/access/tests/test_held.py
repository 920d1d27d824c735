"""A form sent after the session has ended, or with an old token, loses nothing and leaks nothing."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import PASSWORD, membership
from trellis.platform.access.web import held

pytestmark = pytest.mark.django_db
TYPED = {"name": "Ana <b>Ashworth</b>", "telephone": "\n07700 900123\n", "password": "secret words"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    return html.unescape(found.group(1)) if found else ""


def shown_fields(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea name="([^"]*)" hidden>(.*?)</textarea>', page, re.DOTALL)
    # A browser drops one line end after the opening tag.
    return {name: html.unescape(value).removeprefix("\n") for name, value in found}


def token_of(page) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text).group(1)


def sign_in(client: Client, person, **more):
    return client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD, **more})


def form_left_open(client: Client, person) -> str:
    """Sign in, open a form, and return the token that stands in it."""
    sign_in(client, person)
    return token_of(client.get(reverse("account_details")))


def ended_session_post(client: Client, person=None, **more):
    """Send a form after the session of whoever opened it has ended."""
    if person is not None:
        more["csrfmiddlewaretoken"] = form_left_open(client, person)
        del client.cookies["sessionid"]
    return client.post(reverse("account_details") + "?from=here", {**TYPED, **more})


def test_what_was_typed_survives_the_end_of_the_session(client):
    person = membership(Role.PRACTITIONER)
    asked = ended_session_post(client, person)
    assert asked.status_code == 401
    assert "has been kept" in asked.text
    assert "secret words" not in asked.text
    blob = hidden(asked.text, "held")

    wrong = client.post("/sign-in/", {"login": person.user.email, "password": "wrong password", "held": blob})
    assert hidden(wrong.text, "held") == blob

    back = client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD, "held": blob})
    assert back["Location"] == reverse("carry_on")
    page = client.get(back["Location"])
    assert "Nothing was lost" in page.text
    assert "Passwords are never kept" in page.text
    assert shown_fields(page.text) == {"name": TYPED["name"], "telephone": TYPED["telephone"]}

    sent_on = client.post(reverse("carry_on"), shown_fields(page.text))
    assert (sent_on.status_code, sent_on["Location"]) == (307, "/account/details/?from=here")
    client.post(sent_on["Location"], shown_fields(page.text))
    assert User.objects.get(pk=person.user_id).name == TYPED["name"]
    assert client.get(reverse("carry_on"))["Location"] == "/"


def test_files_cannot_be_kept_and_the_page_says_so(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    person = membership(Role.PRACTITIONER)
    asked = ended_session_post(client, person, paper=SimpleUploadedFile("letter.pdf", b"%PDF-"))
    client.post(
        "/sign-in/",
        {"login": person.user.email, "password": PASSWORD, "held": hidden(asked.text, "held")},
    )
    assert "You will be asked to choose letter.pdf again" in client.get(reverse("carry_on")).text


def test_one_persons_words_are_never_given_to_another(client):
    first, second = membership(Role.PRACTITIONER), membership(Role.REFERRER)
    blob = hidden(ended_session_post(client, first).text, "held")
    assert blob
    back = sign_in(client, second, held=blob)
    assert back["Location"] == "/"
    page = client.get("/")
    assert held.SOMEBODY_ELSE in page.text
    assert client.get(reverse("carry_on"))["Location"] == "/"


def test_a_form_left_open_at_a_deliberate_sign_out_is_not_for_the_next_person(client):
    first, second = membership(Role.PRACTITIONER), membership(Role.REFERRER)
    token = form_left_open(client, first)
    client.post("/sign-out/")
    blob = hidden(client.post(reverse("account_details"), {**TYPED, "csrfmiddlewaretoken": token}).text, "held")
    assert sign_in(client, second, held=blob)["Location"] == "/"
    client.post("/sign-out/")
    assert sign_in(client, first, held=blob)["Location"] == reverse("carry_on")


def test_a_form_left_open_before_another_person_signed_in_is_still_the_first_ones(client):
    first, second = membership(Role.PRACTITIONER), membership(Role.REFERRER)
    token = form_left_open(client, first)
    sign_in(Client(), second)
    client.post("/sign-out/")
    sign_in(client, second)
    del client.cookies["sessionid"]
    blob = hidden(client.post(reverse("account_details"), {**TYPED, "csrfmiddlewaretoken": token}).text, "held")
    assert held.unsigned(blob).person == str(first.user_id)
    assert sign_in(client, second, held=blob)["Location"] == "/"


def test_the_next_person_is_not_offered_to_send_the_first_ones_form_again():
    first, second = membership(Role.PRACTITIONER), membership(Role.REFERRER)
    strict = Client(enforce_csrf_checks=True)

    def sign_in_strictly(person):
        token = token_of(strict.get("/sign-in/"))
        strict.post("/sign-in/", {"login": person.user.email, "password": PASSWORD, "csrfmiddlewaretoken": token})
        return token_of(strict.get(reverse("account_details")))

    old = sign_in_strictly(first)
    strict.post("/sign-out/", {"csrfmiddlewaretoken": old})
    sign_in_strictly(second)
    sent = {**TYPED, "csrfmiddlewaretoken": old}
    answer = strict.post(reverse("account_details"), sent, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Ashworth" not in answer.text
    strict.post("/sign-out/", {"csrfmiddlewaretoken": token_of(strict.get(reverse("account_details")))})
    sign_in_strictly(first)
    answer = strict.post(reverse("account_details"), sent, headers={"Origin": "http://testserver"})
    assert "Nothing was lost" in answer.text
    assert shown_fields(answer.text)["name"] == TYPED["name"]


def test_a_form_whose_owner_is_not_known_is_given_to_nobody(client):
    person = membership(Role.PRACTITIONER)
    asked = ended_session_post(client)
    assert "could not be carried along" in asked.text
    assert not hidden(asked.text, "held")
    assert sign_in(client, person)["Location"] == "/"


def test_the_same_person_gets_their_own_words_back(client):
    person = membership(Role.PRACTITIONER)
    blob = hidden(ended_session_post(client, person).text, "held")
    assert sign_in(client, person, held=blob)["Location"] == reverse("carry_on")


def test_secrets_are_never_kept(client):
    person = membership(Role.PRACTITIONER)
    blob = hidden(ended_session_post(client, person, secret="s3cret", credential="{}").text, "held")
    assert {name for name, _ in held.unsigned(blob).fields} == {"name", "telephone"}


@pytest.mark.parametrize("blob", ["rubbish", "eyJwYXRoIjoiLyJ9:1abc:def"])
def test_what_this_service_did_not_write_is_not_carried(client, blob):
    person = membership(Role.PRACTITIONER)
    back = client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD, "held": blob})
    assert back["Location"] == "/"


def test_too_much_is_not_carried_and_the_page_says_what_to_do(client):
    asked = ended_session_post(client, membership(Role.PRACTITIONER), name="a" * 600_000)
    assert asked.status_code == 401
    assert "could not be carried along" in asked.text
    assert not hidden(asked.text, "held")


def test_it_can_be_left_out(client):
    person = membership(Role.PRACTITIONER)
    blob = hidden(ended_session_post(client, person).text, "held")
    sign_in(client, person, held=blob)
    assert client.get(reverse("carry_on")).status_code == 200
    assert client.post(reverse("carry_on"), {held.LEAVE: "yes"})["Location"] == "/"
    assert client.get(reverse("carry_on"))["Location"] == "/"


def test_saving_while_typing_is_told_to_sign_in_again(client):
    answer = client.post(reverse("account_details"), TYPED, headers={"X-Autosave": "true"})
    assert (answer.status_code, answer.text) == (401, "Sign in again.")


@pytest.mark.parametrize("path", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"])
def test_only_addresses_of_this_house_are_local(path):
    assert not held.is_local(path)


def test_an_old_token_from_our_own_page_keeps_what_was_typed():
    person = membership(Role.PRACTITIONER)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = strict.post(reverse("account_details"), TYPED, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Nothing was lost" in answer.text
    assert shown_fields(answer.text)["name"] == TYPED["name"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {},
    ],
)
def test_nothing_is_kept_of_a_form_that_may_come_from_elsewhere(headers):
    person = membership(Role.PRACTITIONER)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = strict.post(reverse("account_details"), TYPED, headers=headers)
    assert answer.status_code == 403
    assert "Ashworth" not in answer.text
    assert "Nothing was saved" in answer.text


def test_a_forged_form_is_not_kept_for_somebody_signed_out():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("account_details"), TYPED, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert "Ashworth" not in answer.text
