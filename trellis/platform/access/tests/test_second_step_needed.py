"""An organisation that asks for a second step: whoever has none is led to it, and reaches nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access import actions, queries
from trellis.platform.access.guarding import PROVIDER_ASKED_TWICE, WAY_THERE
from trellis.platform.access.models import Organisation, SignIn
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import PASSWORD, membership, viewer
from trellis.platform.access.tests.test_second_factor import code_of
from trellis.platform.access.viewer import NotAllowed, Viewer
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEEDED = "/second-factor/needed/"
# An id of each kind: nothing is found under it, because nobody gets as far as looking.
PARTS = {
    "uuid": "01a200f3-b756-706c-817f-9b8b8215cbd9",
    "int": "1",
    "slug": "a",
    "str": "a",
    "path": "a",
}


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def boss():
    return viewer(Role.ADMINISTRATOR)


def colleague(boss: Viewer, role: Role = Role.PRACTITIONER):
    return membership(role, queries.own(boss).organisation)


def ask(boss: Viewer, since=None, roles=(Role.PRACTITIONER, Role.SUPERVISOR)):
    actions.ask_for_second_step(by=boss, since=since or timezone.localdate(), roles=roles)


def at(person) -> Client:
    client = Client()
    client.force_login(person.user, backend=BACKEND)
    return client


def every_view(resolver: URLResolver | None = None, prefix: str = "/"):
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from every_view(entry, path)
        elif isinstance(entry, URLPattern):
            filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: PARTS.get(found.group(1) or "str", "a"), path)
            yield entry, filled


def test_every_address_but_the_way_there_is_closed(boss):
    ask(boss)
    client = at(colleague(boss))
    opened, tried = [], 0
    for entry, path in every_view():
        if entry.callback.page_permission is None or entry.name in WAY_THERE or "(?P" in path:
            continue
        for method in (client.get, client.post):
            answer = method(path)
            tried += 1
            if (answer.status_code, answer.headers.get("Location")) != (302, NEEDED):
                opened.append((path, answer.status_code, answer.headers.get("Location")))
    assert opened == []
    assert tried > 150


def test_the_way_there_is_short_and_shows_nothing_of_anybody(boss):
    ask(boss)
    client = at(colleague(boss))
    assert {entry.name for entry, _ in every_view() if entry.name in WAY_THERE} == set(WAY_THERE)
    page = client.get(NEEDED).text
    assert "Set up a second step" in page
    assert reverse("mfa_activate_totp") in page
    assert reverse("mfa_add_webauthn") in page
    assert reverse("people") not in page
    assert "Figures" not in page


def test_saving_while_typing_is_refused_and_not_led_elsewhere(boss):
    ask(boss)
    client = at(colleague(boss))
    assert client.post(reverse("account_details"), {}, headers={"X-Autosave": "true"}).status_code == 403
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 403


def test_somebody_is_led_through_it_without_scripts_and_then_reaches_everything(boss):
    ask(boss)
    person = colleague(boss)
    client = Client()
    client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD})
    assert client.get("/", follow=True).request["PATH_INFO"] == NEEDED
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    where = asked.request["PATH_INFO"] + "?" + asked.request["QUERY_STRING"]
    page = client.post(where, {"password": PASSWORD}, follow=True)
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.text).group(1)
    codes = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, follow=True)
    assert "They are not shown again" in codes.text
    assert client.get("/").status_code == 200
    assert client.get(NEEDED)["Location"] == "/"
    kept = Authenticator.objects.get(user=person.user, type="totp")
    assert secret not in repr(kept.data), "what makes the codes is sealed"


def test_it_is_asked_of_the_roles_that_were_chosen_and_from_the_day_on(boss):
    ask(boss)
    assert at(colleague(boss, Role.REFERRER)).get("/").status_code == 200
    ask(boss, since=timezone.localdate() + timedelta(days=1))
    person = colleague(boss)
    assert at(person).get("/").status_code == 200
    from django.core.cache import cache

    cache.clear()
    client = Client()
    told = client.post("/sign-in/", {"login": person.user.email, "password": PASSWORD}, follow=True).text
    assert "asks for a second step at sign-in" in told
    import time_machine

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert at(person).get("/")["Location"] == NEEDED


def test_another_organisation_asks_nothing_of_its_own(boss):
    ask(boss)
    person = colleague(boss)
    other = membership(Role.PRACTITIONER)
    other.user = person.user
    other.save()
    client = at(person)
    assert client.get("/")["Location"] == NEEDED
    assert "Change to another organisation" in client.get(NEEDED).text
    client.post("/organisations/", {"membership": str(other.pk)})
    assert client.get("/").status_code == 200
    client.post("/organisations/", {"membership": str(person.pk)})
    assert client.get("/")["Location"] == NEEDED


def test_recovery_codes_alone_are_no_second_step(boss):
    ask(boss)
    person = colleague(boss)
    Authenticator.objects.create(user=person.user, type="recovery_codes", data={})
    assert at(person).get("/")["Location"] == NEEDED


def test_a_provider_that_asks_twice_itself_is_enough(boss):
    ask(boss)
    client = at(colleague(boss))
    session = client.session
    session[PROVIDER_ASKED_TWICE] = True
    session.save()
    assert client.get("/").status_code == 200


def test_the_last_one_cannot_be_removed_while_it_is_asked_for(boss):
    ask(boss)
    person = colleague(boss)
    key = Authenticator.objects.create(user=person.user, type="webauthn", data={"name": "Telephone", "credential": {}})
    client = at(person)
    reauthenticate(client)
    page = client.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True).text
    assert "Add another one first" in page
    app = Authenticator.objects.create(user=person.user, type="totp", data={"secret": "x"})
    assert client.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 302
    assert list(Authenticator.objects.values_list("pk", flat=True)) == [app.pk]
    assert "Add another one first" in client.post(reverse("mfa_deactivate_totp"), follow=True).text
    actions.ask_for_second_step(by=boss, since=None, roles=[])
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.exists()


def reauthenticate(client: Client) -> None:
    client.post(reverse("account_reauthenticate") + "?next=/", {"password": PASSWORD})


def test_turning_it_on_ends_the_sign_ins_that_were_not_asked(boss, django_capture_on_commit_callbacks):
    person = colleague(boss)
    other, client = at(person), at(person)
    reauthenticate(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page.text).group(1)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get("/").status_code == 200
    assert other.get("/")["Location"].startswith("/sign-in/")


# The administrator's side.


@pytest.fixture
def as_boss(client, boss):
    client.force_login(queries.own(boss).user, backend=BACKEND)
    return client


DAY = {"since_day": "1", "since_month": "12", "since_year": "2031"}


def test_an_administrator_decides_and_it_is_logged(as_boss, boss):
    page = as_boss.get(reverse("how_people_sign_in")).text
    assert "Not needed: each person decides" in page
    sent = {"when": "later", **DAY, "roles": ["practitioner", "supervisor"]}
    assert as_boss.post(reverse("ask_for_second_step"), sent)["Location"] == reverse("how_people_sign_in")
    kept = Organisation.objects.get(pk=boss.organisation_id)
    assert (kept.second_step_from.isoformat(), kept.second_step_roles) == ("2031-12-01", ["practitioner", "supervisor"])
    assert "Needed from" in as_boss.get(reverse("how_people_sign_in")).text
    assert 'value="2031"' in as_boss.get(reverse("ask_for_second_step")).text
    (event,) = AuditEvent.objects.filter(event="second step asked for")
    assert event.detail == {"since": "2031-12-01", "roles": ["practitioner", "supervisor"]}
    as_boss.post(reverse("ask_for_second_step"), {"when": "no", "roles": ["practitioner"]})
    kept.refresh_from_db()
    assert (kept.second_step_from, kept.second_step_roles) == (None, [])


def test_an_administrator_who_has_none_is_led_to_it_next(as_boss):
    as_boss.post(reverse("ask_for_second_step"), {"when": "now", "roles": ["administrator"]})
    assert as_boss.get("/administration/")["Location"] == NEEDED


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"roles": ["supervisor"]}, "Choose whether a second step is needed"),
        ({"when": "later", "roles": ["supervisor"]}, "Enter the day from which the second step is needed"),
        ({"when": "later", **DAY, "since_year": "2020", "roles": ["supervisor"]}, "Enter a day after today"),
        ({"when": "now"}, "Choose the roles that need a second step"),
        ({"when": "now", "roles": ["king"]}, "Choose one of the answers shown"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_box(as_boss, boss, sent, words):
    page = as_boss.post(reverse("ask_for_second_step"), sent)
    assert page.status_code == 200
    assert words in page.text
    assert Organisation.objects.get(pk=boss.organisation_id).second_step_from is None


def test_who_has_none_is_listed_for_the_administrator_of_that_organisation(as_boss, boss):
    without, has = colleague(boss), colleague(boss)
    stranger = membership(Role.PRACTITIONER, name="Zebedee Strange")
    Authenticator.objects.create(user=has.user, type="totp", data={})
    page = as_boss.get(reverse("how_people_sign_in")).text
    assert without.user.name in page
    assert has.user.name not in page
    assert stranger.user.name not in page


def test_only_administrators_decide(boss):
    supervisor = viewer(Role.SUPERVISOR, queries.own(boss).organisation)
    with pytest.raises(NotAllowed):
        actions.ask_for_second_step(by=supervisor, since=None, roles=[])
    with pytest.raises(NotAllowed):
        actions.stop_provider(by=supervisor)


def test_an_administrator_takes_away_what_somebody_has_lost(as_boss, boss):
    there = colleague(boss)
    theirs = at(there)
    Authenticator.objects.create(user=there.user, type="totp", data={})
    assert "Take the second step away" in as_boss.get(reverse("person", args=[there.pk])).text
    as_boss.post(reverse("person_second_step", args=[there.pk]))
    assert not Authenticator.objects.exists()
    assert not SignIn.objects.filter(user=there.user).exists()
    assert theirs.get("/").status_code == 302


def test_not_of_oneself_nor_of_whoever_works_elsewhere_too(as_boss, boss):
    there = colleague(boss)
    other = membership(Role.SUPERVISOR)
    other.user = there.user
    other.save()
    Authenticator.objects.create(user=there.user, type="totp", data={})
    page = as_boss.post(reverse("person_second_step", args=[there.pk]), follow=True).text
    assert "works for another organisation" in page
    assert Authenticator.objects.exists()
    with pytest.raises(RuleBroken, match="This is you"):
        actions.take_second_step_away(by=boss, membership=queries.own(boss))
