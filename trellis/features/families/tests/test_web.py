"""The pages of families."""

import datetime

import pytest
from django.urls import reverse

from trellis.features.families import actions
from trellis.features.families.models import FamilyMember, Person
from trellis.features.families.tests.factories import family, person
from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def sign_in(client, who):
    client.force_login(User.objects.get(pk=who.user_id), backend="allauth.account.auth_backends.AuthenticationBackend")


def test_a_family_is_found_by_anybody_in_it(client):
    by = viewer()
    home = family(by, "Ashworth family")
    person(by, home, given_name="Zoë", family_name="Marlowe")
    family(by, "Other family")
    sign_in(client, by)
    answer = client.get(reverse("families:list"), {"search": "zoe mar"})
    assert "Ashworth family" in answer.text
    assert "Other family" not in answer.text


def test_the_list_stays_within_few_queries(client, django_assert_max_num_queries):
    by = viewer()
    for _ in range(30):
        person(by)
    sign_in(client, by)
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("families:list"))
    assert "Further in the list" in answer.text


def test_the_file_shows_people_and_how_contact_is_safe_and_logs_the_look(client):
    by = viewer()
    home = family(by, "Ashworth family")
    mother = person(by, home, given_name="Ann", birth_date=datetime.date(1980, 1, 1))
    child = person(by, home, given_name="Tom")
    actions.record_relationship(
        by=by, family=home, from_person=mother, to_person=child, kind="mother", parental_responsibility="yes"
    )
    actions.record_household(by=by, family=home, label="Mum’s home", address="1 Invented Row", people=[mother, child])
    actions.record_safe_contact(
        by=by, family=home, person=mother, channel="mobile", value="07700 900123", is_safe=False
    )
    actions.record_occupation(by=by, family=home, person=child, kind="school", name="Invented High School")
    sign_in(client, by)
    answer = client.get(reverse("families:family", args=[home.pk]))
    for words in ("mother of Tom", "DO NOT USE", "with parental responsibility", "Mum’s home", "Invented High School"):
        assert words in answer.text
    assert AuditEvent.objects.filter(is_view=True, about_id=child.pk).exists()


def test_a_family_of_another_house_does_not_exist(client):
    home = family(viewer())
    sign_in(client, viewer())
    assert client.get(reverse("families:family", args=[home.pk])).status_code == 404


def test_likely_matches_come_before_anybody_new(client):
    by = viewer()
    known = person(by, given_name="Elizabeth", birth_date=datetime.date(2010, 3, 4))
    home = family(by)
    sign_in(client, by)
    address = reverse("families:add_person", args=[home.pk])
    typed = {
        "given_name": "Beth",
        "family_name": "Ashworth",
        "birth_date_day": "4",
        "birth_date_month": "3",
        "birth_date_year": "2010",
        "gender": "female",
    }
    answer = client.post(address, typed)
    assert "somebody whom you already know" in answer.text
    assert Person.objects.count() == 1
    client.post(address, {**typed, "who": str(known.pk)})
    assert FamilyMember.objects.filter(family=home, person=known).exists()
    assert Person.objects.count() == 1
    client.post(address, {**typed, "given_name": "Bess", "who": "new"})
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"given_name": ""}, "Enter the given name"),
        ({"given_name": "A\x00b"}, "cannot be kept"),
        ({"given_name": "Ann", "birth_date_day": "1", "birth_date_month": "1", "birth_date_year": "2999"}, "past"),
        (
            {"given_name": "Ann", "birth_date_day": "31", "birth_date_month": "2", "birth_date_year": "2010"},
            "real date",
        ),
    ],
)
def test_wrong_entries_are_explained_and_kept(client, typed, words):
    by = viewer()
    home = family(by)
    sign_in(client, by)
    answer = client.post(
        reverse("families:add_person", args=[home.pk]), {"family_name": "Keepsake", "gender": "female", **typed}
    )
    assert words in answer.text
    assert "Keepsake" in answer.text
    assert not Person.objects.exists()


def test_every_changing_page_opens_and_saves(client):
    by = viewer()
    home = family(by)
    mother = person(by, home, given_name="Ann", birth_date=datetime.date(1980, 1, 1))
    child = person(by, home, given_name="Tom")
    sign_in(client, by)
    contact = {"channel": "mobile", "value": "07700 900123", "is_safe": "yes", "voicemail": "none"}
    tie = {
        "from_person": str(mother.pk),
        "kind": "mother",
        "to_person": str(child.pk),
        "parental_responsibility": "yes",
    }
    pages = [
        (reverse("families:rename", args=[home.pk]), {"name": "New name"}),
        (reverse("families:change_person", args=[home.pk, child.pk]), {"given_name": "Thomas", "gender": "male"}),
        (reverse("families:add_contact", args=[home.pk, mother.pk]), contact),
        (reverse("families:add_occupation", args=[home.pk, child.pk]), {"kind": "school", "name": "Invented High"}),
        (reverse("families:relationship", args=[home.pk]), tie),
        (reverse("families:add_household", args=[home.pk]), {"label": "Home", "people": [str(child.pk)]}),
    ]
    for address, typed in pages:
        assert client.get(address).status_code == 200
        assert client.post(address, typed).status_code == 302, address
    answer = client.get(reverse("families:family", args=[home.pk]))
    for words in ("New name", "Thomas", "07700 900123", "Invented High", "mother"):
        assert words in answer.text


def test_a_referrer_cannot_open_families(client):
    house = organisation()
    home = family(viewer(organisation=house))
    sign_in(client, viewer(Role.REFERRER, house))
    assert client.get(reverse("families:list")).status_code == 403
    assert client.get(reverse("families:family", args=[home.pk])).status_code == 403
