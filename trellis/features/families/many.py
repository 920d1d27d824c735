"""Many families at once, as a spreadsheet brings them: the same checks as one by one, a few statements for all."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from trellis.features.families.models import (
    Family,
    FamilyMember,
    HomeAddress,
    Household,
    HouseholdMember,
    Occupation,
    Person,
    Relationship,
    SafeContact,
)
from trellis.features.families.rules import (
    Gender,
    ParentalResponsibility,
    RelationshipKind,
    Voicemail,
    check_birth_date,
    check_relationship,
    check_words,
    match_name,
)
from trellis.features.families.rules.ties import check_ancestors, settled_kinds
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@dataclass(frozen=True, slots=True)
class NewContact:
    """One way to reach a new person."""

    channel: str
    value: str = ""
    is_safe: bool = False
    voicemail: str = Voicemail.NONE
    best_times: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewOccupation:
    """What a new person does in the week."""

    kind: str
    name: str = ""
    since: datetime.date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to make."""

    given_name: str
    family_name: str = ""
    known_as: str = ""
    birth_date: datetime.date | None = None
    gender: str = Gender.NOT_KNOWN
    first_language: str = ""
    interpreter_needed: bool | None = None
    access_needs: str = ""
    contacts: tuple[NewContact, ...] = ()
    occupation: NewOccupation | None = None


@dataclass(frozen=True, slots=True)
class NewTie:
    """Who one person of a new family is to another; both by their place among its people."""

    from_place: int
    to_place: int
    kind: str
    parental_responsibility: str = ParentalResponsibility.NOT_KNOWN


@dataclass(frozen=True, slots=True)
class NewHome:
    """A home of a new family; who lives there by their place among its people."""

    label: str
    address: str = ""
    postcode: str = ""
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NewFamily:
    """A family to make, with everybody and everything in it."""

    name: str
    people: tuple[NewPerson, ...]
    ties: tuple[NewTie, ...] = ()
    homes: tuple[NewHome, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeFamily:
    """A family that was made, with its people in the order in which they were given."""

    family: Family
    people: tuple[Person, ...]


_IN_ORDER: tuple[type[Model], ...] = (
    Family,
    Person,
    FamilyMember,
    Relationship,
    Household,
    HouseholdMember,
    HomeAddress,
    SafeContact,
    Occupation,
)


@action("families.brought_in", "families.change")
def create_families(*, by: Viewer, families: Sequence[NewFamily]) -> list[MadeFamily]:
    """Make many families with their people, ties, homes and ways to make contact.

    Whether somebody is known already is asked before (`queries.may_be_known`). Raises RuleBroken, and makes nothing,
    for what could not be so.
    """
    rows: list[Model] = []
    made = [_family(by, new, rows) for new in families]
    for model in _IN_ORDER:
        model._default_manager.bulk_create([row for row in rows if type(row) is model], batch_size=1000)
    for each in made:
        about(each.family, people=len(each.people))
    return made


def settle_indexes() -> None:
    """Let likenesses be looked up quickly among people whom only this transaction has made; for use between batches.

    Until the planner has counted them, and the index has taken them in, every question reads every person: that is 77
    milliseconds for each of ten thousand, against 24 by index with names made to be alike, and 2 with ordinary ones.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE (SKIP_LOCKED) families_person")
        cursor.execute(
            "SELECT gin_clean_pending_list(oid) FROM pg_class "
            "WHERE relname = 'person_name_search' AND relkind = 'i' AND pg_has_role(relowner, 'USAGE')"
        )
        # Even so, the planner hopes to find enough likenesses early in a whole reading, and does not.
        cursor.execute("SET LOCAL enable_seqscan = off")


def _family(by: Viewer, new: NewFamily, rows: list[Model]) -> MadeFamily:
    name = check_words(new.name, "name")
    if not name:
        raise RuleBroken("Enter what the family is called, such as “Ashworth family”.", "name")
    family = Family(organisation_id=by.organisation_id, name=name)
    rows.append(family)
    people = tuple(_person(by, person) for person in new.people)
    for position, (person, said) in enumerate(zip(people, new.people, strict=True)):
        rows.append(person)
        rows.append(FamilyMember(organisation_id=by.organisation_id, family=family, person=person, position=position))
        rows.extend(_contacts(by, family, person, said))
        if said.occupation:
            rows.append(_occupation(by, family, person, said.occupation))
    rows.extend(_ties(by, family, people, new.ties))
    for home in new.homes:
        rows.extend(_home(by, family, people, home))
    return MadeFamily(family, people)


def _person(by: Viewer, new: NewPerson) -> Person:
    person = Person(
        organisation_id=by.organisation_id,
        given_name=check_words(new.given_name, "given_name"),
        family_name=check_words(new.family_name, "family_name"),
        known_as=check_words(new.known_as, "known_as"),
        birth_date=new.birth_date,
        gender=Gender(new.gender),
        first_language=check_words(new.first_language, "first_language"),
        interpreter_needed=new.interpreter_needed,
        access_needs=check_words(new.access_needs, "access_needs"),
    )
    if not person.given_name:
        raise RuleBroken("Enter a given name, or the name that they go by.", "given_name")
    check_birth_date(person.birth_date, timezone.localdate())
    person.match_name = match_name(person.given_name, person.family_name, person.known_as)
    return person


def _contacts(by: Viewer, family: Family, person: Person, said: NewPerson) -> Iterable[SafeContact]:
    for contact in said.contacts:
        yield SafeContact(
            organisation_id=by.organisation_id,
            person=person,
            family=family,
            channel=contact.channel,
            value=check_words(contact.value, "value"),
            is_safe=contact.is_safe,
            voicemail=contact.voicemail,
            best_times=check_words(contact.best_times, "best_times"),
            note=check_words(contact.note, "note"),
        )


def _occupation(by: Viewer, family: Family, person: Person, new: NewOccupation) -> Occupation:
    return Occupation(
        organisation_id=by.organisation_id,
        person=person,
        family=family,
        kind=new.kind,
        name=check_words(new.name, "name"),
        since=new.since,
        note=check_words(new.note, "note"),
    )


def _ties(by: Viewer, family: Family, people: Sequence[Person], ties: Iterable[NewTie]) -> Iterable[Relationship]:
    told = list(ties)
    names = {str(place): person.short_name for place, person in enumerate(people)}
    kinds = settled_kinds((str(tie.from_place), str(tie.to_place), tie.kind) for tie in told)
    check_ancestors(
        [
            (str(tie.from_place), str(tie.to_place), RelationshipKind(kind))
            for tie, kind in zip(told, kinds, strict=True)
        ],
        names,
    )
    for tie, kind in zip(told, kinds, strict=True):
        first, second = people[tie.from_place], people[tie.to_place]
        check_relationship(
            RelationshipKind(kind), first.short_name, first.birth_date, second.short_name, second.birth_date
        )
        yield Relationship(
            organisation_id=by.organisation_id,
            family=family,
            from_person=first,
            to_person=second,
            kind=kind,
            parental_responsibility=tie.parental_responsibility,
        )


def _home(by: Viewer, family: Family, people: Sequence[Person], home: NewHome) -> Iterable[Model]:
    made = Household(
        organisation_id=by.organisation_id,
        family=family,
        label=check_words(home.label, "label"),
    )
    yield made
    address, postcode = check_words(home.address, "address"), check_words(home.postcode, "postcode")
    if address or postcode:
        yield HomeAddress(organisation_id=by.organisation_id, household=made, address=address, postcode=postcode)
    for place in home.places:
        yield HouseholdMember(organisation_id=by.organisation_id, household=made, person=people[place])
