"""The pages: recording in two steps, lists, reviews, the end, and panels; nothing of a side that is not seen."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.features.families.actions import give_sight
from trellis.features.families.models import ShutOut
from trellis.features.families.tests.factories import family, person
from trellis.features.groups.tests import factories as groups
from trellis.features.journeys.tests.factories import journey, participant
from trellis.features.separations.models import Separation
from trellis.features.separations.rules.words import CANNOT_BE_BOOKED
from trellis.features.separations.tests.booking import day_ahead
from trellis.features.separations.tests.factories import separation
from trellis.features.sessions.tests.factories import booked
from trellis.platform.access.models import Membership, User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests import factories as access

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def by(client):
    return signed_in(client, access.membership())


def signed_in(client, membership):
    client.force_login(User.objects.get(pk=membership.user_id), backend=BACKEND)
    return access.Viewer.from_membership(membership)


def parts(name, day):
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def typed(first, other, **more):
    return {
        "first": first,
        "other": other,
        "reason": "He waits for her outside.",
        "source": "The police",
        "margin": "60",
        **parts("review_on", timezone.localdate() + timedelta(days=60)),
        **more,
    }


def test_somebody_of_another_family_is_looked_for_and_kept_apart(client, by):
    north, south = family(by, "North family"), family(by, "South family")
    ann, bob = person(by, north, given_name="Ann"), person(by, south, given_name="Bob")
    address = reverse("separations:new", args=[north.pk])
    page = client.get(address).text
    assert "The whole North family" in page
    assert "Bob" not in page
    assert "Nobody found for “Nix”" in client.get(address, {"look_for": "Nix"}).text
    assert "Bob Ashworth, South family" in client.get(address, {"look_for": "South"}).text
    sent = typed(f"person:{ann.pk}", f"person:{bob.pk}")
    answer = client.post(f"{address}?look_for=South", {**sent, "source": ""})
    assert "Say who told you" in answer.text
    assert "He waits for her outside." in answer.text
    answer = client.post(f"{address}?look_for=South", sent, follow=True)
    assert "Ann Ashworth and Bob Ashworth" in answer.text
    assert "Nothing that is booked brings them together" in answer.text
    made = Separation.objects.get()
    assert (made.first_person_id, made.second_person_id) == (ann.pk, bob.pk)
    assert "Ann Ashworth and Bob Ashworth" in client.get(reverse("separations:list")).text
    assert "Ann Ashworth and Bob Ashworth" in client.get(reverse("families:family", args=[south.pk])).text


def test_what_was_not_found_cannot_be_sent(client, by):
    north = family(by, "North family")
    theirs = family(access.viewer(), "Their family")
    address = reverse("separations:new", args=[north.pk])
    client.post(address, typed(f"family:{north.pk}", f"family:{theirs.pk}"))
    assert not Separation.objects.exists()


def test_bookings_that_stand_are_shown_before_it_is_recorded(client, by):
    one, other = journey(by, "dvact-needs"), journey(by, "dvact-needs")
    for each in (one, other):
        booked(by, each, day=day_ahead(), starts=time(10), where="Town Library")
    address = reverse("separations:new", args=[one.family_id]) + f"?look_for={other.family.name}"
    sent = typed(f"family:{one.family_id}", f"family:{other.family_id}")
    answer = client.post(address, sent)
    assert "Bookings that stand already" in answer.text
    assert "Move it, or hold it somewhere else" in answer.text
    assert not Separation.objects.exists()
    assert "Bookings that stand" in client.post(address, {**sent, "stands": "1"}).text
    answer = client.post(address, {**sent, "stands": "1", "seen": "on"}, follow=True)
    assert "Bookings to mend" in answer.text
    assert "Bookings to mend" in client.get("/").text
    assert "Bookings to mend" in client.get(reverse("separations:list")).text


def test_it_is_looked_at_again_and_ended(client, by):
    north, south = family(by, "North family"), family(by, "South family")
    made = separation(by, north, south)
    address = reverse("separations:review", args=[made.pk])
    answer = client.post(address, {"words": "", **parts("next_review_on", timezone.localdate())})
    assert "Say in a few words what you found" in answer.text
    again = timezone.localdate() + timedelta(days=30)
    answer = client.post(address, {"words": "He has left town.", **parts("next_review_on", again)}, follow=True)
    assert "He has left town." in answer.text
    end = reverse("separations:end", args=[made.pk])
    assert "any more" in client.post(end, {"why": ""}).text
    answer = client.post(end, {"why": "Both asked for it."}, follow=True)
    assert "Both asked for it." in answer.text
    assert "He has left town." in answer.text
    assert "North family" not in client.get(reverse("separations:list")).text
    assert "North family" in client.get(reverse("separations:list"), {"show": "ended"}).text


def test_a_review_that_is_near_is_on_today(client, by):
    made = separation(by, family(by, "North family"), family(by, "South family"))
    assert "North family" not in client.get("/").text
    Separation.objects.filter(pk=made.pk).update(review_on=timezone.localdate())
    assert "Review due" in client.get("/").text


def test_what_a_programme_made_for_both_still_asks_for_is_shown(client, by):
    group = groups.group(by)
    one = groups.placed_journey(by, group, genders=("female", "male"))
    mother, son = (participant(one, strand).person for strand in ("parents", "young_people"))
    made = separation(by, mother, son)
    page = client.get(reverse("separations:separation", args=[made.pk])).text
    assert "Together by design" in page
    assert "has no safety plan yet" in page
    assert "room of their own" in page


def test_whoever_sees_one_side_finds_nothing_and_is_refused_without_a_reason(client, by):
    one, other = journey(by, "dvact-needs"), journey(by, "dvact-needs")
    booked(by, other, day=day_ahead(), starts=time(10), where="Town Library")
    made = separation(by, one.family, other.family)
    house = Membership.objects.get(pk=by.membership_id).organisation
    membership = access.membership(Role.PRACTITIONER, house)
    give_sight(by=by, family=one.family, membership=membership, because="Keyworker")
    signed_in(client, membership)
    assert client.get(reverse("separations:separation", args=[made.pk])).status_code == 404
    page = client.get(reverse("families:family", args=[one.family_id])).text
    listed = client.get(reverse("separations:list")).text
    assert other.family.name not in page + listed
    assert "No separation is recorded between families that you may see." in page
    sent = {
        "what": "other",
        "title": "A talk",
        **parts("day", day_ahead()),
        "starts": "10:30",
        "minutes": "60",
        "where": "Town Library",
        "expected": [str(participant(one).pk)],
    }
    answer = client.post(reverse("sessions:book", args=[one.pk]), sent)
    assert CANNOT_BE_BOOKED in answer.text
    assert "apart" not in answer.text
    assert other.family.name not in answer.text


def test_the_list_of_families_to_place_is_the_same_whether_somebody_is_kept_apart_or_not(client, by):
    group = groups.group(by)
    there = groups.placed_journey(by, group, genders=("female", "male"))
    waits = journey(by, "pact", genders=("female", "male"))
    house = Membership.objects.get(pk=by.membership_id).organisation
    membership = access.membership(Role.COORDINATOR, house)
    ShutOut.objects.create(organisation=house, family=there.family, membership=membership, cause="knows_them")
    signed_in(client, membership)
    address = reverse("groups:places", args=[group.pk])
    before = _without_tokens(client.get(address).text)
    separation(by, there.family, waits.family)
    assert _without_tokens(client.get(address).text) == before
    answer = client.post(reverse("groups:add", args=[group.pk]), {"one": str(waits.pk)})
    assert CANNOT_BE_BOOKED in answer.text
    assert there.family.name not in answer.text


def _without_tokens(page):
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", page)
