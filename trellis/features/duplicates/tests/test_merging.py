"""Two records made one, and taken apart again: nothing is lost, and what must not be merged is not."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from trellis.features.duplicates import actions, queries
from trellis.features.duplicates.models import LikelyPair, MergedRow, NotTheSame, PersonMerge
from trellis.features.duplicates.queries.pointing import pointing_at
from trellis.features.duplicates.queries.standing import naming_two
from trellis.features.duplicates.rules import FIELDS
from trellis.features.duplicates.tests.rows import Rows
from trellis.features.duplicates.tests.snapshots import snapshot
from trellis.features.families import actions as families
from trellis.features.families.models import (
    FamilyMember,
    HouseholdMember,
    Person,
    SafeContact,
    Seal,
    SealedAgainst,
    Sides,
)
from trellis.features.families.tests.factories import family, person
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.access.viewer import NotAllowed

pytestmark = pytest.mark.django_db
OWN = {LikelyPair, NotTheSame, PersonMerge, MergedRow}
POINTING = [(model, one) for model, one in pointing_at(Person) if model not in OWN]


@pytest.fixture
def supervisor():
    return viewer(Role.SUPERVISOR)


@pytest.fixture
def two(supervisor):
    kept = person(supervisor, family(supervisor, "Ashworth family"), given_name="Elizabeth", family_name="Ashworth")
    gone = person(supervisor, family(supervisor, "Ashwort family"), given_name="Beth", family_name="Ashwort")
    return kept, gone


def merged(by, two, **more):
    kept, gone = two
    return actions.merge(by=by, kept=kept, gone=gone, **{"choices": {}, **more})


def test_whatever_points_at_somebody_follows_and_comes_back(supervisor, two):
    kept, gone = two
    rows = Rows(Membership.objects.select_related("organisation").get(pk=supervisor.membership_id))
    rows.made[Person] = person(supervisor, family(supervisor), given_name="Somebody", family_name="Else")
    made = [(model, one, rows.make(model, **{one.name: gone})) for model, one in POINTING]
    assert len(made) > 40
    before = snapshot()
    merge = merged(supervisor, two)
    left = [f"{one}" for model, one, row in made if left_behind(model, one, row, kept)]
    assert left == []
    assert not Person.objects.filter(pk=gone.pk).exists()
    actions.unmerge(by=supervisor, merge=merge, not_the_same=False)
    assert snapshot() == before


def left_behind(model, pointer, row, kept):
    now = model._base_manager.filter(pk=row.pk).first()
    return now is None or getattr(now, pointer.attname) != kept.pk


def test_two_of_one_family_become_one_member_of_it(supervisor):
    home = family(supervisor)
    two = person(supervisor, home, given_name="Tom"), person(supervisor, home, given_name="Thomas")
    households = [
        families.record_household(by=supervisor, family=home, label="Home", address="1 High Street", people=two)
    ]
    before = snapshot()
    made = merged(supervisor, two)
    assert list(FamilyMember.objects.filter(family=home).values_list("person_id", flat=True)) == [two[0].pk]
    assert HouseholdMember.objects.filter(household=households[0]).count() == 1
    actions.unmerge(by=supervisor, merge=made, not_the_same=False)
    assert snapshot() == before


def test_the_same_contact_twice_is_kept_once_and_a_warning_is_never_lost(supervisor, two):
    kept, gone = two
    home = kept.families.get()
    families.add_existing_person(by=supervisor, family=home, person=gone)
    for one, safe in ((kept, True), (gone, True), (gone, False)):
        families.record_safe_contact(
            by=supervisor, family=home, person=one, channel="mobile", value="07700 900123", is_safe=safe
        )
    before = snapshot()
    made = merged(supervisor, two)
    assert sorted(SafeContact.objects.filter(person=kept).values_list("is_safe", flat=True)) == [False, True]
    actions.unmerge(by=supervisor, merge=made, not_the_same=False)
    assert snapshot() == before


def test_what_was_chosen_stays_and_names_are_found_by_it(supervisor, two):
    kept, _ = two
    before = snapshot()
    made = merged(supervisor, two, choices={"given_name": "gone", "family_name": "kept"})
    kept.refresh_from_db()
    assert (kept.given_name, kept.family_name, kept.match_name) == ("Beth", "Ashworth", "beth ashworth")
    actions.unmerge(by=supervisor, merge=made, not_the_same=False)
    assert snapshot() == before


def test_what_was_written_since_stays_unless_it_is_handed_over(supervisor, two):
    kept, gone = two
    home = kept.families.get()
    made = merged(supervisor, two)
    stays = families.record_occupation(by=supervisor, family=home, person=kept, kind="school", name="Hill School")
    goes = families.record_occupation(by=supervisor, family=home, person=kept, kind="work", name="Bakery")
    kept.refresh_from_db()
    families.change_person(by=supervisor, person=kept, first_language="Polish")
    since = queries.written_since(supervisor, made)
    assert {(label, row.pk) for label, row, _ in since} == {
        ("families.Occupation", stays.pk),
        ("families.Occupation", goes.pk),
    }
    parted = actions.unmerge(by=supervisor, merge=made, to_the_other=[("families.Occupation", str(goes.pk))])
    stays.refresh_from_db()
    goes.refresh_from_db()
    kept.refresh_from_db()
    assert (stays.person_id, goes.person_id) == (kept.pk, gone.pk)
    assert (kept.first_language, parted.person.first_language) == ("Polish", "")
    assert NotTheSame.objects.count() == 1


def test_a_value_chosen_and_then_corrected_stays_corrected(supervisor, two):
    kept, _ = two
    made = merged(supervisor, two, choices={"given_name": "gone"})
    kept.refresh_from_db()
    families.change_person(by=supervisor, person=kept, given_name="Betty")
    parted = actions.unmerge(by=supervisor, merge=made)
    kept.refresh_from_db()
    assert kept.given_name == "Betty"
    assert parted.changed_since == 1


def test_merges_come_apart_in_the_order_in_which_they_stand(supervisor, two):
    kept, gone = two
    third = person(supervisor, family(supervisor), given_name="Lizzie", family_name="Ashworth")
    before = snapshot()
    first = merged(supervisor, (kept, gone))
    second = merged(supervisor, (third, kept))
    assert queries.leads_to(supervisor, gone.pk) == third.pk
    assert queries.leads_to(supervisor, kept.pk) == third.pk
    with pytest.raises(RuleBroken, match="later one"):
        actions.unmerge(by=supervisor, merge=first)
    actions.unmerge(by=supervisor, merge=second, not_the_same=False)
    actions.unmerge(by=supervisor, merge=first, not_the_same=False)
    assert snapshot() == before
    with pytest.raises(RuleBroken, match="already"):
        actions.unmerge(by=supervisor, merge=first)


def test_decisions_that_others_are_not_the_same_follow(supervisor, two):
    kept, gone = two
    third = person(supervisor, family(supervisor), given_name="Beth", family_name="Ashworthy")
    actions.not_the_same(by=supervisor, one=third, other=gone)
    before = snapshot()
    made = merged(supervisor, two)
    decision = NotTheSame.objects.get()
    assert {decision.first_id, decision.second_id} == {kept.pk, third.pk}
    actions.unmerge(by=supervisor, merge=made, not_the_same=False)
    assert snapshot() == before


def test_every_field_of_a_person_is_compared():
    apart = {"id", "created_at", "organisation", "match_name"}
    assert {one.name for one in Person._meta.concrete_fields} - apart == set(FIELDS)


def refused(by, two, words):
    before = snapshot()
    with pytest.raises(RuleBroken, match=words):
        merged(by, two)
    assert snapshot() == before


def test_nobody_is_merged_with_themselves(supervisor, two):
    refused(supervisor, (two[0], two[0]), "one record, not two")


def test_two_who_are_related_are_two(supervisor):
    home = family(supervisor)
    mother = person(supervisor, home, given_name="Ann", birth_date=datetime.date(1980, 1, 2))
    child = person(supervisor, home, given_name="Anne", birth_date=datetime.date(2012, 1, 2))
    families.record_relationship(by=supervisor, family=home, from_person=mother, to_person=child, kind="mother")
    refused(supervisor, (mother, child), "written down as mother of")
    refused(supervisor, (child, mother), "written down as mother of")


def test_two_of_whom_one_is_sealed_from_the_other_are_not_merged(supervisor, two):
    kept, gone = two
    rows = Rows(Membership.objects.select_related("organisation").get(pk=supervisor.membership_id))
    home = kept.families.get()
    seal = rows.make(Seal, person=kept, family=home, kind="people")
    SealedAgainst.objects.create(organisation_id=supervisor.organisation_id, seal=seal, person=gone)
    refused(supervisor, two, "keeps them apart")
    refused(supervisor, (gone, kept), "keeps them apart")


def test_two_on_the_two_sides_of_one_case_are_not_merged(supervisor, two):
    kept, gone = two
    one, other = sorted((each.families.get() for each in two), key=lambda home: home.pk)
    sides = Sides.objects.create(
        organisation_id=supervisor.organisation_id,
        one=one,
        other=other,
        kept_by_id=supervisor.membership_id,
        reason="Both have asked us",
    )
    refused(supervisor, two, "keeps them apart")
    refused(supervisor, (gone, kept), "keeps them apart")
    sides.ended_at = timezone.now()
    sides.save(update_fields=["ended_at"])
    assert merged(supervisor, two).kept_id == kept.pk


@pytest.mark.parametrize("model", list(naming_two()), ids=lambda model: model._meta.label)
def test_two_whom_one_record_names_in_two_parts_are_not_merged(model, supervisor, two):
    kept, gone = two
    rows = Rows(Membership.objects.select_related("organisation").get(pk=supervisor.membership_id))
    names = [one.name for one in model._meta.concrete_fields if one.related_model is Person]
    rows.make(model, **{names[0]: kept, names[1]: gone})
    refused(supervisor, two, "two people")


def test_whoever_must_not_meet_is_not_merged(supervisor, two, monkeypatch):
    from trellis.features.duplicates.queries import standing
    from trellis.platform.contributions.records import Hook

    asked = []
    hook = Hook("must_not_meet", lambda viewer, one, other: asked.append((one, other)) or True)
    monkeypatch.setattr(standing, "hooks", lambda name: (hook,) if name == "must_not_meet" else ())
    refused(supervisor, two, "keeps them apart")
    assert asked == [(two[0].pk, two[1].pk)]


def test_nobody_becomes_their_own_grandparent(supervisor, two):
    kept, gone = two
    home = family(supervisor)
    middle = person(supervisor, home, given_name="Mia", birth_date=None)
    for one in two:
        families.add_existing_person(by=supervisor, family=home, person=one)
    families.record_relationship(by=supervisor, family=home, from_person=kept, to_person=middle, kind="mother")
    families.record_relationship(by=supervisor, family=home, from_person=middle, to_person=gone, kind="mother")
    refused(supervisor, two, "their own parent or grandparent")


def test_a_record_changed_meanwhile_is_looked_at_again(supervisor, two):
    kept, gone = two
    seen = queries.comparison(supervisor, kept, gone).stamp
    assert queries.comparison(supervisor, gone, kept).stamp == seen
    home = gone.families.get()
    families.record_safe_contact(by=supervisor, family=home, person=gone, channel="mobile", value="07700 900124")
    with pytest.raises(RuleBroken, match="changed since you opened"):
        merged(supervisor, two, as_seen=seen)
    merged(supervisor, two, as_seen=queries.comparison(supervisor, kept, gone).stamp)


def test_coordinators_and_other_organisations_do_not_merge(supervisor, two):
    with pytest.raises(NotAllowed):
        merged(viewer(Role.COORDINATOR, organisation()), two)
    refused(viewer(Role.SUPERVISOR), two, "changed since")
