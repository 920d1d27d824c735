"""Two records side by side, as one viewer may see them."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from trellis.features.duplicates.queries import pointing
from trellis.features.duplicates.rules import FIELDS, Home, PersonFacts, Weighed, tidied, weigh
from trellis.features.families.models import (
    FamilyMember,
    HomeAddress,
    HouseholdMember,
    Occupation,
    Person,
    SafeContact,
)
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.registry import hooks


@dataclass(slots=True)
class Side:
    """One of the two records, with what the viewer may see of it."""

    person: Person
    families: list[Any] = field(default_factory=list)
    homes: list[Any] = field(default_factory=list)
    contacts: list[SafeContact] = field(default_factory=list)
    occupations: list[Occupation] = field(default_factory=list)
    records: list[tuple[int, str]] = field(default_factory=list)
    from_rooms: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records; `stamp` changes when anything that is shown of them does."""

    kept: Side
    gone: Side
    proposed: dict[str, str]
    weighed: Weighed
    stamp: str


def comparison(viewer: Viewer, kept: Person, gone: Person) -> Comparison:
    """Return two records side by side.

    What other rooms know of the people is asked upward: they answer the hook `of_people(viewer, ids)` with a dict of
    sentences by person, such as to how many sessions somebody came and which referral named them.
    """
    sides = {one.pk: Side(one) for one in (kept, gone)}
    ids = list(sides)
    for member in FamilyMember.objects.visible_to(viewer).filter(person_id__in=ids).select_related("family"):
        sides[member.person_id].families.append(member.family)
    for contact in SafeContact.objects.visible_to(viewer).filter(person_id__in=ids).order_by("-is_safe", "pk"):
        sides[contact.person_id].contacts.append(contact)
    for occupation in Occupation.objects.visible_to(viewer).filter(person_id__in=ids).order_by("-since", "pk"):
        sides[occupation.person_id].occupations.append(occupation)
    _homes(viewer, sides)
    for person, found in pointing.counts(viewer, ids).items():
        sides[person].records = found
    for hook in hooks("of_people"):
        for person, words in hook.call(viewer, ids).items():
            sides[person].from_rooms += words
    values = [{name: getattr(one, name) for name in FIELDS} for one in (kept, gone)]
    first, second = sides[kept.pk], sides[gone.pk]
    together = {one.pk for one in first.families} & {one.pk for one in second.families}
    weighed = weigh(_facts(first), _facts(second), in_one_family=bool(together))
    return Comparison(first, second, tidied(*values), weighed, _stamp(sides))


def _facts(side: Side) -> PersonFacts:
    one = side.person
    homes = tuple(Home(where.address, where.postcode) for _, where in side.homes if where)
    return PersonFacts(one.given_name, one.family_name, one.known_as, one.birth_date, homes)


def _homes(viewer: Viewer, sides: dict[uuid.UUID, Side]) -> None:
    living = list(
        HouseholdMember.objects.visible_to(viewer).filter(person_id__in=list(sides)).select_related("household")
    )
    addresses = {
        one.household_id: one
        for one in HomeAddress.objects.visible_to(viewer)
        .filter(household_id__in={m.household_id for m in living})
        .order_by("-outside_seal", "pk")
    }
    for member in living:
        where = addresses.get(member.household_id)
        sides[member.person_id].homes.append((member.household.label, where))


def _stamp(sides: dict[uuid.UUID, Side]) -> str:
    """Return a mark of everything that is shown, the same whichever record is named first."""
    parts: list[str] = []
    for pk in sorted(sides):
        side = sides[pk]
        parts += [str(pk), *(repr(getattr(side.person, name)) for name in FIELDS)]
        rows: Sequence[Any] = (*side.families, *side.contacts, *side.occupations)
        parts += sorted(f"{row.pk} {_said(row)}" for row in rows)
        parts += sorted(f"{label} {where.pk if where else ''} {where or ''}" for label, where in side.homes)
        parts += [repr(side.records)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _said(row: Any) -> str:
    return repr([getattr(row, one.attname) for one in row._meta.concrete_fields])
