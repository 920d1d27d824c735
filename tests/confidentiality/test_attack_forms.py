"""What a second attack found in forms: who writes something learns nothing of what is kept from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.confidentiality.cast import KEEPER, READER, Cast
from tests.matrix import probe as who
from tests.matrix.house import signed_in
from trellis.features.families.actions import record_occupation
from trellis.features.families.models import (
    ContactPlan,
    FamilyMember,
    HomeAddress,
    Household,
    HouseholdMember,
    Occupation,
    Seal,
    SealReader,
    ShutOut,
)
from trellis.features.families.queries import likely_matches, may_be_known
from trellis.features.families.rules import SealedFact, SealKind, ShutOutCause
from trellis.features.referrals import actions as referrals
from trellis.features.referrals.models import Referral
from trellis.features.referrals.tests.factories import full_draft
from trellis.platform.database import sight

pytestmark = pytest.mark.django_db
PLAN = {"caller": "anybody", "may_say": "not_asked", "post": "not_asked", "ask_for": "", "we_are": "", "others": ""}
TRUE, TYPED = "17 Larkspur Yard", "1 Probe Street"


@pytest.fixture(autouse=True)
def _taken_back(cast: Cast, _django_db_helper: None) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _seal(cast: Cast, fact: SealedFact) -> None:
    seal = Seal.objects.create(
        organisation=cast.house.organisation,
        family=cast.hers,
        person=cast.mother,
        fact=fact,
        kind=SealKind.ALL_BUT_FEW,
        reason="So it is",
        source="Her",
        sealed_by=cast.people[KEEPER],
    )
    SealReader.objects.create(organisation=seal.organisation, seal=seal, membership=cast.people[READER])


def _as(cast: Cast, person: str) -> Client:
    return signed_in(cast.people[person].user)


@pytest.mark.parametrize("there", [True, False])
def test_a_contact_plan_that_is_sealed_is_written_as_if_there_were_none(cast: Cast, there: bool) -> None:
    ContactPlan.objects.filter(person=cast.mother, family=cast.hers).delete()
    if there:
        ContactPlan.objects.create(
            organisation=cast.house.organisation, person=cast.mother, family=cast.hers, ask_for="Cornelia"
        )
        _seal(cast, SealedFact.CONTACT)
    url = reverse("families:plan", args=[cast.hers.pk, cast.mother.pk])
    outside = _as(cast, who.COORDINATOR)
    assert "Cornelia" not in outside.get(url).text
    assert outside.post(url, {**PLAN, "ask_for": "Wilhelmina"}).status_code == 302
    assert "Wilhelmina" in outside.get(url).text
    assert outside.post(url, {**PLAN, "ask_for": "Theodora"}).status_code == 302
    if there:
        assert "Cornelia" in _as(cast, READER).get(url).text


def _home(cast: Cast) -> Household:
    home = HouseholdMember.objects.get(person=cast.mother, household__label="Home").household
    assert HomeAddress.objects.get(household=home).address == TRUE
    return home


@pytest.mark.parametrize("sealed", [True, False])
def test_an_address_that_is_written_beside_a_sealed_one_is_found_again_and_takes_no_place(
    cast: Cast, sealed: bool
) -> None:
    home = _home(cast)
    url = reverse("families:household", args=[cast.hers.pk, home.pk])
    if sealed:
        _seal(cast, SealedFact.ADDRESS)
    outside, inside = _as(cast, who.COORDINATOR), _as(cast, READER)
    said = {"label": "Home", "address": TYPED, "postcode": "NE1 4XF", "is_refuge": "no", "people": [cast.mother.pk]}
    assert outside.post(url, said).status_code == 302
    assert TYPED in outside.get(url).text
    assert (TRUE in inside.get(url).text) is sealed
    if sealed:
        assert inside.post(url, {**said, "address": "2 Larkspur Yard"}).status_code == 302
        assert "2 Larkspur Yard" not in outside.get(url).text
        assert TYPED in outside.get(url).text


@pytest.mark.parametrize("sealed", [True, False])
def test_a_telephone_that_is_written_beside_a_seal_is_found_again(cast: Cast, sealed: bool) -> None:
    if sealed:
        _seal(cast, SealedFact.CONTACT)
    outside = _as(cast, who.COORDINATOR)
    said = {"channel": "mobile", "value": "07700 900999", "is_safe": "no", "voicemail": "none", "texts": "not_asked"}
    url = reverse("families:add_contact", args=[cast.hers.pk, cast.mother.pk])
    assert outside.post(url, {**said, "best_times": "", "note": ""}).status_code == 302
    assert "900999" in outside.get(reverse("families:person", args=[cast.hers.pk, cast.mother.pk])).text


@pytest.mark.parametrize(("fact", "kind"), [(SealedFact.SCHOOL, "school"), (SealedFact.WORK, "work")])
def test_school_and_work_that_are_written_beside_a_seal_are_found_again(
    cast: Cast, fact: SealedFact, kind: str
) -> None:
    _seal(cast, fact)
    outside = cast.viewer(who.COORDINATOR)
    with sight.seeing(sight.viewer(outside.membership_id)):
        record_occupation(by=outside, family=cast.hers, person=cast.mother, kind=kind, name="Probe House")
        found = set(Occupation.objects.visible_to(outside).filter(person=cast.mother).values_list("name", flat=True))
    assert "Probe House" in found
    inside = cast.viewer(READER)
    with sight.seeing(sight.viewer(inside.membership_id)):
        first = Occupation.objects.visible_to(inside).filter(person=cast.mother, kind=kind).order_by("outside_seal")
        assert first.count() == 1 or first[0].name != "Probe House"


def test_a_referral_of_somebody_who_is_shut_to_a_coordinator_waits_for_nobody(cast: Cast) -> None:
    referrer, coordinator = cast.viewer(who.REFERRER), cast.viewer(who.COORDINATOR)
    asked: dict[str, Any] = {
        "given_name": cast.mother.given_name,
        "family_name": cast.mother.family_name,
        "birth_date": cast.mother.birth_date,
    }
    with sight.seeing(sight.viewer(referrer.membership_id)):
        assert may_be_known(referrer, **asked)
    with sight.seeing(sight.viewer(coordinator.membership_id)):
        alike = {match.person.pk for match in likely_matches(coordinator, **asked)}
    for family in set(FamilyMember.objects.filter(person__in=alike).values_list("family_id", flat=True)):
        ShutOut.objects.get_or_create(
            organisation=cast.house.organisation,
            family_id=family,
            membership=cast.people[who.COORDINATOR],
            cause=ShutOutCause.DECIDED,
            ended_at=None,
        )
    with sight.seeing(sight.viewer(referrer.membership_id)):
        assert not may_be_known(referrer, **asked)


@pytest.mark.parametrize("is_shut", [True, False])
def test_a_row_that_somebody_else_brought_in_is_brought_in_where_it_is_shut(cast: Cast, is_shut: bool) -> None:
    first, second = cast.viewer(who.REFERRER), cast.viewer(who.COORDINATOR)
    draft = full_draft(first, "pact", surname="Wolvercote")
    sent = referrals.submit(by=first, referral=draft)
    Referral.objects.filter(pk=sent.pk).update(import_key="row")
    if is_shut and sent.family_id:
        ShutOut.objects.create(
            organisation=cast.house.organisation,
            family_id=sent.family_id,
            membership=cast.people[who.COORDINATOR],
            cause=ShutOutCause.DECIDED,
        )
    with sight.seeing(sight.viewer(second.membership_id)):
        again = full_draft(second, "pact", surname="Wolvercote")
        Referral.objects.filter(pk=again.pk).update(import_key="row")
    assert Referral.objects.filter(import_key="row").count() == 2
