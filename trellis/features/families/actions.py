"""Writes about people and families."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Max
from django.utils import timezone

from trellis.features.families.many import NewContact as NewContact
from trellis.features.families.many import NewFamily as NewFamily
from trellis.features.families.many import NewHome as NewHome
from trellis.features.families.many import NewOccupation as NewOccupation
from trellis.features.families.many import NewPerson as NewPerson
from trellis.features.families.many import NewTie as NewTie
from trellis.features.families.many import create_families as create_families
from trellis.features.families.many import settle_indexes as settle_indexes
from trellis.features.families.models import (
    Family,
    FamilyMember,
    FamilyWorker,
    HomeAddress,
    Household,
    HouseholdMember,
    Occupation,
    Person,
    Relationship,
    SafeContact,
)
from trellis.features.families.rules import (
    Channel,
    Gender,
    OccupationKind,
    ParentalResponsibility,
    RelationshipKind,
    Voicemail,
    check_birth_date,
    check_relationship,
    check_words,
    match_name,
)
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("family.created", "families.change")
def create_family(*, by: Viewer, name: str) -> Family:
    """Make a family with no people yet."""
    name = check_words(name, "name")
    if not name:
        raise RuleBroken("Enter what the family is called, such as “Ashworth family”.", "name")
    family = Family.objects.create(organisation_id=by.organisation_id, name=name)
    about(family)
    return family


@action("family.renamed", "families.change")
def rename_family(*, by: Viewer, family: Family, name: str) -> Family:
    """Change what a family is called in lists."""
    name = check_words(name, "name")
    if not name:
        raise RuleBroken("Enter what the family is called, such as “Ashworth family”.", "name")
    family.name = name
    family.save(update_fields=["name"])
    about(family, fields=["name"])
    return family


@action("person.added", "families.change")
def add_person(
    *,
    by: Viewer,
    family: Family,
    given_name: str,
    family_name: str = "",
    known_as: str = "",
    birth_date: datetime.date | None = None,
    gender: str = Gender.NOT_KNOWN,
    ethnicity: str = "",
    first_language: str = "",
    interpreter_needed: bool | None = None,
    access_needs: str = "",
) -> Person:
    """Make a person of the family. Who else it may be is shown before (`queries.likely_matches`)."""
    person = Person(
        organisation_id=by.organisation_id,
        given_name=check_words(given_name, "given_name"),
        family_name=check_words(family_name, "family_name"),
        known_as=check_words(known_as, "known_as"),
        birth_date=birth_date,
        gender=gender,
        ethnicity=ethnicity,
        first_language=check_words(first_language, "first_language"),
        interpreter_needed=interpreter_needed,
        access_needs=check_words(access_needs, "access_needs"),
    )
    _check_person(person)
    person.match_name = match_name(person.given_name, person.family_name, person.known_as)
    person.save(force_insert=True)
    _join(by, family, person)
    about(person, family=str(family.pk))
    return person


@action("person.joined_family", "families.change")
def add_existing_person(*, by: Viewer, family: Family, person: Person) -> None:
    """Make somebody who is already known a person of this family too, without copying them."""
    _join(by, family, person)
    about(person, family=str(family.pk))


@action("person.changed", "families.change")
def change_person(*, by: Viewer, person: Person, **fields: object) -> Person:
    """Change what is written of a person; `fields` are names of `Person` fields."""
    allowed = {
        "given_name",
        "family_name",
        "known_as",
        "birth_date",
        "gender",
        "ethnicity",
        "first_language",
        "interpreter_needed",
        "access_needs",
    }
    unknown = set(fields) - allowed
    if unknown:
        raise TypeError(f"Not fields of a person: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(person, name, check_words(value, name) if isinstance(value, str) else value)
    _check_person(person)
    for relationship in Relationship.objects.filter(from_person=person).select_related("to_person"):
        _check_tie(relationship, person, relationship.to_person)
    for relationship in Relationship.objects.filter(to_person=person).select_related("from_person"):
        _check_tie(relationship, relationship.from_person, person)
    person.match_name = match_name(person.given_name, person.family_name, person.known_as)
    person.save()
    about(person, fields=sorted(fields))
    return person


@action("relationship.recorded", "families.change")
def record_relationship(
    *,
    by: Viewer,
    family: Family,
    from_person: Person,
    to_person: Person,
    kind: str,
    parental_responsibility: str = ParentalResponsibility.NOT_KNOWN,
) -> Relationship:
    """Say who `from_person` is to `to_person`; a second telling replaces the first."""
    if from_person.pk == to_person.pk:
        raise RuleBroken("Choose two different people.", "to_person")
    _check_in_family(family, from_person, to_person)
    check_relationship(
        RelationshipKind(kind),
        from_person.short_name,
        from_person.birth_date,
        to_person.short_name,
        to_person.birth_date,
    )
    relationship, _ = Relationship.objects.update_or_create(
        organisation_id=by.organisation_id,
        family=family,
        from_person=from_person,
        to_person=to_person,
        defaults={"kind": kind, "parental_responsibility": parental_responsibility},
    )
    about(relationship, family=str(family.pk))
    return relationship


@action("relationship.removed", "families.change")
def remove_relationship(*, by: Viewer, relationship: Relationship) -> None:
    """Take back what was said of two people."""
    about(relationship, family=str(relationship.family_id))
    relationship.delete()


@action("household.recorded", "families.change")
def record_household(
    *,
    by: Viewer,
    family: Family,
    label: str,
    address: str = "",
    postcode: str = "",
    people: Sequence[Person] = (),
    household: Household | None = None,
) -> Household:
    """Write a home of the family and who lives there; `household` is the one to change, or None for a new one.

    An address that is left empty is taken away only when `by` may see the one that is there: whoever does not know
    whether there is one cannot delete it.
    """
    _check_in_family(family, *people)
    label = check_words(label, "label")
    if not label:
        raise RuleBroken("Enter a name for this home, such as “Mum’s home”.", "label")
    home = household or Household(organisation_id=by.organisation_id, family=family)
    home.label = label
    home.save()
    _write_address(by, home, check_words(address, "address"), check_words(postcode, "postcode"))
    home.members.exclude(person__in=people).delete()
    for person in people:
        HouseholdMember.objects.get_or_create(organisation_id=by.organisation_id, household=home, person=person)
    about(home, family=str(family.pk))
    return home


def _write_address(by: Viewer, home: Household, address: str, postcode: str) -> None:
    if address or postcode:
        HomeAddress.objects.update_or_create(
            organisation_id=by.organisation_id,
            household=home,
            defaults={"address": address, "postcode": postcode},
        )
    else:
        HomeAddress.objects.visible_to(by).filter(household=home).delete()


@action("safe_contact.recorded", "families.change")
def record_safe_contact(
    *,
    by: Viewer,
    person: Person,
    channel: str,
    value: str = "",
    is_safe: bool = False,
    voicemail: str = Voicemail.NONE,
    best_times: str = "",
    note: str = "",
    safe_contact: SafeContact | None = None,
) -> SafeContact:
    """Write one way to reach a person and how it is safe; `safe_contact` is the one to change, if any."""
    value = check_words(value, "value")
    if not value and Channel(channel) != Channel.THROUGH_REFERRER:
        raise RuleBroken("Enter the number or address for this way to make contact.", "value")
    contact = safe_contact or SafeContact(organisation_id=by.organisation_id, person=person)
    contact.channel, contact.value, contact.is_safe, contact.voicemail = channel, value, is_safe, voicemail
    contact.best_times, contact.note = check_words(best_times, "best_times"), check_words(note, "note")
    contact.save()
    about(contact, person=str(person.pk))
    return contact


@action("safe_contact.removed", "families.change")
def remove_safe_contact(*, by: Viewer, safe_contact: SafeContact) -> None:
    """Take away a way to reach a person that is no longer right."""
    about(safe_contact, person=str(safe_contact.person_id))
    safe_contact.delete()


@action("occupation.recorded", "families.change")
def record_occupation(
    *, by: Viewer, person: Person, kind: str, name: str = "", since: datetime.date | None = None, note: str = ""
) -> Occupation:
    """Write what a person does in the week, from a day on; earlier ones stay as history."""
    occupation = Occupation.objects.create(
        organisation_id=by.organisation_id,
        person=person,
        kind=OccupationKind(kind),
        name=check_words(name, "name"),
        since=since,
        note=check_words(note, "note"),
    )
    about(occupation, person=str(person.pk))
    return occupation


@action("family.sight_given")
def give_sight(*, by: Viewer, family: Family, membership: Membership, because: str) -> None:
    """Let a member of staff see a family because they work with it."""
    worker, _ = FamilyWorker.objects.get_or_create(
        organisation_id=by.organisation_id,
        family=family,
        membership=membership,
        until=None,
        defaults={"because": because},
    )
    about(worker, family=str(family.pk))


@action("family.sight_ended")
def end_sight(*, by: Viewer, family: Family, membership: Membership) -> None:
    """End a member of staff's sight of a family."""
    FamilyWorker.objects.filter(family=family, membership=membership, until__isnull=True).update(until=timezone.now())
    about(family, membership=str(membership.pk))


def _join(by: Viewer, family: Family, person: Person) -> None:
    last = family.members.aggregate(last=Max("position"))["last"]
    FamilyMember.objects.get_or_create(
        organisation_id=by.organisation_id,
        family=family,
        person=person,
        defaults={"position": 0 if last is None else last + 1},
    )


def _check_person(person: Person) -> None:
    if not person.given_name:
        raise RuleBroken("Enter a given name, or the name that they go by.", "given_name")
    check_birth_date(person.birth_date, timezone.localdate())


def _check_tie(relationship: Relationship, older: Person, younger: Person) -> None:
    check_relationship(
        RelationshipKind(relationship.kind), older.short_name, older.birth_date, younger.short_name, younger.birth_date
    )


def _check_in_family(family: Family, *people: Person) -> None:
    members = set(family.members.values_list("person_id", flat=True))
    for person in people:
        if person.pk not in members:
            raise RuleBroken(f"{person.short_name} is not a person of this family.", "people")
