"""One case with two sides in one organisation, another organisation, and a row of every kind about one family."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from tests.guards.test_matrix import ROOMS
from tests.matrix import probe as who
from tests.matrix.house import House, World, build_world
from tests.matrix.probe import Probe
from trellis.features.families import actions as families
from trellis.features.families.models import (
    BreakGlass,
    ClosedFamily,
    Family,
    FamilyWorker,
    HomeAddress,
    Household,
    HouseholdMember,
    Occupation,
    Person,
    SafeContact,
    Seal,
    SealedAgainst,
    SealReader,
    ShutOut,
    Sides,
)
from trellis.features.families.rules import SealedFact, SealKind, ShutOutCause
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.database.models import OrganisationRecord

ADDRESS, POSTCODE = "17 Larkspur Yard", "ZE1 0AA"
TELEPHONE, MAIL = "07700 900421", "maya@larkmail.example.org"
SCHOOL, WORK = "Quibberly High", "Tarnhope Bakery"
PARTNER = "Xanthippe"
MARKERS = (ADDRESS, POSTCODE, TELEPHONE, MAIL, SCHOOL, WORK)
KEEPER = "supervisor who keeps the wall"
READER = "practitioner who reads what is sealed"
HIS = "practitioner of the other side"
ONE_OF_HERS = "practitioner of him in her file"


@dataclass
class Cast:
    """The world, her file in full, his file, and who is who."""

    world: World
    people: dict[str, Membership]
    mother: Person
    father: Person
    partner: Person
    his: Family
    rows: dict[str, dict[str, set[Any]]] = field(default_factory=dict)
    probes: list[Probe] = field(default_factory=list)

    @property
    def house(self) -> House:
        """Return our organisation."""
        return self.world.ours

    @property
    def hers(self) -> Family:
        """Return her family."""
        return self.world.ours.family

    def viewer(self, person: str) -> Viewer:
        """Return the viewer that somebody is."""
        return Viewer.from_membership(self.people[person])


def build_cast() -> Cast:
    """Make the case: her file holds one of everything, his file himself; each side has a worker of its own."""
    world = build_world()
    ours = world.ours
    organisation = ours.organisation
    people = dict(ours.memberships)
    people[KEEPER] = membership(Role.SUPERVISOR, organisation, name="Staff-Quillfeather keeper")
    people[READER] = membership(Role.PRACTITIONER, organisation, name="Staff-Quillfeather reader")
    people[HIS] = membership(Role.PRACTITIONER, organisation, name="Staff-Quillfeather his")
    people[ONE_OF_HERS] = membership(Role.PRACTITIONER, organisation, name="Staff-Quillfeather for him")
    keeper = Viewer.from_membership(people[KEEPER])
    mother = ours.person
    partner = families.add_person(by=keeper, family=ours.family, given_name=PARTNER, family_name="Oake")
    his = families.create_family(by=keeper, name="Dunnock")
    father = families.add_person(by=keeper, family=his, given_name="Frank", family_name="Dunnock")
    families.add_existing_person(by=keeper, family=ours.family, person=father)
    _facts(ours, mother)
    for person, family, only in (
        (READER, ours.family, None),
        (HIS, his, None),
        (ONE_OF_HERS, ours.family, father),
    ):
        FamilyWorker.objects.create(
            organisation=organisation, family=family, membership=people[person], with_person=only, because="Works"
        )
    cast = Cast(world, people, mother, father, partner, his)
    # Before any scene: some rooms make records as they list their addresses.
    for room in ROOMS:
        cast.probes += importlib.import_module(f"tests.matrix.{room}").addresses(world)
    cast.rows = _rows_of_hers(cast)
    return cast


def _facts(ours: House, mother: Person) -> None:
    organisation = ours.organisation
    home = Household.objects.create(organisation=organisation, family=ours.family, label="Home")
    HouseholdMember.objects.create(organisation=organisation, household=home, person=mother)
    HomeAddress.objects.create(organisation=organisation, household=home, address=ADDRESS, postcode=POSTCODE)
    for channel, value in (("mobile", TELEPHONE), ("email", MAIL), ("post", ADDRESS)):
        SafeContact.objects.create(
            organisation=organisation, person=mother, family=ours.family, channel=channel, value=value, is_safe=True
        )
    for kind, name in (("school", SCHOOL), ("work", WORK)):
        Occupation.objects.create(
            organisation=organisation, person=mother, family=ours.family, kind=kind, name=name, since="2026-01-05"
        )


# Seen by supervisors of both sides or by nobody through the application; they say who is kept out, and have tests of
# their own. The last is a queue that the application may not read at all.
SKIPPED = {"families.ShutOut", "families.ClosedFamily", "families.Sides", "families.BreakGlass", "audit.Unsealed"}
STEPS = 3


def records() -> list[type[OrganisationRecord]]:
    """Return every class of record that belongs to an organisation."""
    return [m for m in apps.get_models() if issubclass(m, OrganisationRecord) and m._meta.label not in SKIPPED]


def _rows_of_hers(cast: Cast) -> dict[str, dict[str, set[Any]]]:
    """Return, by class, the ids of the rows of her family, by what they are."""
    found: dict[str, dict[str, set[Any]]] = {}
    mother, partner = cast.mother.pk, cast.partner.pk
    for model in records():
        label = model._meta.label
        of_partner = _of_person(model, partner)
        found[label] = {
            "family": _belonging(model, cast.hers.pk) | _of_person(model, mother) | of_partner,
            "partner": of_partner,
        }
    found["families.Family"]["family"] = {cast.hers.pk}
    found["families.Person"]["family"] = {mother, partner}
    found["families.Person"]["partner"] = {partner}
    found["families.HomeAddress"]["address"] = set(
        HomeAddress.objects.filter(household__members__person=mother).values_list("pk", flat=True)
    )
    contacts = SafeContact.objects.filter(person=mother)
    doing = Occupation.objects.filter(person=mother)
    found["families.SafeContact"]["address"] = set(contacts.filter(channel="post").values_list("pk", flat=True))
    found["families.SafeContact"]["contact"] = set(contacts.exclude(channel="post").values_list("pk", flat=True))
    school = doing.filter(kind__in=["school", "college", "training"])
    found["families.Occupation"]["school"] = set(school.values_list("pk", flat=True))
    found["families.Occupation"]["work"] = (
        set(doing.values_list("pk", flat=True)) - found["families.Occupation"]["school"]
    )
    return found


def _belonging(model: type[models.Model], family_id: Any) -> set[Any]:
    """Return the rows from which foreign keys lead to the family, found anew: what the code says is not asked."""
    found: set[Any] = set()
    for path in _paths(model, STEPS):
        found |= set(model._default_manager.filter(**{path: family_id}).values_list("pk", flat=True))
    if any(field.attname == "about_family" for field in model._meta.concrete_fields):
        found |= set(model._default_manager.filter(about_family=family_id).values_list("pk", flat=True))
    return found


def _paths(model: type[models.Model], steps: int) -> Iterator[str]:
    for key in model._meta.concrete_fields:
        target = key.related_model
        if target is Family:
            yield key.name
        elif steps and target is not None and target is not model and _is_of_a_family(target):
            yield from (f"{key.name}__{rest}" for rest in _paths(target, steps - 1))


def _is_of_a_family(model: type[models.Model]) -> bool:
    return issubclass(model, OrganisationRecord) and model is not Person and model is not Membership


def _of_person(model: type[models.Model], person_id: Any) -> set[Any]:
    names = [field.name for field in model._meta.concrete_fields if field.related_model is Person and not field.null]
    rows: set[Any] = set()
    for name in names:
        rows |= set(model._default_manager.filter(**{name: person_id}).values_list("pk", flat=True))
    return rows


@dataclass(frozen=True)
class Scene:
    """Something that is kept from somebody: how it comes about, what is kept, and from whom."""

    name: str
    set_up: Callable[[Cast], None]
    kept: tuple[str, ...]
    hidden_from: frozenset[str]
    by_the_wall: bool = (
        True  # Which families a practitioner works with is the first wall's; the second knows what is shut.
    )


OURS = (*who.PEOPLE, KEEPER, READER, HIS, ONE_OF_HERS)
STAFF_OF_OURS = frozenset(
    {
        who.COORDINATOR,
        who.SUPERVISOR,
        who.PRACTITIONER,
        who.PRACTITIONER_ELSEWHERE,
        KEEPER,
        READER,
        HIS,
        ONE_OF_HERS,
    }
)


def scenes() -> Iterator[Scene]:
    """Give every restriction in turn."""
    yield Scene("nothing is kept", lambda cast: None, (), frozenset())
    for person in (who.COORDINATOR, who.SUPERVISOR, who.PRACTITIONER, READER):
        for cause in ShutOutCause:
            yield Scene(f"{person} is shut out: {cause}", _shut(person, cause), ("family",), frozenset({person}))
    yield Scene(
        "the file is closed", _close, ("family",), STAFF_OF_OURS - {who.PRACTITIONER, READER, ONE_OF_HERS, KEEPER}
    )
    yield Scene(
        "two sides",
        _part,
        ("family",),
        frozenset({HIS, who.COORDINATOR, who.SUPERVISOR, who.PRACTITIONER_ELSEWHERE}),
    )
    yield Scene("broken glass is over", _broken, ("family",), frozenset({HIS, who.PRACTITIONER_ELSEWHERE}), False)
    for fact in SealedFact:
        kept = ("partner",) if fact == SealedFact.PRESENCE else (fact.value,)
        yield Scene(
            f"{fact} is kept from him and his side", _seal(fact, SealKind.PEOPLE), kept, frozenset({HIS, ONE_OF_HERS})
        )
        yield Scene(
            f"{fact} is kept from all but one", _seal(fact, SealKind.ALL_BUT_FEW), kept, STAFF_OF_OURS - {READER}
        )


def _shut(person: str, cause: ShutOutCause) -> Callable[[Cast], None]:
    def set_up(cast: Cast) -> None:
        member = cast.people[person]
        FamilyWorker.objects.filter(membership=member, family=cast.hers).update(until=timezone.now())
        ShutOut.objects.create(
            organisation=cast.house.organisation, family=cast.hers, membership=member, cause=cause, reason="So it is"
        )

    return set_up


def _close(cast: Cast) -> None:
    organisation, keeper = cast.house.organisation, cast.people[KEEPER]
    FamilyWorker.objects.create(organisation=organisation, family=cast.hers, membership=keeper, because="Keeps it")
    ClosedFamily.objects.create(organisation=organisation, family=cast.hers, reason="So it is", by=keeper)


def _part(cast: Cast) -> None:
    organisation, keeper = cast.house.organisation, cast.people[KEEPER]
    one, other = sorted((cast.hers, cast.his), key=lambda family: family.pk)
    Sides.objects.create(organisation=organisation, one=one, other=other, kept_by=keeper, reason="So it is")
    for family in (one, other):
        FamilyWorker.objects.create(organisation=organisation, family=family, membership=keeper, because="Keeps it")
        ClosedFamily.objects.create(organisation=organisation, family=family, reason="So it is", by=keeper)
    ShutOut.objects.create(
        organisation=organisation, family=cast.hers, membership=cast.people[HIS], cause=ShutOutCause.OTHER_SIDE
    )


def _broken(cast: Cast) -> None:
    for person in (HIS, who.PRACTITIONER_ELSEWHERE):
        opened = BreakGlass.objects.create(
            organisation=cast.house.organisation,
            family=cast.hers,
            membership=cast.people[person],
            reason="So it was",
            until=timezone.now() + timedelta(minutes=5),
            review_due=timezone.localdate(),
        )
        if person == HIS:
            BreakGlass.objects.filter(pk=opened.pk).update(ended_at=timezone.now())
        else:
            past = timezone.now() - timedelta(minutes=5)
            BreakGlass.objects.filter(pk=opened.pk).update(created_at=past - timedelta(minutes=5), until=past)


def _seal(fact: SealedFact, kind: SealKind) -> Callable[[Cast], None]:
    def set_up(cast: Cast) -> None:
        organisation = cast.house.organisation
        seal = Seal.objects.create(
            organisation=organisation,
            family=cast.hers,
            person=cast.partner if fact == SealedFact.PRESENCE else cast.mother,
            fact=fact,
            kind=kind,
            reason="So it is",
            source="Her",
            sealed_by=cast.people[KEEPER],
        )
        if kind == SealKind.PEOPLE:
            SealedAgainst.objects.create(organisation=organisation, seal=seal, person=cast.father)
        else:
            SealReader.objects.create(organisation=organisation, seal=seal, membership=cast.people[READER])

    return set_up


@contextmanager
def played(cast: Cast, scene: Scene) -> Iterator[None]:
    """Set a scene, and take it back afterwards."""
    with transaction.atomic():
        scene.set_up(cast)
        yield
        transaction.set_rollback(True)
