"""Reads of people and families; the first argument is the viewer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Count,
    DateField,
    Func,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    prefetch_related_objects,
)
from django.db.models.functions import JSONObject

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
from trellis.features.families.rules import Likeness, likeness, match_name, other_readings
from trellis.platform.access.models import Membership
from trellis.platform.access.pages import get_or_404
from trellis.platform.access.queries import people_in_role
from trellis.platform.access.roles import OPERATIONAL, Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.database import sight
from trellis.platform.database.models import ScopedQuerySet

PAGE = 25
MOST_FOUND = 500
MOST_COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody who may be the person that is being entered."""

    person: Person
    score: int
    why: tuple[str, ...]
    families: tuple[str, ...]


def family(viewer: Viewer, family_id: uuid.UUID) -> Family:
    """Return one family, or answer 404."""
    found: Family = get_or_404(Family.objects.visible_to(viewer), pk=family_id)
    return found


def person(viewer: Viewer, person_id: uuid.UUID) -> Person:
    """Return one person, or answer 404."""
    found: Person = get_or_404(Person.objects.visible_to(viewer), pk=person_id)
    return found


def people_of(viewer: Viewer, family_id: uuid.UUID) -> list[Person]:
    """Return the people of a family in their order, with safe contacts and occupations loaded."""
    members = (
        FamilyMember.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("person")
        .prefetch_related(
            Prefetch(
                "person__safe_contacts",
                SafeContact.objects.visible_to(viewer).order_by("outside_seal", "-is_safe", "pk"),
            ),
            Prefetch(
                "person__occupations", Occupation.objects.visible_to(viewer).order_by("outside_seal", "-since", "-pk")
            ),
        )
        .order_by("position", "pk")
    )
    return [member.person for member in members]


def relationships_of(viewer: Viewer, family_id: uuid.UUID) -> list[Relationship]:
    """Return the relationships of a family, with both people loaded."""
    return list(
        Relationship.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("from_person", "to_person")
        .order_by("pk")
    )


def households_of(viewer: Viewer, family_id: uuid.UUID) -> list[Household]:
    """Return the homes of a family: `living_now` live there, `past_members` did (lists), `shown_address` may be None.

    There is no telling an address that is sealed from one that was never given.
    """
    residents = HouseholdMember.objects.visible_to(viewer).filter(household=OuterRef("pk")).order_by("pk")
    addresses = HomeAddress.objects.visible_to(viewer).filter(household=OuterRef("pk"))
    addresses = addresses.order_by("outside_seal", "-pk")
    homes: list[Household] = list(
        Household.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .annotate(
            residents=ArraySubquery(residents.values_list(_RESIDENT)),
            told=Subquery(addresses.values(told=_ADDRESS)[:1]),
        )
        .order_by("pk")
    )
    for home in homes:
        members = [_resident(home, row) for row in home.residents]  # type: ignore[attr-defined]
        home.living_now = [member for member in members if not member.until]  # type: ignore[attr-defined]
        home.past_members = [member for member in members if member.until]  # type: ignore[attr-defined]
        home.shown_address = HomeAddress(household=home, **home.told) if home.told else None  # type: ignore[attr-defined]
    return homes


_ADDRESS = JSONObject(address="address", postcode="postcode", is_refuge="is_refuge")
_RESIDENT = JSONObject(
    pk="pk",
    person_id="person_id",
    since="since",
    until="until",
    pattern="pattern",
    given_name="person__given_name",
    family_name="person__family_name",
    known_as="person__known_as",
    birth_date="person__birth_date",
)


def _resident(home: Household, row: dict[str, Any]) -> HouseholdMember:
    born = row["birth_date"]
    person = Person(
        pk=uuid.UUID(row["person_id"]),
        given_name=row["given_name"],
        family_name=row["family_name"],
        known_as=row["known_as"],
        birth_date=date.fromisoformat(born) if born else None,
    )
    fields = {name: row[name] for name in ("since", "until", "pattern")}
    member = HouseholdMember(
        pk=uuid.UUID(row["pk"]), organisation_id=home.organisation_id, household=home, person=person, **fields
    )
    member._state.adding = False
    return member


def page_of(viewer: Viewer, family_id: uuid.UUID) -> list[Person]:
    """Return the people of a family with all that its page says of them, in one query.

    `contacts` and `occupation` are rows that the viewer may see, `also_in` id and name of other families of theirs.
    """
    of_person = {"person": OuterRef("person")}
    contacts = SafeContact.objects.visible_to(viewer).filter(**of_person).order_by("outside_seal", "-is_safe", "pk")
    doing = Occupation.objects.visible_to(viewer).filter(**of_person).order_by("outside_seal", "-since", "-pk")
    others = FamilyMember.objects.visible_to(viewer).filter(**of_person).exclude(family_id=family_id)
    members = (
        FamilyMember.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("person")
        .annotate(
            contacts=ArraySubquery(contacts.values_list(JSONObject(**{name: name for name in _CONTACT}))),
            doing=Subquery(doing.values(told=JSONObject(kind="kind", name="name"))[:1]),
            others=ArraySubquery(
                others.order_by("family__name", "pk").values_list(JSONObject(pk="family_id", name="family__name"))
            ),
        )
        .order_by("position", "pk")
    )
    people = []
    for member in members:
        person = member.person
        person.contacts = [SafeContact(**row) for row in member.contacts]
        person.occupation = Occupation(**member.doing) if member.doing else None
        person.also_in = member.others
        people.append(person)
    return people


_CONTACT = ("pk", "channel", "value", "is_safe", "voicemail", "texts", "best_times", "note")


def families(viewer: Viewer, search: str = "") -> QuerySet[Family]:
    """Return the families that the viewer may see, by name; `search` looks in the names of families and of people.

    Each half of a search is one look into an index, and gives at most MOST_FOUND families.
    """
    found = Family.objects.visible_to(viewer)
    words = match_name(search)
    if words:
        with_them = _members_named(viewer, words).order_by().values_list("family_id")
        named = families_named(viewer, search).values_list("pk")[:MOST_FOUND]
        found = found.filter(pk__in=[pk for (pk,) in (*with_them[:MOST_FOUND], *named)])
    return found.order_by("name", "pk").prefetch_related(
        Prefetch(
            "members",
            FamilyMember.objects.select_related("person").order_by("position", "pk"),
            to_attr="listed_members",
        )
    )


def _members_named(viewer: Viewer, words: str) -> ScopedQuerySet:
    """Return the members of families with these words in their name, as `match_name` writes it.

    Whoever sees nearly everybody asks the index of names first; whoever sees a few looks through those.
    """
    found = FamilyMember.objects.visible_to(viewer)
    if viewer.role not in OPERATIONAL:
        return found.filter(person__match_name__contains=words)
    named = _ids_from("families_people_named", viewer.organisation_id, words, MOST_FOUND)
    return found.filter(person_id__any_of=named)


def families_named(viewer: Viewer, words: str) -> ScopedQuerySet:
    """Return the families that the viewer may see with these words in their name."""
    found = Family.objects.visible_to(viewer)
    if viewer.role not in OPERATIONAL:
        return found.filter(name__icontains=words.strip())
    return found.filter(pk__any_of=_ids_from("families_named", viewer.organisation_id, words.strip(), MOST_FOUND))


def _ids_from(function: str, *given: Any) -> Func:
    """Return what a function of the database answers: an array of ids."""
    values = (each if isinstance(each, Value) else Value(each) for each in given)
    return Func(*values, function=function, output_field=ArrayField(UUIDField()))


def likely_matches(
    viewer: Viewer,
    *,
    given_name: str,
    family_name: str,
    birth_date: date | None,
    known_as: str = "",
    leaving_out: Iterable[uuid.UUID] = (),
) -> list[Match]:
    """Return the people whom the viewer may see and who may be this one, likeliest first, at most five."""
    found = _alike(
        viewer, Person.objects.visible_to(viewer), given_name, family_name, known_as, birth_date, leaving_out
    )
    names = Prefetch("families", Family.objects.visible_to(viewer).order_by("name"))
    prefetch_related_objects([person for person, _ in found], names)
    return [Match(p, like.score, like.why, tuple(f.name for f in p.families.all())) for p, like in found]


def may_be_known(
    viewer: Viewer, *, given_name: str, family_name: str, birth_date: date | None, known_as: str = ""
) -> bool:
    """Say whether somebody whom every co-ordinator may see may be this person.

    Only for the action that decides whether a co-ordinator must look first. That a referral waits for it tells whoever
    reads the referral that somebody is known, so a person who is shut to one of them is no reason to wait: a second
    record of theirs is found later, by somebody who sees both. The answer must never reach a referrer, neither in words
    nor through a status: to them both read “being looked at”.
    """
    everybody = Person.objects.of_organisation(viewer)
    found = {one.pk for one, _ in _alike(viewer, everybody, given_name, family_name, known_as, birth_date, ())}
    for membership in people_in_role(viewer, Role.COORDINATOR) if found else ():
        with sight.seeing(sight.viewer(membership.pk)):
            seen = Person.objects.visible_to(Viewer.from_membership(membership)).filter(pk__in=found)
            found = set(seen.values_list("pk", flat=True))
    return bool(found)


def _alike(
    viewer: Viewer,
    people: ScopedQuerySet,
    given_name: str,
    family_name: str,
    known_as: str,
    birth_date: date | None,
    leaving_out: Iterable[uuid.UUID],
) -> list[tuple[Person, Likeness]]:
    looked_for = match_name(given_name, family_name)
    if not looked_for:
        return []
    births = Value(
        [birth_date, *other_readings(birth_date)] if birth_date else [], output_field=ArrayField(DateField())
    )
    alike = _ids_from("families_people_alike", viewer.organisation_id, looked_for, births)
    found = []
    # No limit in the query: with one, PostgreSQL reads the table in place of the indexes.
    for candidate in islice(
        people.filter(pk__any_of=alike).exclude(pk__in=list(leaving_out)).iterator(), MOST_COMPARED
    ):
        like = likeness(
            given_name,
            family_name,
            birth_date,
            candidate.given_name,
            candidate.family_name,
            candidate.birth_date,
            known_as_a=known_as,
            known_as_b=candidate.known_as,
        )
        if like.is_likely:
            found.append((candidate, like))
    return sorted(found, key=lambda pair: (-pair[1].score, pair[0].pk))[:5]


def how_many_people(viewer: Viewer, family_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return the number of people in each of the families."""
    rows = FamilyMember.objects.visible_to(viewer).filter(family_id__in=list(family_ids))
    return dict(rows.values_list("family_id").annotate(people=Count("pk")))


def those_who_see(by: Viewer, family_id: uuid.UUID, role: Role) -> list[Membership]:
    """List those of a role who may see a family, to write to them: whom it is shut to is not told that it exists.

    The database is asked with each one's own sight, because whoever acts may not see who is shut out.
    """
    found = []
    for membership in people_in_role(by, role):
        with sight.seeing(sight.viewer(membership.pk)):
            if Family.objects.visible_to(Viewer.from_membership(membership)).filter(pk=family_id).exists():
                found.append(membership)
    return found
