"""Browsers in which somebody is signed in: listed, ended for real, sealed in the database."""

from __future__ import annotations

import json

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from trellis.platform.access import jobs, new_places
from trellis.platform.access.models import Place, SignIn, User
from trellis.platform.access.roles import Role
from trellis.platform.access.store import SessionStore, fingerprint
from trellis.platform.access.tests.factories import PASSWORD, membership
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
NEW = "purple kettle walks far"
CHROME = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/131.0 Safari/537.36"}
PHONE = {"User-Agent": "Mozilla/5.0 (iPhone) Version/18.0 Safari/604.1"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def person():
    return membership(Role.PRACTITIONER)


def sign_in(person, client=None, headers=CHROME, address="81.2.69.142", password=PASSWORD):
    client = client or Client()
    client.defaults["REMOTE_ADDR"] = address
    client.defaults["HTTP_USER_AGENT"] = headers["User-Agent"]
    client.post("/sign-in/", {"login": person.user.email, "password": password})
    client.get("/")
    return client


def is_in(client) -> bool:
    return client.get("/account/").status_code == 200


def queued(name: str) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return [json.loads(row[0]) for row in cursor.fetchall()]


def test_sign_ins_are_listed_in_words_and_this_one_is_marked(person):
    office, phone = sign_in(person), sign_in(person, headers=PHONE, address="2001:db8:1:2::5")
    sign_in(membership(Role.SUPERVISOR), headers=PHONE, address="9.9.9.9")
    page = office.get(reverse("sign_ins")).text
    assert "Chrome on a Windows computer" in page
    assert "81.2.69.x" in page
    assert "Safari on an iPhone" in page
    assert "2001:db8:1::" in page
    assert "9.9.9" not in page
    assert page.count("This one") == 1
    assert page.count("Sign it out") == 1
    assert is_in(phone)


def test_one_is_ended_at_once_and_the_others_stay(person):
    office, phone, third = sign_in(person), sign_in(person, headers=PHONE), sign_in(person)
    theirs = SignIn.objects.get(user=person.user, device="Safari on an iPhone")
    assert office.post(reverse("end_sign_in", args=[theirs.pk])).status_code == 302
    assert not is_in(phone)
    assert is_in(office)
    assert is_in(third)
    assert office.post(reverse("end_sign_in", args=[theirs.pk])).status_code == 404


def test_nobody_ends_somebody_elses_or_this_very_one(person):
    office, other = sign_in(person), sign_in(membership(Role.SUPERVISOR))
    mine = SignIn.objects.get(user=person.user)
    assert other.post(reverse("end_sign_in", args=[mine.pk])).status_code == 404
    assert office.post(reverse("end_sign_in", args=[mine.pk])).status_code == 404
    assert is_in(office)


def test_all_others_are_ended_at_once(person):
    office, phone, third = sign_in(person), sign_in(person, headers=PHONE), sign_in(person)
    stranger = sign_in(membership(Role.SUPERVISOR))
    page = office.post(reverse("end_other_sign_ins"), follow=True).text
    assert "2 other browsers signed out" in page
    assert not is_in(phone)
    assert not is_in(third)
    assert is_in(office)
    assert is_in(stranger)


def test_a_page_that_is_under_way_does_not_bring_an_ended_sign_in_back(person):
    sign_in(person)
    store = SessionStore()
    store["_auth_user_id"] = str(person.user_id)
    store.save()
    store.load()
    SignIn.objects.filter(session_key=fingerprint(store.session_key)).delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not SessionStore(store.session_key).load()


def test_a_change_of_password_ends_the_others(person):
    office, phone = sign_in(person), sign_in(person, headers=PHONE)
    words = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert office.post(reverse("account_change_password"), words)["Location"] == "/account/"
    assert is_in(office)
    assert not is_in(phone)
    assert SignIn.objects.filter(user=person.user).count() == 1


def test_access_taken_away_ends_them(person):
    phone = sign_in(person)
    person.is_active = False
    person.save()
    assert not SignIn.objects.filter(user=person.user).exists()
    assert phone.get("/")["Location"].startswith("/sign-in/")


def test_an_account_that_is_closed_is_signed_out(person):
    sign_in(person)
    User.objects.filter(pk=person.user_id).update(is_active=False)
    assert not SignIn.objects.filter(user=person.user).exists()


def test_the_database_holds_neither_the_key_nor_what_is_carried(person):
    office = sign_in(person)
    key = office.cookies["sessionid"].value
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key, session_data FROM access_signin WHERE user_id = %s", [person.user_id])
        rows = cursor.fetchall()
    assert rows
    assert key not in repr(rows)
    assert str(person.user_id) not in repr(rows)
    assert Client(headers={"Cookie": f"sessionid={rows[0][0]}"}).get("/").status_code == 302
    store = SessionStore(key)
    other = SessionStore("another-key-of-the-same-kind")
    assert store.decode(rows[0][1])["_auth_user_id"] == str(person.user_id)
    assert other.decode(rows[0][1]) == {}


def test_what_has_run_out_is_cleared_away_by_night(person):
    import time_machine
    from django.utils import timezone

    sign_in(person)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        clock.shift(31 * 60)
        jobs.clear_away(0)
        assert not SignIn.objects.exists()
        assert Place.objects.exists()
        clock.shift(401 * 24 * 60 * 60)
        jobs.clear_away(0)
        assert not Place.objects.exists()


# New places.


def test_the_first_sign_in_ever_is_not_news_and_a_known_browser_neither(person):
    office = sign_in(person)
    office.post("/sign-out/")
    sign_in(person, office)
    assert queued("access.tell_of_new_place") == []


def test_a_new_browser_is_told_by_email_without_a_name_in_it(person):
    sign_in(person)
    phone = sign_in(person, headers=PHONE, address="9.9.9.77")
    (told,) = queued("access.tell_of_new_place")
    jobs.tell_of_new_place(**told)
    (letter,) = mail.outbox
    assert letter.to == [person.user.email]
    assert "Safari on an iPhone" in letter.body
    assert "9.9.9.x" in letter.body
    assert "9.9.9.77" not in letter.body
    assert person.organisation.name not in letter.body
    assert person.user.name not in letter.body
    assert "/sign-in/not-me/" in letter.body
    assert is_in(phone)


def test_a_known_browser_in_a_new_network_is_told_on_the_page_alone(person):
    office = sign_in(person)
    office.post("/sign-out/")
    office.defaults["REMOTE_ADDR"] = "9.9.9.77"
    page = office.post("/sign-in/", {"login": person.user.email, "password": PASSWORD}, follow=True).text
    assert new_places.NEW_NETWORK in page
    assert queued("access.tell_of_new_place") == []


def test_the_mark_of_a_browser_cannot_be_made_up(person):
    sign_in(person)
    forged = Client()
    forged.cookies["trellis_browser"] = "known:1abc:def"
    sign_in(person, forged)
    assert len(queued("access.tell_of_new_place")) == 1


def test_one_persons_browser_is_new_to_another(person):
    other = membership(Role.SUPERVISOR)
    sign_in(other)
    office = sign_in(person)
    office.post("/sign-out/")
    sign_in(other, office)
    assert len(queued("access.tell_of_new_place")) == 1


def test_it_was_not_me_ends_everything_and_asks_for_a_new_password(person):
    from allauth.mfa.models import Authenticator

    office = sign_in(person)
    thief = sign_in(person, headers=PHONE, address="9.9.9.77")
    Authenticator.objects.create(user=person.user, type="totp", data={})
    place = Place.objects.get(user=person.user, network="9.9.9.x")
    address = reverse("not_me", args=[new_places.token_for(place)])
    reader = Client()
    asked = reader.get(address)
    assert "It was not me" in asked.text
    assert is_in(thief), "looking at the letter, as scanners of e-mail do, changes nothing"
    there = reader.post(address)
    assert "/password/new/" in there["Location"]
    assert not is_in(thief)
    assert not is_in(office)
    assert not Authenticator.objects.filter(user=person.user).exists()
    assert sign_in(person).get("/").status_code == 302, "the old password is closed"
    form = reader.get(there["Location"], follow=True)
    reader.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert is_in(sign_in(person, password=NEW))
    assert reader.get(address).status_code == 404
    assert reader.post(address).status_code == 404


def test_what_was_there_before_the_thief_stays(person):
    import time_machine
    from allauth.mfa.models import Authenticator
    from django.utils import timezone

    before = timezone.now()
    with time_machine.travel(before, tick=False) as clock:
        sign_in(person)
        clock.shift(3600)
        sign_in(person, headers=PHONE, address="9.9.9.77")
        Authenticator.objects.create(user=person.user, type="webauthn", data={}, created_at=before)
        Authenticator.objects.create(user=person.user, type="totp", data={})
        place = Place.objects.get(user=person.user, network="9.9.9.x")
        new_places.it_was_not_me(new_places.reported(new_places.token_for(place)))
    assert list(Authenticator.objects.values_list("type", flat=True)) == ["webauthn"]
    assert list(Place.objects.values_list("network", flat=True)) == ["81.2.69.x"]


def test_a_link_runs_out_and_cannot_be_made_up(person):
    import time_machine
    from django.utils import timezone

    sign_in(person)
    token = new_places.token_for(Place.objects.get())
    assert Client().get(reverse("not_me", args=["x" + token])).status_code == 404
    with time_machine.travel(timezone.now(), tick=False) as clock:
        clock.shift(15 * 24 * 60 * 60)
        assert Client().get(reverse("not_me", args=[token])).status_code == 404


# What the log says.


def test_a_sign_in_is_logged_where_the_person_begins_and_not_elsewhere(person):
    other = membership(Role.REFERRER)
    other.user = person.user
    other.save()
    office = sign_in(person)
    assert [event.organisation_id for event in AuditEvent.objects.filter(event="signed in")] == [person.organisation_id]
    office.post("/organisations/", {"membership": str(other.pk)})
    assert AuditEvent.objects.filter(event="signed in", organisation_id=other.organisation_id).count() == 1
    words = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    office.post(reverse("account_change_password"), words)
    assert AuditEvent.objects.filter(event="sign-in changed").count() == 2
