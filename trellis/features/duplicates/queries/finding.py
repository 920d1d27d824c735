"""Who may be one person: candidates by four indexed questions, then weighed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from trellis.features.duplicates.models import NotTheSame
from trellis.features.duplicates.rules import Home, PersonFacts, Weighed, homes_that_say, in_order, weigh
from trellis.features.families.models import FamilyMember, HomeAddress, HouseholdMember, Person, Relationship
from trellis.features.families.rules.matching import ALIKE_ENOUGH
from trellis.platform.access.viewer import Viewer

AT_ONCE = 250

# Each question goes into an index: person_birth twice, person_name_search, home_postcode. `bench/febrl.py` brings the
# same pairs together in memory, by the same conditions.
# What is compared with is read first: behind row-level security a question that reckons does not reach an index.
CANDIDATES = """
WITH asked AS MATERIALIZED (
    SELECT id, organisation_id, birth_date, match_name, CASE WHEN extract(day FROM birth_date) <= 12 THEN make_date(
        extract(year FROM birth_date)::int, extract(day FROM birth_date)::int, extract(month FROM birth_date)::int)
    END AS swapped
    FROM families_person WHERE id = ANY(%(ids)s)
)
SELECT a.id, b.id FROM asked a
JOIN families_person b ON b.organisation_id = a.organisation_id AND b.birth_date = a.birth_date
WHERE {once}
UNION
SELECT a.id, b.id FROM asked a
JOIN families_person b ON b.organisation_id = a.organisation_id AND b.birth_date = a.swapped
WHERE {once}
UNION
SELECT a.id, b.id FROM asked a
CROSS JOIN LATERAL unnest(families_people_alike(a.organisation_id, a.match_name, NULL)) AS alike (id)
JOIN families_person b ON b.id = alike.id
WHERE {once}
UNION
SELECT a.id, b.person_id FROM asked a
JOIN families_householdmember own ON own.person_id = a.id
JOIN families_homeaddress here ON here.household_id = own.household_id
JOIN families_homeaddress there ON there.organisation_id = here.organisation_id AND there.postcode = here.postcode
JOIN families_householdmember b ON b.household_id = there.household_id
WHERE here.postcode <> '' AND {once_by_home}
"""
ONCE = {"once": "b.id > a.id", "once_by_home": "b.person_id > a.id"}
EACH = {"once": "b.id <> a.id", "once_by_home": "b.person_id <> a.id"}


@dataclass(frozen=True, slots=True)
class Known:
    """A person with what is compared; `home_ids` are the addresses in the order of `facts.homes`."""

    person: Person
    facts: PersonFacts
    home_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A likely pair, in the order in which pairs are written, and the addresses that speak for or against it."""

    first: uuid.UUID
    second: uuid.UUID
    weighed: Weighed
    first_home: uuid.UUID | None = None
    second_home: uuid.UUID | None = None


def pairs_of(viewer: Viewer, person: Person) -> list[Found]:
    """Return the likely pairs of one person among those whom the viewer may see, likeliest first."""
    return sorted(_likely(viewer, [person.pk], EACH), key=lambda found: (-found.weighed.weight, found.first))


def all_pairs(viewer: Viewer, step: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Found]:
    """Give the likely pairs of everybody whom the viewer may see; `step` hears how many people were looked at."""
    ids = list(Person.objects.visible_to(viewer).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        yield from _likely(viewer, ids[start : start + AT_ONCE], ONCE)
        step(min(start + AT_ONCE, len(ids)), len(ids))


def _likely(viewer: Viewer, ids: list[uuid.UUID], words: dict[str, str]) -> Iterator[Found]:
    pairs = {in_order(one, other) for one, other in _candidates(ids, words)}
    known = _known(viewer, {one for pair in pairs for one in pair})
    near = []
    for first, second in sorted(pairs):
        if first in known and second in known:
            weighed = weigh(known[first].facts, known[second].facts, fully=False)
            if weighed.is_likely or weighed.without("home").is_likely:
                near.append((first, second))
    two_people = _two_people(viewer, near)
    together = _in_one_family(viewer, near)
    for pair in near:
        if pair not in two_people:
            found = _found(known[pair[0]], known[pair[1]], in_one_family=pair in together)
            if found.weighed.is_likely or found.weighed.without("home").is_likely:
                yield found


def _candidates(ids: list[uuid.UUID], words: dict[str, str]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(ALIKE_ENOUGH)])
        cursor.execute(CANDIDATES.format(**words), {"ids": ids})
        return list(cursor.fetchall())


def _known(viewer: Viewer, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Known]:
    wanted = list(ids)
    people = Person.objects.visible_to(viewer).filter(pk__in=wanted)
    homes = _homes(viewer, wanted)
    return {
        one.pk: Known(
            one,
            PersonFacts(
                one.given_name,
                one.family_name,
                one.known_as,
                one.birth_date,
                tuple(home for _, home in homes.get(one.pk, ())),
            ),
            tuple(pk for pk, _ in homes.get(one.pk, ())),
        )
        for one in people
    }


def _homes(viewer: Viewer, people: list[uuid.UUID]) -> dict[uuid.UUID, list[tuple[uuid.UUID, Home]]]:
    living = HouseholdMember.objects.visible_to(viewer).filter(person_id__in=people)
    where = list(living.values_list("person_id", "household_id"))
    addresses = HomeAddress.objects.visible_to(viewer).filter(household_id__in={household for _, household in where})
    by_household = {one.household_id: (one.pk, Home(one.address, one.postcode)) for one in addresses}
    found: dict[uuid.UUID, list[tuple[uuid.UUID, Home]]] = {}
    for person, household in sorted(where):
        if household in by_household:
            found.setdefault(person, []).append(by_household[household])
    return found


def _found(one: Known, other: Known, *, in_one_family: bool) -> Found:
    weighed = weigh(one.facts, other.facts, in_one_family=in_one_family)
    homes = homes_that_say(one.facts, other.facts)
    if homes is None:
        return Found(one.person.pk, other.person.pk, weighed)
    first, second = one.facts.homes.index(homes[0]), other.facts.homes.index(homes[1])
    return Found(one.person.pk, other.person.pk, weighed, one.home_ids[first], other.home_ids[second])


def _two_people(viewer: Viewer, pairs: list[tuple[Any, Any]]) -> set[tuple[Any, Any]]:
    """Return the pairs that are known to be two people: decided, or related to each other."""
    ids = {one for pair in pairs for one in pair}
    decided = NotTheSame.objects.visible_to(viewer).filter(first_id__in=ids, second_id__in=ids)
    found = set(decided.values_list("first_id", "second_id"))
    related = Relationship.objects.visible_to(viewer).filter(Q(from_person_id__in=ids, to_person_id__in=ids))
    return found | {in_order(*both) for both in related.values_list("from_person_id", "to_person_id")}


def _in_one_family(viewer: Viewer, pairs: list[tuple[Any, Any]]) -> set[tuple[Any, Any]]:
    ids = {one for pair in pairs for one in pair}
    families: dict[Any, set[Any]] = {}
    members = FamilyMember.objects.visible_to(viewer).filter(person_id__in=ids)
    for person, family in members.values_list("person_id", "family_id"):
        families.setdefault(person, set()).add(family)
    return {pair for pair in pairs if families.get(pair[0], set()) & families.get(pair[1], set())}


def others(viewer: Viewer, person: Person, found: Iterable[Found]) -> list[tuple[Person, Found]]:
    """Return the other person of each of somebody's likely pairs, with the pair."""
    pairs = {one.second if one.first == person.pk else one.first: one for one in found}
    people = {each.pk: each for each in Person.objects.visible_to(viewer).filter(pk__in=list(pairs))}
    return [(people[pk], one) for pk, one in pairs.items() if pk in people]
