"""The genogram's and the ecomap's pages: what is drawn is what the viewer may see, in words too, and on one page."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from trellis.features.families import actions
from trellis.features.families.models import Person, Relationship, Seal, TieQuality
from trellis.features.families.tests.factories import family, person
from trellis.features.families.tests.test_web import sign_in
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return viewer(Role.COORDINATOR, organisation())


@pytest.fixture
def ashworth(by):
    home = family(by, "Ashworth family")
    people = {
        name: person(by, home, given_name=name, birth_date=datetime.date(year, 1, 1), gender=gender)
        for name, year, gender in (
            ("Dawn", 1988, "female"),
            ("Lee", 1985, "male"),
            ("Jamie", 2010, "male"),
            ("Susan", 1962, "female"),
        )
    }
    for parent, kind in (("Dawn", "mother"), ("Lee", "father")):
        actions.record_relationship(
            by=by, family=home, from_person=people[parent], to_person=people["Jamie"], kind=kind
        )
    actions.record_relationship(
        by=by, family=home, from_person=people["Susan"], to_person=people["Dawn"], kind="mother"
    )
    actions.record_relationship(
        by=by, family=home, from_person=people["Lee"], to_person=people["Dawn"], kind="ex_partner"
    )
    TieQuality.objects.create(
        organisation_id=by.organisation_id,
        family=home,
        from_person=people["Lee"],
        to_person=people["Dawn"],
        kind="violence",
    )
    actions.record_household(by=by, family=home, label="Dawn’s home", people=[people["Dawn"], people["Jamie"]])
    actions.record_occupation(by=by, family=home, person=people["Jamie"], kind="school", name="Harbour Road Academy")
    return home


def test_the_genogram_is_drawn_and_told(client: Client, by, ashworth, django_assert_max_num_queries):
    sign_in(client, by)
    with django_assert_max_num_queries(20):
        answer = client.get(reverse("families:genogram", args=[ashworth.pk]))
    svg = re.search(r"<svg[^>]*role=\"img\".*?</svg>", answer.text, re.DOTALL)
    assert svg
    assert all(f">{name}<" in svg.group() for name in ("Dawn", "Lee", "Jamie", "Susan"))
    assert "style=" not in svg.group()
    words = re.sub(r"\s+", " ", answer.text)
    assert re.search(r"Dawn, \d+, is the mother of Jamie, \d+\.", words)
    assert "Lee and Dawn have separated." in words
    assert "There is violence by Lee towards Dawn." in words
    assert AuditEvent.objects.filter(is_view=True, about_id=ashworth.pk).exists()


def test_the_ecomap_has_the_home_in_the_middle_and_the_rest_round_it(
    client: Client, by, ashworth, django_assert_max_num_queries
):
    sign_in(client, by)
    with django_assert_max_num_queries(20):
        answer = client.get(reverse("families:ecomap", args=[ashworth.pk]))
    assert "At home: Dawn and Jamie." in answer.text
    assert "Harbour Road Academy (school), a tie of Jamie." in answer.text
    assert "a stressful tie of Dawn: violence." in answer.text
    assert "Susan (mother), a tie of Dawn." in answer.text


@pytest.mark.parametrize("picture", ["genogram", "ecomap"])
def test_it_prints_on_one_page_across(client: Client, by, ashworth, picture):
    sign_in(client, by)
    assert client.get(reverse(f"families:{picture}_paper", args=[ashworth.pk])).status_code == 200
    answer = client.get(reverse(f"families:{picture}_pdf", args=[ashworth.pk]))
    read = PdfReader(io.BytesIO(answer.content))
    assert len(read.pages) == 1
    box = read.pages[0].mediabox
    assert box.width > box.height
    assert "Jamie" in read.pages[0].extract_text()


@pytest.mark.parametrize("picture", ["genogram", "ecomap"])
def test_a_family_with_nobody_says_what_would_be_drawn(client: Client, by, picture):
    empty = family(by, "Empty family")
    sign_in(client, by)
    answer = client.get(reverse(f"families:{picture}", args=[empty.pk]))
    assert answer.status_code == 200
    assert "Open the family file" in answer.text
    assert client.get(reverse(f"families:{picture}_pdf", args=[empty.pk])).status_code == 200


@pytest.mark.parametrize("picture", ["genogram", "ecomap", "genogram_paper", "ecomap_pdf"])
def test_another_organisations_family_is_not_there(client: Client, ashworth, picture):
    sign_in(client, viewer(Role.COORDINATOR, organisation()))
    assert client.get(reverse(f"families:{picture}", args=[ashworth.pk])).status_code == 404


def test_names_are_written_as_words_never_as_markup(client: Client, by):
    home = family(by, "<b>Family</b>")
    person(by, home, given_name='<script>"&', family_name="")
    sign_in(client, by)
    answer = client.get(reverse("families:genogram", args=[home.pk]))
    assert '<script>"' not in answer.text
    assert "<b>Family" not in answer.text


def test_a_circle_of_ancestors_is_told_and_the_page_opens(client: Client, by, ashworth):
    dawn, susan = (Person.objects.get(given_name=name) for name in ("Dawn", "Susan"))
    carer = Relationship(
        organisation_id=by.organisation_id, family=ashworth, from_person=dawn, to_person=susan, kind="carer"
    )
    Relationship.objects.bulk_create([carer])
    sign_in(client, by)
    answer = client.get(reverse("families:genogram", args=[ashworth.pk]))
    assert "What could not be drawn" in answer.text
    assert "Dawn as carer of Susan" in answer.text


def sealed(by, ashworth, who, fact):
    """Seal a fact from everybody, as a refuge’s address is."""
    one = Person.objects.get(given_name=who)
    return Seal.objects.create(
        organisation_id=by.organisation_id,
        family=ashworth,
        person=one,
        fact=fact,
        kind="all_but_few",
        reason="Test",
        source="Test",
        sealed_by_id=by.membership_id,
    )


def test_somebody_who_is_sealed_is_neither_drawn_nor_told(client: Client, by, ashworth):
    sealed(by, ashworth, "Lee", "presence")
    sign_in(client, by)
    for picture in ("genogram", "genogram_paper", "ecomap", "ecomap_paper"):
        answer = client.get(reverse(f"families:{picture}", args=[ashworth.pk]))
        assert "Jamie" in answer.text
        assert not re.search(r"\bLee\b", answer.text)
        assert "violence" not in answer.text.lower()
        assert "eparated" not in answer.text


def test_a_sealed_school_is_not_in_the_ecomap(client: Client, by, ashworth):
    address = reverse("families:ecomap", args=[ashworth.pk])
    sign_in(client, by)
    assert "Harbour Road Academy" in client.get(address).text
    sealed(by, ashworth, "Jamie", "school")
    assert "Harbour Road Academy" not in client.get(address).text
