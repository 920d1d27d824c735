"""The pages: who looked, on screen and as a file; the reviews; one's own streets."""

from __future__ import annotations

import pytest
from django.urls import reverse

from trellis.features.families.models import ShutOut
from trellis.features.families.tests.factories import family, person
from trellis.features.looking import actions
from trellis.features.looking.models import OwnStreet, UnusualLook, WatchedFamily
from trellis.features.looking.rules import Outcome
from trellis.features.looking.tests.factories import looked, unusual_look, works_with
from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def house():
    return organisation()


@pytest.fixture
def supervisor(house):
    return viewer(Role.SUPERVISOR, house, name="Sal Boss")


@pytest.fixture
def theirs(house):
    maker = viewer(Role.COORDINATOR, house, name="Maker Mills")
    made = family(maker, "Ashworth family")
    person(maker, made, given_name="Tess")
    return made


@pytest.fixture
def page(client, supervisor):
    client.force_login(User.objects.get(pk=supervisor.user_id), backend=BACKEND)
    return client


def test_who_has_no_work_with_the_family_stands_out_and_comes_first(page, house, theirs):
    ada, kit = viewer(Role.PRACTITIONER, house, name="Ada Hill"), viewer(Role.PRACTITIONER, house, name="Kit Moran")
    works_with(ada, theirs)
    for _ in range(3):
        looked(ada, theirs)
    looked(kit, theirs)
    text = page.get(reverse("looking:looked_at", args=[theirs.pk])).text
    assert text.index("Kit Moran, practitioner") < text.index("Ada Hill, practitioner")
    assert "No work with the family" in text
    assert "Person added" in text
    assert AuditEvent.objects.filter(by__user__name="Sal Boss", about_family=theirs.pk).exists()


def test_it_is_filtered_by_person_kind_and_days(page, house, theirs):
    kit = viewer(Role.PRACTITIONER, house, name="Kit Moran")
    looked(kit, theirs)
    address = reverse("looking:looked_at", args=[theirs.pk])

    def shown(**chosen):
        text = page.get(address, chosen).text.split("<table", 1)[-1]
        return "Kit Moran" in text, "Maker Mills" in text

    assert shown(kind="looks") == (True, False)
    assert "No work with the family" not in page.get(address, {"kind": "changes"}).text
    assert shown(kind="changes") == (False, True)
    assert shown(by=str(kit.membership_id)) == (True, False)
    text = page.get(address, {"last_day": "1", "last_month": "3", "last_year": "2020"}).text
    assert "Nobody did that in these days" in text
    wrong = {"first_day": "2", "first_month": "3", "first_year": "2020", "last_day": "1", "last_month": "3"}
    assert "on or after the first day" in page.get(address, {**wrong, "last_year": "2020"}).text
    assert page.get(address, {"by": "rubbish", "page": "x"}).status_code == 200


def test_pages_follow_one_another(page, house, theirs):
    kit = viewer(Role.PRACTITIONER, house, name="Kit Moran")
    for _ in range(60):
        looked(kit, theirs)
    address = reverse("looking:looked_at", args=[theirs.pk])
    assert "page=2" in page.get(address).text
    assert "Newer" in page.get(address, {"page": 2}).text


def test_the_file_holds_every_page(page, house, theirs):
    kit = viewer(Role.PRACTITIONER, house, name="Kit Moran")
    for _ in range(60):
        looked(kit, theirs)
    rows = (
        page.get(reverse("looking:csv", args=[theirs.pk]), {"kind": "looks"}).content.decode("utf-8-sig").splitlines()
    )
    assert len([row for row in rows if "Kit Moran" in row]) == 60
    assert not [row for row in rows if "Maker" in row]


def test_few_queries_however_many_looked(page, house, theirs, django_assert_max_num_queries):
    for number in range(12):
        looked(viewer(Role.PRACTITIONER, house, name=f"Somebody No{number}"), theirs)
    with django_assert_max_num_queries(20):
        page.get(reverse("looking:looked_at", args=[theirs.pk]))


def test_a_family_that_is_shut_looks_like_one_that_is_not_there(page, house, supervisor, theirs):
    kit = viewer(Role.PRACTITIONER, house, name="Kit Moran")
    look = unusual_look(kit, theirs)
    ShutOut.objects.create(
        organisation=house, family=theirs, membership_id=supervisor.membership_id, cause="knows_them"
    )
    for name, pk in (("looked_at", theirs.pk), ("csv", theirs.pk), ("watched", theirs.pk), ("review", look.pk)):
        assert page.get(reverse(f"looking:{name}", args=[pk])).status_code == 404
    assert "Kit Moran" not in page.get(reverse("looking:reviews")).text
    assert str(theirs.pk) not in page.get(reverse("audit:log")).text
    assert "Looking to review" not in page.get("/").text.split("<main", 1)[-1]


def test_a_family_is_watched_over_and_no_longer(page, theirs):
    address = reverse("looking:watched", args=[theirs.pk])
    assert "Enter" in page.post(address, {"reason": ""}).text
    assert page.post(address, {"reason": "In the newspaper"}).status_code == 302
    assert "In the newspaper" in page.get(reverse("looking:looked_at", args=[theirs.pk])).text
    assert "Stop watching" in page.get(address).text
    assert page.post(address).status_code == 302
    assert not WatchedFamily.objects.filter(ended_at__isnull=True).exists()


def test_a_look_is_reviewed(page, house, theirs):
    look = unusual_look(viewer(Role.PRACTITIONER, house, name="Kit Moran"), theirs)
    assert "Kit Moran" in page.get("/").text
    assert "Kit Moran" in page.get(reverse("looking:reviews")).text
    address = reverse("looking:review", args=[look.pk])
    assert "it is watched over" in page.get(address).text
    again = page.post(address, {"outcome": "talked", "note": ""})
    assert "what was agreed" in again.text
    assert page.post(address, {"outcome": "talked", "note": "A cousin; taken off."}).status_code == 302
    assert "A cousin; taken off." in page.get(address).text
    assert "Nothing waits for a review" in page.get(reverse("looking:reviews")).text
    assert "Sal Boss" in page.get(reverse("looking:reviews"), {"show": "reviewed"}).text
    assert "already" in page.post(address, {"outcome": "part_of_work"}).text


def test_ones_own_is_not_found(page, supervisor, theirs):
    look = unusual_look(supervisor, theirs)
    assert page.get(reverse("looking:review", args=[look.pk])).status_code == 404
    assert page.post(reverse("looking:review", args=[look.pk]), {"outcome": "part_of_work"}).status_code == 404


def test_ones_own_streets_are_seen_by_nobody_else(page, client, house, supervisor):
    address = reverse("looking:streets")
    assert "whole postcode" in page.post(address, {"street": "Alder Road", "postcode": "NE1"}).text
    assert page.post(address, {"street": "Alder Road", "postcode": "ne14xf"}).status_code == 302
    assert "Alder Road<" in page.get(address).text
    street = OwnStreet.objects.get()
    other = viewer(Role.SUPERVISOR, house)
    client.force_login(User.objects.get(pk=other.user_id), backend=BACKEND)
    assert "Alder Road<" not in client.get(address).text
    assert client.post(reverse("looking:take_street_away", args=[street.pk])).status_code == 404
    client.force_login(User.objects.get(pk=supervisor.user_id), backend=BACKEND)
    client.post(reverse("looking:take_street_away", args=[street.pk]))
    assert not OwnStreet.objects.exists()


def test_no_more_than_five_streets(page, supervisor):
    for number in range(5):
        actions.name_street(by=supervisor, street=f"Street {number}", postcode="NE1 4XF")
    assert "Take one away first" in page.post(reverse("looking:streets"), {"postcode": "NE1 4XG"}).text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
def test_nobody_else_reviews(client, house, theirs, role):
    who = viewer(role, house)
    look = unusual_look(viewer(Role.PRACTITIONER, house), theirs)
    client.force_login(User.objects.get(pk=who.user_id), backend=BACKEND)
    for name, args in (("reviews", []), ("review", [look.pk]), ("looked_at", [theirs.pk]), ("csv", [theirs.pk])):
        assert client.get(reverse(f"looking:{name}", args=args)).status_code == 403
    assert not UnusualLook.objects.visible_to(who).exists()


def test_every_outcome_has_words():
    assert all(outcome.label for outcome in Outcome)
