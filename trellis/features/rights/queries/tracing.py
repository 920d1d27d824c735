"""How somebody can be told from what is held: their names, and the values that are theirs alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from trellis.features.families.models import Family, FamilyMember, Person
from trellis.features.rights.models import Tombstone
from trellis.features.rights.queries.gathering import identity_of, names_of
from trellis.features.rights.rules import Traces, telling, words_in
from trellis.platform.contributions.records import PersonalTable
from trellis.platform.contributions.registry import personal_sections

WORDS = (models.CharField, models.TextField)


def tables() -> list[PersonalTable]:
    """Return every declared table."""
    return [table for section in personal_sections() for table in section.tables]


def rows_of(table: PersonalTable, organisation_id: uuid.UUID) -> QuerySet[Any]:
    """Return every row of a table in one organisation that the connection reaches: for erasing, never for showing."""
    model: Any = apps.get_model(table.model)
    return model._base_manager.filter(organisation_id=organisation_id)


def about(table: PersonalTable, people: Iterable[uuid.UUID]) -> Q:
    """Return the condition that a row is about one of these people."""
    ids = list(people)
    return reduce(or_, (Q(**{f"{path}__in": ids}) for path in table.about), Q(pk__in=[]))


def families_of_person(person: Person) -> set[uuid.UUID]:
    """Return the families that somebody belongs to."""
    members = FamilyMember._base_manager.filter(organisation_id=person.organisation_id, person=person)
    return set(members.values_list("family_id", flat=True))


def others_who_stay(person: Person, families: Iterable[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Return for each family the others in it who are not erased."""
    gone = set(
        Tombstone._base_manager.filter(organisation_id=person.organisation_id).values_list("person_ref", flat=True)
    )
    members = FamilyMember._base_manager.filter(organisation_id=person.organisation_id, family_id__in=list(families))
    staying: dict[uuid.UUID, set[uuid.UUID]] = {family: set() for family in families}
    for family_id, person_id in members.values_list("family_id", "person_id"):
        if person_id != person.pk and person_id not in gone:
            staying[family_id].add(person_id)
    return staying


def traces_of(person: Person, others: Iterable[uuid.UUID]) -> Traces:
    """Return the names and values by which somebody is found; what others who stay share with them is left out."""
    staying = list(Person._base_manager.filter(pk__in=list(others)))
    theirs = set(names_of(person)) - {name for other in staying for name in names_of(other)}
    own = own_values(person, [person.pk]) - own_values(person, [other.pk for other in staying])
    same_name = Person._base_manager.filter(
        organisation_id=person.organisation_id,
        given_name__iexact=person.given_name,
        family_name__iexact=person.family_name,
    ).exclude(pk=person.pk)
    everywhere = set(reachable_values(person, own))
    if person.given_name and person.family_name and not same_name.exists():
        everywhere.add(person.full_name)
    return Traces(tuple(sorted(theirs | own)), tuple(sorted(everywhere)), identity_of(person))


def own_values(person: Person, people: list[uuid.UUID]) -> set[str]:
    """Return the telling values in the rows that are about these people and nobody else."""
    found: set[str] = set()
    for table in tables():
        if not table.about or table.model.startswith("rights."):
            continue
        rows = rows_of(table, person.organisation_id).filter(about(table, people)).distinct()
        for row in rows:
            for name in (*table.shown, *table.free_text):
                if not getattr(row._meta.get_field(name), "choices", None):
                    found.update(words_in(_plain(getattr(row, name))))
    return set(telling(found))


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, dict, list)) else None


def reachable_values(person: Person, own: set[str]) -> set[str]:
    """Return the ways to reach them that nobody else in the organisation has too."""
    found = set()
    for table in tables():
        if not table.contact:
            continue
        rows = rows_of(table, person.organisation_id)
        names = [
            name
            for name in table.shown
            if isinstance(rows.model._meta.get_field(name), models.CharField | models.TextField)
        ]
        for value in own:
            if not any(character.isdigit() or character == "@" for character in value):
                continue
            holds = reduce(or_, (Q(**{name: value}) for name in names), Q(pk__in=[]))
            mine = rows.filter(holds & about(table, [person.pk])).values("pk")
            if mine.exists() and not rows.filter(holds).exclude(pk__in=mine).exists():
                found.add(value)
    return found


def with_families_that_end(traces: Traces, person: Person, going: set[uuid.UUID]) -> Traces:
    """Return the traces with the names of families of which nobody stays and whose name no other family has."""
    families = Family._base_manager.filter(organisation_id=person.organisation_id)
    names = set(families.filter(pk__in=going).values_list("name", flat=True))
    names -= set(families.exclude(pk__in=going).filter(name__in=names).values_list("name", flat=True))
    return Traces(traces.names, tuple(sorted({*traces.values, *names})), traces.identity)
