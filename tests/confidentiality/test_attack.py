"""What an attack found: each was a way by which somebody learnt what is kept from them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from tests.confidentiality.cast import KEEPER, PARTNER, Cast, played, scenes
from tests.matrix import probe as who
from trellis.features.families.models import Family, FamilyMember, Person, Seal
from trellis.features.families.queries import those_who_see
from trellis.features.families.rules import SealedFact, SealKind
from trellis.features.referrals.models import Referral, ReferredPerson
from trellis.features.referrals.queries import answers_for
from trellis.platform.access.roles import Role
from trellis.platform.database import sight

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _taken_back(cast: Cast, _django_db_helper: None) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _seal(cast: Cast, family: Family, fact: SealedFact, person: Person) -> None:
    Seal.objects.create(
        organisation=cast.house.organisation,
        family=family,
        person=person,
        fact=fact,
        kind=SealKind.ALL_BUT_FEW,
        reason="So it is",
        source="Her",
        sealed_by=cast.people[KEEPER],
    )


def _referral_of_her(cast: Cast) -> tuple[Referral, str]:
    """Return her family's referral, which names her and where she lives."""
    referral = Referral.objects.get(pk=cast.house.records["referral"].pk)
    row = ReferredPerson.objects.filter(referral=referral).order_by("position").first()
    assert row is not None
    said = str(row.answers["id"])
    ReferredPerson.objects.filter(pk=row.pk).update(person=cast.partner)
    referral.answers["homes"] = {"1": {"who": [said], "people": [said], "address": "9 Wrackline Row"}}
    referral.answers["people"][said]["given_name"] = PARTNER
    referral.save(update_fields=["answers"])
    return referral, said


@pytest.mark.parametrize("behind_the_wall", [False, True])
def test_a_fact_sealed_in_another_file_is_not_in_the_answers_of_a_referral(cast: Cast, behind_the_wall: bool) -> None:
    referral, _ = _referral_of_her(cast)
    FamilyMember.objects.create(organisation=cast.house.organisation, family=cast.his, person=cast.partner)
    viewer = cast.viewer(who.COORDINATOR)
    assert "Wrackline" in json.dumps(answers_for(viewer, referral))
    _seal(cast, cast.his, SealedFact.ADDRESS, cast.partner)
    with sight.seeing(sight.viewer(viewer.membership_id) if behind_the_wall else sight.OWNER):
        assert "Wrackline" not in json.dumps(answers_for(viewer, referral))


@pytest.mark.parametrize("behind_the_wall", [False, True])
def test_somebody_whose_presence_is_sealed_is_not_in_the_answers(cast: Cast, behind_the_wall: bool) -> None:
    """Behind the wall the seal itself is not found, and it must not count as none."""
    referral, said = _referral_of_her(cast)
    _seal(cast, cast.hers, SealedFact.PRESENCE, cast.partner)
    viewer = cast.viewer(who.COORDINATOR)
    with sight.seeing(sight.viewer(viewer.membership_id) if behind_the_wall else sight.OWNER):
        answers = answers_for(viewer, referral)
    assert said not in answers["people"]
    assert PARTNER not in json.dumps(answers)


def test_nobody_is_told_of_a_journey_whose_family_is_shut_to_them(cast: Cast) -> None:
    ours = cast.house.organisation
    keeper = cast.viewer(KEEPER)
    told = {one.pk for one in those_who_see(keeper, cast.hers.pk, Role.COORDINATOR)}
    assert cast.people[who.COORDINATOR].pk in told
    for scene in scenes():
        if who.COORDINATOR not in scene.hidden_from or "family" not in scene.kept:
            continue
        with played(cast, scene):
            told = {one.pk for one in those_who_see(keeper, cast.hers.pk, Role.COORDINATOR)}
            assert cast.people[who.COORDINATOR].pk not in told, f"{scene.name} ({ours})"


@pytest.mark.parametrize("function", ["trellis_seals_against", "trellis_worked_with"])
def test_why_something_is_sealed_cannot_be_asked_of_the_wall(cast: Cast, function: str) -> None:
    viewer = cast.viewer(who.COORDINATOR)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        sight.seeing(sight.viewer(viewer.membership_id)),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT * FROM {function}()")
