"""Each check is turned off alone, and each time the looks find what is kept: no check stands there for nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q

from tests.confidentiality.cast import Cast, Scene, played, scenes
from tests.confidentiality.probing import Found, through_the_rule, through_the_wall
from tests.matrix import probe as who
from trellis.features.families.models import (
    FamilyMember,
    HomeAddress,
    HouseholdMember,
    Occupation,
    Person,
    Relationship,
    SafeContact,
    family,
    homes,
    people,
    seals,
)
from trellis.features.journeys import models as journeys
from trellis.features.referrals import models as referrals
from trellis.features.sessions import models as sessions
from trellis.platform.database.subqueries import anew

pytestmark = pytest.mark.django_db
SCENES = {scene.name: scene for scene in scenes()}
SHUT = SCENES[f"{who.COORDINATOR} is shut out: decided"]
CLOSED = SCENES["the file is closed"]
OVER = SCENES["broken glass is over"]
NOBODY = SCENES["nothing is kept"]


def sealed(fact: str, kind: str = "all but one") -> Scene:
    """Return the scene in which a fact is sealed."""
    return SCENES[f"{fact} is kept from {kind}"]


def _nobody(*_: Any) -> Any:
    return family.Family.objects.none().values("pk")


def _everything(*_: Any) -> Q:
    return Q(pk__isnull=False)  # An empty condition would be left out of an "or".


Mutation = tuple[str, Scene, Callable[[pytest.MonkeyPatch], None]]


def _scope(model: Any) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(model, "scope_for", classmethod(_everything))


def _replaced(module: Any, name: str, with_what: Any) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(module, name, with_what)


OF_THE_RULE: list[Mutation] = [
    ("shut-outs are not asked", SHUT, _replaced(family, "barred_from", _nobody)),
    ("closed files are not asked", CLOSED, _replaced(family, "closed_to", _nobody)),
    ("the families rule lets everybody in", SHUT, _replaced(family, "families_of", _everything)),
    ("a family is shown to all", SHUT, _scope(family.Family)),
    ("people are shown to all", SHUT, _scope(Person)),
    ("members are shown to all", sealed("presence"), _scope(FamilyMember)),
    ("ties are shown to all", SHUT, _scope(Relationship)),
    ("who lives there is shown to all", SHUT, _scope(HouseholdMember)),
    ("addresses are shown to all", sealed("address"), _scope(HomeAddress)),
    ("ways to make contact are shown to all", sealed("contact"), _scope(SafeContact)),
    ("school and work are shown to all", sealed("school"), _scope(Occupation)),
    ("seals on homes are not asked", sealed("address"), _replaced(homes, "sealed_from", _nobody)),
    ("seals on people are not asked", sealed("work"), _replaced(people, "sealed_from", _nobody)),
    (
        "whoever is on the other side is not asked",
        sealed("address", "him and his side"),
        _replaced(seals, "people_worked_with", lambda *_: Person.objects.none().values("pk")),
    ),
    ("people only in shut families are not asked", SHUT, _replaced(people, "_only_in_shut_families", _nobody)),
    ("journeys are shown to all", SHUT, _scope(journeys.Journey)),
    ("referrals are shown to all", SHUT, _scope(referrals.Referral)),
    ("people of referrals are shown to all", SHUT, _scope(referrals.ReferredPerson)),
    ("registers forget who is shut out", SHUT, _replaced(sessions, "not_shut", _everything)),
    ("sessions are shown to all", SHUT, _replaced(sessions, "families_of", _everything)),
    ("the organisation is not asked", NOBODY, lambda patch: _forget_organisation(patch)),
    ("glass that was broken never mends", OVER, lambda patch: _glass_never_mends(patch)),
]

POLICY = "DROP POLICY wall ON {0}; CREATE POLICY wall ON {0} USING ({1}) WITH CHECK (true)"
OURS = "organisation_id = (SELECT trellis_organisation())"
EMPTY = "CREATE OR REPLACE FUNCTION {0} RETURNS SETOF uuid LANGUAGE sql STABLE AS $$ SELECT NULL::uuid WHERE false $$"
OF_THE_WALL: list[tuple[str, Scene, str]] = [
    ("no policy on families", NOBODY, POLICY.format("families_family", "true")),
    ("no policy on incidents", NOBODY, POLICY.format("safety_incident", "true")),
    ("families are walled by organisation alone", SHUT, POLICY.format("families_family", OURS)),
    ("people are walled by organisation alone", SHUT, POLICY.format("families_person", OURS)),
    ("journeys are walled by organisation alone", SHUT, POLICY.format("journeys_journey", OURS)),
    ("places are walled by organisation alone", SHUT, POLICY.format("groups_place", OURS)),
    ("addresses are not sealed", sealed("address"), POLICY.format("families_homeaddress", OURS)),
    ("contacts are not sealed", sealed("contact"), POLICY.format("families_safecontact", OURS)),
    ("school and work are not sealed", sealed("school"), POLICY.format("families_occupation", OURS)),
    ("the database forgets shut families", SHUT, EMPTY.format("trellis_shut_family()")),
    ("the database forgets hidden people", sealed("presence"), EMPTY.format("trellis_shut_person()")),
    ("the database forgets seals", sealed("work"), EMPTY.format("trellis_sealed(wanted text)")),
]


def _forget_organisation(patch: pytest.MonkeyPatch) -> None:
    from trellis.platform.database.models import ScopedQuerySet

    patch.setattr(ScopedQuerySet, "visible_to", lambda query, viewer: query.filter(query.model.scope_for(viewer)))


def _glass_never_mends(patch: pytest.MonkeyPatch) -> None:
    from trellis.features.families.models import BreakGlass

    def opened(viewer: Any) -> Any:
        return BreakGlass.objects.filter(membership_id=viewer.membership_id).values("family_id")

    patch.setattr(family, "opened_in_need", opened)


@pytest.mark.parametrize(("name", "scene", "turn_off"), OF_THE_RULE, ids=[one[0] for one in OF_THE_RULE])
def test_a_check_of_the_rule_that_is_turned_off_is_noticed(
    cast: Cast, name: str, scene: Scene, turn_off: Callable[[pytest.MonkeyPatch], None]
) -> None:
    with played(cast, scene), pytest.MonkeyPatch.context() as patch, anew():
        turn_off(patch)
        found = Found()
        through_the_rule(cast, scene, found)
    assert found.leaks, f"Nobody noticed: {name}"


@pytest.mark.parametrize(("name", "scene", "turned_off"), OF_THE_WALL, ids=[one[0] for one in OF_THE_WALL])
def test_a_check_of_the_wall_that_is_turned_off_is_noticed(
    cast: Cast, name: str, scene: Scene, turned_off: str
) -> None:
    with played(cast, scene):
        with connection.cursor() as cursor:
            cursor.execute(turned_off)
        found = Found()
        through_the_wall(cast, scene, found)
    assert found.leaks, f"Nobody noticed: {name}"


@pytest.mark.parametrize("scene", [SHUT, CLOSED, OVER, sealed("address")], ids=lambda scene: scene.name)
def test_with_every_check_on_nothing_is_noticed(cast: Cast, scene: Scene) -> None:
    with played(cast, scene):
        found = Found()
        through_the_rule(cast, scene, found)
        through_the_wall(cast, scene, found)
    assert found.leaks == []
