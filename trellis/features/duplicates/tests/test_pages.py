"""Pages of duplicates: the list, the comparison, merging and taking apart; old addresses lead on."""

from __future__ import annotations

import pytest
from django.urls import reverse

from trellis.features.duplicates import actions
from trellis.features.duplicates.models import LikelyPair, NotTheSame, PersonMerge
from trellis.features.duplicates.tests.factories import found_pairs, merge_of_two, twice
from trellis.features.families import actions as families
from trellis.features.families.models import Person
from trellis.features.families.tests.factories import family, person
from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.jobs.running import run_pending

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def by():
    return viewer(Role.SUPERVISOR)


@pytest.fixture
def at(client):
    def sign_in(who):
        client.force_login(User.objects.get(pk=who.user_id), backend=BACKEND)
        return client

    return sign_in


def test_everybody_is_looked_through_in_the_background(by, at):
    browser = at(by)
    kept, gone = twice(by)
    assert "No likely duplicates are waiting" in browser.get(reverse("duplicates:list")).text
    browser.post(reverse("duplicates:look"))
    assert run_pending() == 1
    answer = browser.get(reverse("duplicates:list")).text
    assert "1 likely pair" in answer
    assert "are forms of one name" in answer
    assert reverse("duplicates:compare", args=sorted([kept.pk, gone.pk])) in answer
    assert "1 likely pair found" in answer
    assert "No likely pair fits" in browser.get(reverse("duplicates:list"), {"search": "Nobody"}).text
    assert "1 likely pair" in browser.get(reverse("duplicates:list"), {"search": "kathe"}).text


def test_two_people_are_never_put_forward_again(by, at):
    browser = at(by)
    one, other = twice(by)
    found_pairs(by)
    answer = browser.post(reverse("duplicates:two_people", args=[one.pk, other.pk]), follow=True).text
    assert "are two people" in answer
    assert found_pairs(by) == 0
    assert "No other record is likely" in browser.get(reverse("duplicates:of_person", args=[one.pk])).text
    decision = NotTheSame.objects.get()
    assert one.full_name in browser.get(reverse("duplicates:decisions")).text
    browser.post(reverse("duplicates:take_back", args=[decision.pk]))
    assert found_pairs(by) == 1
    assert other.full_name in browser.get(reverse("duplicates:of_person", args=[one.pk])).text


def test_merge_and_take_apart_on_the_page(by, at, django_assert_max_num_queries):
    browser = at(by)
    kept, gone = twice(by)
    home = kept.families.get()
    families.record_safe_contact(by=by, family=home, person=kept, channel="mobile", value="07700 900123", is_safe=True)
    address = reverse("duplicates:compare", args=[kept.pk, gone.pk])
    with django_assert_max_num_queries(20):
        answer = browser.get(address)
    for words in ("Katherine", "Kate", "Differs", "07700 900123", "The same date of birth", "Merge the two records"):
        assert words in answer.text
    stamp = answer.context["stamp"] if answer.context else answer.text.split('name="as_seen" value="')[1].split('"')[0]
    stale = browser.post(address, {"as_seen": "another", "given_name": "gone"})
    assert stale.status_code == 409
    assert "changed since you opened this page" in stale.text
    assert 'id="given_name-gone" name="given_name" type="radio" value="gone" checked' in stale.text
    done = browser.post(address, {"as_seen": stamp, "given_name": "gone"}, follow=True)
    assert "are one now" in done.text
    assert Person.objects.get(pk=kept.pk).given_name == "Kate"
    old = reverse("families:change_person", args=[home.pk, gone.pk])
    assert browser.get(old).headers["Location"] == reverse("families:change_person", args=[home.pk, kept.pk])
    merge = PersonMerge.objects.get()
    log = browser.get(reverse("audit:log"), {"about": f"families.person:{kept.pk}"}).text
    assert log.count("Person added") == 2
    written = families.record_occupation(
        by=by, family=home, person=Person.objects.get(pk=kept.pk), kind="work", name="Bakery"
    )
    page = reverse("duplicates:take_apart", args=[merge.pk])
    with django_assert_max_num_queries(20):
        assert "Bakery" in browser.get(page).text
    parted = browser.post(
        page, {"to_the_other": f"families.Occupation:{written.pk}", "not_the_same": "yes"}, follow=True
    )
    assert "two records again" in parted.text
    written.refresh_from_db()
    assert written.person_id == gone.pk
    assert NotTheSame.objects.count() == 1


def test_what_must_not_be_merged_says_so_and_offers_no_button(by, at):
    home = family(by)
    one, other = person(by, home, given_name="Ann"), person(by, home, given_name="Anne")
    families.record_relationship(by=by, family=home, from_person=one, to_person=other, kind="sibling")
    answer = at(by).get(reverse("duplicates:compare", args=[one.pk, other.pk])).text
    assert "so they are two people" in answer
    assert "Merge the two records" not in answer
    assert "one record, not two" in at(by).post(reverse("duplicates:compare", args=[one.pk, one.pk])).text


def test_a_pair_of_which_one_is_not_seen_is_neither_shown_nor_counted(at):
    house = organisation()
    by, coordinator = viewer(Role.SUPERVISOR, house), viewer(Role.COORDINATOR, house)
    one, other = twice(by)
    found_pairs(by)
    pair = LikelyPair.objects.get()
    from trellis.features.families.models import ShutOut

    ShutOut.objects.create(
        organisation=house, family=other.families.get(), membership_id=coordinator.membership_id, cause="declared"
    )
    browser = at(coordinator)
    answer = browser.get(reverse("duplicates:list")).text
    assert "No likely duplicates are waiting" in answer
    assert browser.get(reverse("duplicates:compare", args=[one.pk, other.pk])).status_code == 404
    found_pairs(coordinator)
    assert LikelyPair.objects.get() == pair
    assert "Kate" not in browser.get(reverse("duplicates:of_person", args=[one.pk])).text.replace("Katherine", "")


def test_evidence_from_homes_is_for_those_who_see_both(by, at):
    house = organisation()
    by, coordinator = viewer(Role.SUPERVISOR, house), viewer(Role.COORDINATOR, house)
    one, other = twice(by, given=("Amy", "Zoe"))
    for each in (one, other):
        families.record_household(
            by=by,
            family=each.families.get(),
            label="Home",
            address="7 Mill Lane\nLeeds",
            postcode="LS1 1AA",
            people=[each],
        )
    assert found_pairs(by) == 1
    assert "The same address" in at(by).get(reverse("duplicates:list")).text
    from trellis.features.families.models import Seal

    Seal.objects.create(
        organisation=house,
        person=other,
        family=other.families.get(),
        fact="address",
        kind="all_but_few",
        reason="Danger",
        source="Police",
        sealed_by_id=by.membership_id,
    )
    answer = at(coordinator).get(reverse("duplicates:list")).text
    assert "No likely duplicates are waiting" in answer


def test_merges_are_listed_and_only_supervisors_take_them_apart(at):
    house = organisation()
    by, coordinator = viewer(Role.SUPERVISOR, house), viewer(Role.COORDINATOR, house)
    merge = merge_of_two(by, "Ashworth")
    assert "A supervisor takes merges apart" in at(coordinator).get(reverse("duplicates:merges")).text
    assert at(coordinator).get(reverse("duplicates:take_apart", args=[merge.pk])).status_code == 403
    assert "Take apart" in at(by).get(reverse("duplicates:merges")).text
    actions.unmerge(by=by, merge=merge)
    assert at(by).get(reverse("duplicates:take_apart", args=[merge.pk])).status_code == 404
