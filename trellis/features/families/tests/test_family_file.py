"""Ties across files, homes over time, refuges, plans, orders and needs, as written and as read."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from trellis.features.families import actions, queries
from trellis.features.families.models import HomeAddress, HouseholdMember, MustNotKnow, Relationship, Seal
from trellis.features.families.rules import MaySay
from trellis.features.families.rules.contact import Way
from trellis.features.families.tests.factories import family, person
from trellis.kernel.decisions import Outcome, RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer

pytestmark = pytest.mark.django_db


def grown(by, home, name, year=1980):
    return person(by, home, given_name=name, birth_date=datetime.date(year, 1, 1))


def unborn_dates(by, home, name):
    return person(by, home, given_name=name, birth_date=None)


def mother(by, home, older, younger):
    return actions.record_relationship(by=by, family=home, from_person=older, to_person=younger, kind="mother")


def test_nobody_is_their_own_ancestor_through_two_files_and_the_way_is_told():
    by = viewer()
    one, other = family(by), family(by)
    ann, bea, cai = (unborn_dates(by, one, name) for name in ("Ann", "Bea", "Cai"))
    for somebody in (bea, cai):
        actions.add_existing_person(by=by, family=other, person=somebody)
    mother(by, one, ann, bea)
    mother(by, other, bea, cai)
    with pytest.raises(RuleBroken, match="Ann is the mother of Bea, and Bea is the mother of Cai"):
        actions.record_relationship(by=by, family=one, from_person=cai, to_person=ann, kind="father")


def test_a_way_through_people_who_may_not_be_seen_names_nobody():
    house = organisation()
    by, practitioner = viewer(organisation=house), viewer(Role.PRACTITIONER, house)
    seen, unseen = family(by), family(by)
    ann, cai = unborn_dates(by, seen, "Ann"), unborn_dates(by, seen, "Cai")
    secret = unborn_dates(by, unseen, "Marigold")
    for somebody in (ann, cai):
        actions.add_existing_person(by=by, family=unseen, person=somebody)
    mother(by, unseen, ann, secret)
    mother(by, unseen, secret, cai)
    membership = Membership.objects.get(pk=practitioner.membership_id)
    actions.give_sight(by=by, family=seen, membership=membership, because="Keyworker")
    with pytest.raises(RuleBroken, match="their own ancestor") as refused:
        actions.record_relationship(by=practitioner, family=seen, from_person=cai, to_person=ann, kind="parent")
    assert "Marigold" not in refused.value.message


def test_the_database_refuses_an_own_ancestor_whatever_writes_it():
    by = viewer()
    home = family(by)
    ann, bea = unborn_dates(by, home, "Ann"), unborn_dates(by, home, "Bea")
    mother(by, home, ann, bea)
    with pytest.raises(IntegrityError, match="own ancestor"), transaction.atomic():
        Relationship.objects.create(
            organisation_id=by.organisation_id, family=home, from_person=bea, to_person=ann, kind="parent"
        )


def test_a_second_telling_takes_the_place_of_the_first_and_an_end_makes_a_former_partner():
    by = viewer()
    home = family(by)
    ann, tom = grown(by, home, "Ann"), grown(by, home, "Tom")
    first = actions.record_relationship(
        by=by, family=home, from_person=ann, to_person=tom, kind="partner", partnership="married", since="2005"
    )
    again = actions.record_relationship(
        by=by,
        family=home,
        from_person=tom,
        to_person=ann,
        kind="partner",
        partnership="married",
        since="2005",
        until="2019",
        ending="divorced",
    )
    assert again.pk == first.pk
    assert (again.kind, again.span) == ("ex_partner", "2005 to 2019")


def test_a_grandmother_may_be_the_guardian_too():
    by = viewer()
    home = family(by)
    gran, bo = grown(by, home, "Gran", 1955), person(by, home, given_name="Bo")
    for kind in ("grandparent", "guardian"):
        actions.record_relationship(by=by, family=home, from_person=gran, to_person=bo, kind=kind)
    assert Relationship.objects.filter(family=home).count() == 2


def test_a_birthday_that_contradicts_a_tie_elsewhere_names_nobody():
    house = organisation()
    by, practitioner = viewer(organisation=house), viewer(Role.PRACTITIONER, house)
    seen, unseen = family(by), family(by)
    ann = grown(by, seen, "Ann")
    child = person(by, unseen, given_name="Marigold")
    actions.add_existing_person(by=by, family=unseen, person=ann)
    mother(by, unseen, ann, child)
    membership = Membership.objects.get(pk=practitioner.membership_id)
    actions.give_sight(by=by, family=seen, membership=membership, because="Keyworker")
    with pytest.raises(RuleBroken) as refused:
        actions.change_person(by=practitioner, person=ann, birth_date=datetime.date(2015, 1, 1))
    assert "Marigold" not in refused.value.message


def test_who_moves_out_stays_in_the_history():
    by = viewer()
    home = family(by)
    ann, bo = grown(by, home, "Ann"), person(by, home, given_name="Bo")
    place = actions.record_household(by=by, family=home, label="Mum’s home", people=[ann, bo], moved="2019")
    actions.record_household(by=by, family=home, label="Mum’s home", people=[bo], household=place, moved="2024")
    (shown,) = queries.households_of(by, home.pk)
    assert [member.person for member in shown.living_now] == [bo]
    assert [(member.person, member.span) for member in shown.past_members] == [(ann, "2019 to 2024")]


def test_a_refuge_is_sealed_from_everybody_and_looks_like_no_address():
    by = viewer()
    home = family(by)
    ann = grown(by, home, "Ann")
    place = actions.record_household(
        by=by, family=home, label="Where Ann stays", address="1 Hidden Row", people=[ann], is_refuge=True, source="Ann"
    )
    assert not HomeAddress.objects.visible_to(by).exists()
    assert queries.households_of(by, home.pk)[0].shown_address is None
    assert Seal.objects.get().source == "Ann"
    child = person(by, home, given_name="Bo")
    actions.record_household(by=by, family=home, label="Where Ann stays", people=[ann, child], household=place)
    assert Seal.objects.filter(person=child, fact="address", kind="all_but_few").exists()
    assert HomeAddress.objects.get().address == "1 Hidden Row"
    assert queries.delivery_for(by, ann).lines == ()


def test_an_address_written_beside_a_sealed_one_takes_no_others_place():
    by = viewer()
    home = family(by)
    ann = grown(by, home, "Ann")
    place = actions.record_household(
        by=by, family=home, label="Home", address="1 Hidden Row", people=[ann], is_refuge=True
    )
    actions.record_household(by=by, family=home, label="Home", address="2 Other Row", people=[ann], household=place)
    assert sorted(HomeAddress.objects.values_list("address", flat=True)) == ["1 Hidden Row", "2 Other Row"]


def test_a_letter_does_not_go_where_somebody_lives_who_must_never_know():
    by = viewer()
    home = family(by)
    ann, karl = grown(by, home, "Ann"), grown(by, home, "Karl")
    actions.record_household(by=by, family=home, label="Home", address="1 Row, Sometown", people=[ann, karl])
    plan = {"by": by, "family": home, "person": ann, "may_say": "service", "post": "yes"}
    actions.record_contact_plan(**plan)
    assert queries.delivery_for(by, ann).lines == ("1 Row", "Sometown")
    actions.record_contact_plan(**plan, kept_from=[karl], kept_from_names=["Her brother", " "])
    found = queries.delivery_for(by, ann)
    assert found.decision.outcome is Outcome.NOT_MET
    assert found.lines == ()
    assert MustNotKnow.objects.count() == 2
    actions.record_contact_plan(**plan)
    assert not MustNotKnow.objects.exists()


def test_the_strictest_of_two_files_counts_and_many_are_asked_at_once(django_assert_max_num_queries):
    by = viewer()
    one, other = family(by), family(by)
    ann = grown(by, one, "Ann")
    actions.add_existing_person(by=by, family=other, person=ann)
    for home, safe in ((one, True), (other, False)):
        actions.record_safe_contact(
            by=by, family=home, person=ann, channel="mobile", value="07700 900123", is_safe=safe
        )
    people = [ann, *(person(by, one) for _ in range(10))]
    with django_assert_max_num_queries(8):
        found = queries.contact_decisions(by, people, Way.CALL, what=MaySay.PLEASE_CALL)
    assert found[ann.pk].outcome is Outcome.NOT_MET
    assert queries.call_line(by, ann).numbers == ()


def test_orders_in_force_come_first_and_only_to_those_who_may_see_them():
    by = viewer()
    home = family(by)
    ann, karl, bo = grown(by, home, "Ann"), grown(by, home, "Karl"), person(by, home, given_name="Bo")
    today = timezone.localdate()
    values = {"by": by, "family": home, "kind": "non_molestation", "terms": "Stay away", "against": karl}
    days = datetime.timedelta
    actions.record_order(**values, protects=[ann], made_on=today - days(400), expires_on=today - days(35))
    actions.record_order(**values, protects=[ann, bo], made_on=today - days(10), expires_on=today + days(12))
    first, second = queries.orders_of(by, home.pk, today)
    assert first.limit.words == "expires in 12 days"
    assert not second.limit.is_in_force
    assert [one.order.pk for one in queries.orders_in_force(by, [bo.pk], today)] == [first.order.pk]
    assert queries.orders_of(viewer(), home.pk, today) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"protects": []}, "whom the order protects"),
        ({"against": None}, "whom the order is against"),
        ({"against_name": "Somebody else"}, "not both"),
        ({"terms": " "}, "in short"),
        ({"expires_on": datetime.date(2020, 1, 1)}, "before the order was made"),
        ({"made_on": datetime.date(2099, 1, 1)}, "still to come"),
    ],
)
def test_an_order_that_cannot_be_is_refused(change, words):
    by = viewer()
    home = family(by)
    ann, karl = grown(by, home, "Ann"), grown(by, home, "Karl")
    values = {"kind": "restraining", "terms": "No contact", "against": karl, "protects": [ann]}
    values["made_on"] = datetime.date(2026, 1, 5)
    with pytest.raises(RuleBroken, match=words):
        actions.record_order(by=by, family=home, **{**values, **change})


def test_responsibility_arrangements_and_their_place():
    by = viewer()
    home = family(by)
    ann, tom, bo = grown(by, home, "Ann"), grown(by, home, "Tom"), person(by, home, given_name="Bo")
    mother(by, home, ann, bo)
    actions.record_responsibility(by=by, family=home, child=bo, holder=tom, basis="birth_certificate", since="2010")
    actions.record_responsibility(by=by, family=home, child=bo, body="Invented Council", basis="care_order")
    rows, ties = queries.responsibilities_of(by, home.pk), queries.relationships_of(by, home.pk)
    found = queries.who_is_responsible(bo, rows, ties, timezone.localdate())
    assert {answer.holder for answer in found} == {"Ann", "Tom", "Invented Council"}
    with pytest.raises(RuleBroken, match="not both"):
        actions.record_responsibility(by=by, family=home, child=bo, holder=tom, body="X", basis="order")
    with pytest.raises(RuleBroken, match="who supervises"):
        actions.record_arrangement(by=by, family=home, child=bo, person=tom, kind="supervised", basis="ordered")
    told = {"by": by, "family": home, "child": bo, "person": tom, "kind": "direct", "basis": "agreed"}
    first = actions.record_arrangement(**told, place="Invented Park")
    again = actions.record_arrangement(**told, place="Another Park")
    assert first.pk == again.pk
    assert queries.arrangements_of(by, home.pk)[0].shown_place.words == "Another Park"
    actions.record_household(by=by, family=home, label="Home", address="1 Row", people=[bo], is_refuge=True)
    assert queries.arrangements_of(by, home.pk)[0].shown_place is None


def test_a_referral_elsewhere_has_consent_and_moves_the_need_on():
    by = viewer()
    home = family(by)
    bo = person(by, home, given_name="Bo")
    need = actions.record_need(by=by, family=home, person=bo, kind="mind", words="Sleeps badly")
    values = {"by": by, "family": home, "person": bo, "service": "Invented Counselling", "need": need}
    with pytest.raises(RuleBroken, match="who agreed"):
        actions.record_signpost(**values, kind="referral")
    with pytest.raises(RuleBroken, match="why nobody was asked"):
        actions.record_signpost(**values, kind="referral", consent="not_needed")
    row = actions.record_signpost(**values, kind="referral", consent="parents")
    need.refresh_from_db()
    assert need.state == "helped"
    with pytest.raises(RuleBroken, match="before it was made"):
        actions.record_what_came(by=by, signpost=row, came_of_it="taken_up", came_on=datetime.date(2020, 1, 1))
    actions.record_what_came(by=by, signpost=row, came_of_it="finished", ask_again_on=datetime.date(2027, 1, 1))
    assert queries.signposts_of(by, home.pk)[0].ask_again_on is None


def test_a_person_of_two_families_is_one_and_each_file_names_only_what_is_seen():
    house = organisation()
    by, practitioner = viewer(organisation=house), viewer(Role.PRACTITIONER, house)
    one, other = family(by, "Ashworth family"), family(by, "Secret family")
    bo = person(by, one, given_name="Bo")
    actions.add_existing_person(by=by, family=other, person=bo)
    membership = Membership.objects.get(pk=practitioner.membership_id)
    actions.give_sight(by=by, family=one, membership=membership, because="Keyworker")
    assert [found.name for found in queries.also_in(by, one.pk)[bo.pk]] == ["Secret family"]
    assert queries.also_in(practitioner, one.pk) == {}


def test_nobody_hidden_is_moved_out_by_somebody_who_cannot_see_them():
    house = organisation()
    by, practitioner = viewer(organisation=house), viewer(Role.PRACTITIONER, house)
    home = family(by)
    ann, bo = grown(by, home, "Ann"), person(by, home, given_name="Bo")
    place = actions.record_household(by=by, family=home, label="Home", people=[ann, bo])
    Seal.objects.create(
        organisation_id=by.organisation_id,
        family=home,
        person=bo,
        fact="presence",
        kind="all_but_few",
        reason="Danger",
        source="Ann",
        sealed_by_id=by.membership_id,
    )
    membership = Membership.objects.get(pk=practitioner.membership_id)
    actions.give_sight(by=by, family=home, membership=membership, because="Keyworker")
    actions.record_household(by=practitioner, family=home, label="Home", people=[ann], household=place)
    assert HouseholdMember.objects.get(person=bo).until == ""


def test_an_address_told_to_be_kept_from_somebody_is_kept_from_their_worker():
    house = organisation()
    by, his = viewer(organisation=house), viewer(Role.PRACTITIONER, house)
    home = family(by)
    ann, karl = grown(by, home, "Ann"), grown(by, home, "Karl")
    actions.record_household(by=by, family=home, label="Home", address="1 Row", people=[ann])
    membership = Membership.objects.get(pk=his.membership_id)
    actions.give_sight(by=by, family=home, membership=membership, because="Works with Karl", with_person=karl)
    assert queries.households_of(his, home.pk)[0].shown_address is not None
    actions.seal_address(by=by, family=home, person=ann, against=[karl], reason="Violence", source="The referral")
    assert queries.households_of(his, home.pk)[0].shown_address is None
    assert queries.households_of(by, home.pk)[0].shown_address is not None
