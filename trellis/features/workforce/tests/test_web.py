"""The pages about staff: what they keep on errors, and who reaches them."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from trellis.features.programmes.tests.factories import offer
from trellis.features.workforce.models import StaffMember, Training
from trellis.features.workforce.tests.factories import staff_member
from trellis.platform.access.models import Organisation, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(client: Client, who: Viewer) -> Client:
    client.force_login(User.objects.get(pk=who.user_id), backend=BACKEND)
    return client


@pytest.fixture
def by() -> Viewer:
    return viewer(Role.COORDINATOR)


def test_an_empty_list_says_what_would_fill_it(client: Client, by: Viewer) -> None:
    page = signed_in(client, by).get(reverse("workforce:staff"))
    assert "Nobody is here yet" in page.text


def test_somebody_is_added_and_what_was_typed_stays_on_errors(client: Client, by: Viewer) -> None:
    signed_in(client, by)
    page = client.post(reverse("workforce:add"), {"name": "Ruth Hartley", "gender": "female"})
    assert page.status_code == 200
    assert "Choose at least one thing" in page.text
    assert "Ruth Hartley" in page.text
    values = {"name": "Ruth Hartley", "gender": "female", "duties": ["practitioner", "assessor"]}
    page = client.post(reverse("workforce:add"), values, follow=True)
    assert "Ruth Hartley is added" in page.text
    member = StaffMember.objects.get()
    values["name"] = "Ruth Hart"
    page = client.post(reverse("workforce:change", args=[member.pk]), values, follow=True)
    assert "Ruth Hart" in page.text
    listed = client.get(reverse("workforce:staff"))
    assert "Ruth Hart" in listed.text
    assert "Assessor and Practitioner" in listed.text


def test_training_is_recorded_refused_and_taken_out(client: Client, by: Viewer) -> None:
    offer(Organisation.objects.get(pk=by.organisation_id), "pact")
    member = staff_member(by)
    signed_in(client, by)
    address = reverse("workforce:add_training", args=[member.pk])
    days = {"valid_from_day": "1", "valid_from_month": "9", "valid_from_year": "2026"}
    page = client.post(address, {"programme_key": "pact", **days}, follow=True)
    assert "The training is recorded" in page.text
    page = client.post(address, {"programme_key": "pact", **days})
    assert "is recorded as trained in this already" in page.text
    page = client.post(address, {"programme_key": "pact", "valid_from_day": "31", "valid_from_month": "2",
                                 "valid_from_year": "2026"})  # fmt: skip
    assert "must be a real date" in page.text
    training = Training.objects.get()
    assert training.valid_from == date(2026, 9, 1)
    client.post(reverse("workforce:remove_training", args=[member.pk, training.pk]))
    assert not Training.objects.exists()


def test_somebody_who_leaves_is_no_longer_listed(client: Client, by: Viewer) -> None:
    member = staff_member(by, name="Ruth Hartley")
    address = reverse("workforce:activity", args=[member.pk])
    signed_in(client, by).post(address, {"is_active": "no"}, follow=True)
    assert "Ruth Hartley" not in client.get(reverse("workforce:staff")).text
    assert "No longer here" in client.get(reverse("workforce:staff") + "?left=yes").text


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.ADMINISTRATOR, 200), (Role.SUPERVISOR, 200), (Role.PRACTITIONER, 403), (Role.REFERRER, 403)],
)
def test_who_reaches_staff(client: Client, by: Viewer, role: Role, status: int) -> None:
    member = staff_member(by)
    other = viewer(role, Organisation.objects.get(pk=by.organisation_id))
    signed_in(client, other)
    assert client.get(reverse("workforce:staff")).status_code == status
    assert client.get(reverse("workforce:member", args=[member.pk])).status_code == status


def test_another_house_finds_nothing(client: Client, by: Viewer) -> None:
    member = staff_member(by)
    signed_in(client, viewer(Role.COORDINATOR))
    for name in ("member", "change"):
        assert client.get(reverse(f"workforce:{name}", args=[member.pk])).status_code == 404
    assert client.get(reverse("workforce:member", args=[uuid.uuid4()])).status_code == 404
    assert client.post(reverse("workforce:activity", args=[member.pk])).status_code == 404


def test_the_list_asks_the_same_number_of_questions_for_many(
    client: Client, by: Viewer, django_assert_max_num_queries: object
) -> None:
    for _ in range(12):
        staff_member(by, trained_in=["pact"])
    signed_in(client, by)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get(reverse("workforce:staff"))
