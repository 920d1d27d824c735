"""Finds everything that is held of one person, in every room's declared section, as one viewer may see it.

What is not gathered leaves no trace: who was kept from whom, the two sides of a case, seals, shut-outs and safe
contact against the person are in no table that is gathered, rows that the viewer may not see are never read, and what
is sealed from whoever gets the answer is left out before anything is numbered.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from trellis.features.families.models import Family, FamilyMember, Person, Seal, Sides
from trellis.features.families.rules import SealedFact, SealKind
from trellis.features.rights.queries.looks import who_looked
from trellis.features.rights.queries.values import parts_of
from trellis.features.rights.rules import ItemKind, Part, named_in, telling
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.records import PersonalSection, PersonalTable
from trellis.platform.contributions.registry import personal_sections
from trellis.platform.documents.models import Document

MOST_MENTIONS = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is held of the person."""

    section: str
    section_label: str
    kind: str
    label: str
    model: str
    pk: uuid.UUID
    on: datetime.date | None
    parts: tuple[Part, ...]
    contact_of_others: bool = False
    document: Document | None = None
    family: uuid.UUID | None = None
    whose: uuid.UUID | None = None
    tells_where: bool = False


@dataclass
class Search:
    """Whom is looked for, for whom it is, and where they are."""

    viewer: Viewer
    person: Person
    recipients: frozenset[uuid.UUID]
    own_families: frozenset[uuid.UUID]
    apart: frozenset[uuid.UUID]
    names: tuple[str, ...]
    other_names: tuple[str, ...]
    hidden_contact: frozenset[uuid.UUID]
    hidden_people: frozenset[uuid.UUID]
    seen: set[tuple[str, uuid.UUID]] = field(default_factory=set)

    @property
    def identity(self) -> tuple[str, str, str]:
        """Return what tells in JSON that it is about them."""
        return identity_of(self.person)

    @property
    def full_name(self) -> str:
        """Return given and family name, or nothing when one of them is not known."""
        return self.person.full_name if self.person.given_name and self.person.family_name else ""


def identity_of(person: Person) -> tuple[str, str, str]:
    """Return given name, family name and birth date as JSON holds them."""
    born = person.birth_date.isoformat() if person.birth_date else ""
    return person.given_name, person.family_name, born


def search_for(viewer: Viewer, person: Person, recipients: Iterable[uuid.UUID] = ()) -> Search:
    """Prepare to look for a person; `recipients` are the people who get the answer besides them."""
    given = frozenset({person.pk, *recipients})
    members = FamilyMember.objects.visible_to(viewer)
    families = set(members.filter(person=person).values_list("family_id", flat=True))
    own = {each for each in families if _all_in(members, each, given)} if len(given) > 1 else families
    own, apart = _without_other_side(viewer, person, own, families - own)
    others = list(
        Person.objects.visible_to(viewer).filter(memberships__family_id__in=families).exclude(pk=person.pk).distinct()
    )
    contact, people = _sealed(viewer, given)
    return Search(
        viewer,
        person,
        given,
        frozenset(own),
        frozenset(apart),
        names_of(person),
        _names_of_others(viewer, person, others),
        contact,
        people - {person.pk},
    )


def _all_in(members: QuerySet[FamilyMember], family_id: uuid.UUID, people: frozenset[uuid.UUID]) -> bool:
    return members.filter(family_id=family_id, person_id__in=people).values("person_id").distinct().count() == len(
        people
    )


def _without_other_side(
    viewer: Viewer, person: Person, own: set[uuid.UUID], apart: set[uuid.UUID]
) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Of two files that are the two sides of one case, only one is theirs: the one that has held them longer."""
    joined = FamilyMember.objects.visible_to(viewer).filter(person=person).order_by("pk")
    since = {family_id: place for place, family_id in enumerate(joined.values_list("family_id", flat=True))}
    sides = Sides.objects.visible_to(viewer).filter(ended_at__isnull=True, one_id__in=own, other_id__in=own)
    for pair in sides.values_list("one_id", "other_id"):
        later = max(pair, key=lambda family_id: since.get(family_id, 0))
        own, apart = own - {later}, apart | {later}
    return own, apart


def names_of(person: Person) -> tuple[str, ...]:
    """Return the names by which somebody goes among their own people, longest first."""
    found = {person.full_name, person.given_name, person.known_as, f"{person.known_as} {person.family_name}".strip()}
    found.discard(person.family_name)
    return tuple(sorted((name for name in found if len(name) > 1), key=lambda name: (-len(name), name)))


def _names_of_others(viewer: Viewer, person: Person, others: list[Person]) -> tuple[str, ...]:
    names = {name for other in others for name in names_of(other)}
    names |= {other.family_name for other in others if other.family_name != person.family_name}
    names -= set(names_of(person))
    for section in personal_sections():
        for table in section.tables:
            if table.contact and table.about:
                rows = _rows(viewer, table).filter(_about(table, [other.pk for other in others]))
                rows = rows.exclude(_about(table, [person.pk]))
                names.update(telling(str(value) for row in rows.values_list(*table.shown) for value in row if value))
    return tuple(sorted(name for name in names if name))


def _sealed(viewer: Viewer, recipients: frozenset[uuid.UUID]) -> tuple[frozenset[uuid.UUID], frozenset[uuid.UUID]]:
    """Return whose ways to be found, and whose very presence, are sealed from somebody who gets the answer."""
    seals = Seal.objects.visible_to(viewer).filter(lifted_at__isnull=True)
    against = Q(against__person_id__in=recipients) | Q(kind=SealKind.ALL_BUT_FEW)
    contact: set[uuid.UUID] = set()
    people: set[uuid.UUID] = set()
    for person_id, fact, named in seals.filter(against).values_list("person_id", "fact", "against__person_id"):
        if person_id in recipients and named not in recipients and len(recipients) == 1:
            continue
        (people if fact == SealedFact.PRESENCE else contact).add(person_id)
    return frozenset(contact), frozenset(people)


def gather(search: Search) -> Iterator[Found]:
    """Give everything that is held of the person, section by section; who looked comes last."""
    for section in personal_sections():
        for table in section.tables:
            if not table.never:
                yield from _of_table(search, section, table)
    yield from _who_looked(search)


def _rows(viewer: Viewer, table: PersonalTable) -> QuerySet[Any]:
    model: Any = apps.get_model(table.model)
    return model._default_manager.visible_to(viewer)


def _about(table: PersonalTable, people: Iterable[uuid.UUID]) -> Q:
    return reduce(or_, (Q(**{f"{path}__in": list(people)}) for path in table.about), Q(pk__in=[]))


def _of_table(search: Search, section: PersonalSection, table: PersonalTable) -> Iterator[Found]:
    families = search.own_families | search.apart
    near = _about(table, [search.person.pk])
    if table.family:
        near |= Q(**{f"{table.family}__in": families})
    near_rows = _rows(search.viewer, table).filter(near).distinct().order_by("pk")
    owners = _owners(search.viewer, table, near)
    for record in near_rows:
        found = _near(search, section, table, record, *owners.get(record.pk, (frozenset(), None)))
        if found:
            yield from _with_papers(search, found, record, table)
    yield from _mentions(search, section, table)


def _owners(
    viewer: Viewer, table: PersonalTable, condition: Q
) -> dict[uuid.UUID, tuple[frozenset[uuid.UUID], uuid.UUID | None]]:
    """Return for each row the people whom it is about, and the family that it belongs to."""
    paths = [*table.about, *([table.family] if table.family else [])]
    people: dict[uuid.UUID, set[uuid.UUID]] = {}
    families: dict[uuid.UUID, uuid.UUID | None] = {}
    for pk, *values in _rows(viewer, table).filter(condition).values_list("pk", *paths):
        family = values.pop() if table.family else None
        people.setdefault(pk, set()).update(value for value in values if value)
        families[pk] = family
    return {pk: (frozenset(found), families[pk]) for pk, found in people.items()}


def _near(
    search: Search,
    section: PersonalSection,
    table: PersonalTable,
    record: Any,
    people: frozenset[uuid.UUID],
    family: uuid.UUID | None,
) -> Found | None:
    is_theirs = search.person.pk in people
    others = people - {search.person.pk}
    if people & search.hidden_people or (table.contact and people & search.hidden_contact):
        return None
    parts = tuple(parts_of(record, table, search.identity))
    mentions = any(named_in(part.words, search.names) for part in parts)
    if others and not is_theirs and not mentions:
        return None
    if family in search.apart:
        kind = ItemKind.ELSEWHERE
    elif is_theirs and not others:
        kind = ItemKind.OWN
    elif is_theirs or not others:
        kind = ItemKind.SHARED
    else:
        kind = ItemKind.MENTION
    whose = next(iter(sorted(others)), search.person.pk if is_theirs else None)
    contact = table.contact and not is_theirs
    return _found(search, section, table, record, kind, parts, contact=contact, family=family, whose=whose)


def _found(
    search: Search,
    section: PersonalSection,
    table: PersonalTable,
    record: Any,
    kind: str,
    parts: tuple[Part, ...],
    *,
    contact: bool,
    family: uuid.UUID | None,
    whose: uuid.UUID | None,
) -> Found | None:
    if (table.model, record.pk) in search.seen:
        return None
    search.seen.add((table.model, record.pk))
    on = getattr(record, table.on) if table.on else None
    if isinstance(on, datetime.datetime):
        on = timezone.localtime(on).date()
    return Found(
        section.key,
        section.label,
        kind,
        table.label,
        table.model,
        record.pk,
        on,
        parts,
        contact,
        family=family,
        whose=whose,
        tells_where=table.contact,
    )


def _with_papers(search: Search, found: Found, record: Any, table: PersonalTable) -> Iterator[Found]:
    if found.parts or not table.documents:
        yield found
    for path in table.documents:
        document = getattr(record, path)
        if document is None or document.removed_at is not None or ("documents.Document", document.pk) in search.seen:
            continue
        search.seen.add(("documents.Document", document.pk))
        kind = ItemKind.ELSEWHERE if found.kind == ItemKind.ELSEWHERE else ItemKind.PAPER
        yield Found(
            found.section,
            found.section_label,
            kind,
            "A stored paper",
            "documents.Document",
            document.pk,
            timezone.localtime(document.created_at).date(),
            (Part("name", "Name of the file", document.name),),
            document=document,
            family=found.family,
            whose=found.whose,
        )


def _mentions(search: Search, section: PersonalSection, table: PersonalTable) -> Iterator[Found]:
    """Give rows elsewhere whose words hold the person's full name; in another family's file, for a supervisor alone."""
    if not search.full_name or not (table.free_text or table.others):
        return
    rows = _rows(search.viewer, table)
    condition = Q(pk__in=[])
    for name in (*table.free_text, *table.others):
        kind = rows.model._meta.get_field(name)
        column = name
        if isinstance(kind, models.JSONField | ArrayField):
            column = f"{name}_as_text"
            rows = rows.annotate(**{column: Cast(name, TextField())})
        elif not isinstance(kind, models.CharField | models.TextField):
            continue
        condition |= Q(**{f"{column}__icontains": search.full_name})
    if table.family:
        condition &= ~Q(**{f"{table.family}__in": search.own_families | search.apart})
    named = list(rows.filter(condition).order_by("pk")[:MOST_MENTIONS])
    owners = _owners(search.viewer, table, Q(pk__in=[record.pk for record in named])) if named else {}
    for record in named:
        people, family = owners.get(record.pk, (frozenset(), None))
        parts = tuple(parts_of(record, table, search.identity))
        if any(named_in(part.words, [search.full_name]) for part in parts):
            kind = ItemKind.ELSEWHERE if table.family or table.about else ItemKind.MENTION
            whose = next(iter(sorted(people)), None)
            found = _found(
                search, section, table, record, kind, parts, contact=table.contact, family=family, whose=whose
            )
            if found:
                yield found


def _who_looked(search: Search) -> Iterator[Found]:
    """Give who looked, as kinds of people and counts, at what is theirs; never at another family's file."""
    records = [(model.lower(), pk) for model, pk in search.seen]
    families = [(Family._meta.label_lower, pk) for pk in search.own_families]
    parts = tuple(who_looked(search.viewer, search.person.pk, [*records, *families], search.own_families))
    if parts:
        yield Found(
            "log",
            "Who looked at your record",
            ItemKind.LOG,
            "Who looked, as kinds of people",
            "families.Person",
            search.person.pk,
            None,
            parts,
        )
