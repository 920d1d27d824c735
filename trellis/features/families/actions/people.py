"""Writing who is in a family, and what is written of each person."""

from __future__ import annotations

import datetime

from django.db.models import Max, Q
from django.utils import timezone

from trellis.features.families.models import Family, FamilyMember, Occupation, Person, Relationship, is_sealed_from
from trellis.features.families.rules import (
    AT_SCHOOL,
    Gender,
    OccupationKind,
    RelationshipKind,
    SealedFact,
    check_birth_date,
    check_not_before_birth,
    check_relationship,
    check_words,
    earliest,
    match_name,
    rough,
    rough_in_words,
)
from trellis.kernel.decisions import RuleBroken
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
    has_died: bool = False,
    died_on: str = "",
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
        has_died=has_died,
        died_on=rough(died_on) if has_died else "",
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
        "has_died",
        "died_on",
    }
    unknown = set(fields) - allowed
    if unknown:
        raise TypeError(f"Not fields of a person: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(person, name, check_words(value, name) if isinstance(value, str) else value)
    person.died_on = rough(person.died_on) if person.has_died else ""
    _check_person(person)
    _check_ties(by, person)
    person.match_name = match_name(person.given_name, person.family_name, person.known_as)
    person.save()
    about(person, fields=sorted(fields))
    return person


@action("occupation.recorded", "families.change")
def record_occupation(
    *,
    by: Viewer,
    family: Family,
    person: Person,
    kind: str,
    name: str = "",
    since: datetime.date | None = None,
    note: str = "",
) -> Occupation:
    """Write in a family's file what a person does in the week, from a day on; earlier ones stay as history."""
    check_in_family(family, person)
    occupation = Occupation.objects.create(
        organisation_id=by.organisation_id,
        person=person,
        family=family,
        kind=OccupationKind(kind),
        name=check_words(name, "name"),
        since=since,
        note=check_words(note, "note"),
        outside_seal=is_sealed_from(by, person, SealedFact.SCHOOL if kind in AT_SCHOOL else SealedFact.WORK),
    )
    about(occupation, person=str(person.pk), family=str(family.pk))
    return occupation


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
    if not person.died_on:
        return
    if earliest(person.died_on) > timezone.localdate():
        raise RuleBroken(f"{rough_in_words(person.died_on)} is still to come. Enter a date that has been.", "died_on")
    check_not_before_birth(person.died_on, person.birth_date, person.short_name, "died_on")


def _check_ties(by: Viewer, person: Person) -> None:
    """Refuse a date of birth that contradicts a tie; people whom `by` may not see are not named."""
    ties = Relationship.objects.filter(Q(from_person=person) | Q(to_person=person)).select_related(
        "from_person", "to_person"
    )
    seen = set(Relationship.objects.visible_to(by).filter(pk__in=[tie.pk for tie in ties]).values_list("pk", flat=True))
    for tie in ties:
        older = person if tie.from_person_id == person.pk else tie.from_person
        younger = person if tie.to_person_id == person.pk else tie.to_person
        kind = RelationshipKind(tie.kind)
        try:
            check_relationship(kind, older.short_name, older.birth_date, younger.short_name, younger.birth_date)
        except RuleBroken:
            if tie.pk in seen:
                raise
            raise RuleBroken(
                "This date of birth contradicts what is written of who is whose parent. Check it.", "birth_date"
            ) from None


def check_in_family(family: Family, *people: Person) -> None:
    """Raise RuleBroken when one of the people is not of the family."""
    members = set(family.members.values_list("person_id", flat=True))
    for person in people:
        if person.pk not in members:
            raise RuleBroken(f"{person.short_name} is not a person of this family.", "people")
