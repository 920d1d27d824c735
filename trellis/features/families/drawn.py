"""Reads for the genogram and the ecomap: a family's people and ties as values that can be drawn; the viewer first."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from trellis.features.families.models import (
    Family,
    FamilyMember,
    HouseholdMember,
    Occupation,
    Person,
    Relationship,
    Signpost,
    TieQuality,
    sealed_from,
)
from trellis.features.families.rules import (
    COME_TO_AN_END,
    COUPLE_KINDS,
    SIBLING_KINDS,
    CameOfIt,
    Ending,
    Gender,
    OccupationKind,
    Partnership,
    RelationshipKind,
    SealedFact,
    TieKind,
    earliest,
    is_over,
)
from trellis.features.families.rules.ecomap import Outside, Strength, Surroundings, together
from trellis.features.families.rules.genogram import (
    Bond,
    BondTie,
    Couple,
    CoupleTie,
    Home,
    Kin,
    Parentage,
    ParentTie,
    Shape,
    SiblingTie,
    Someone,
)
from trellis.kernel.dates import age_on
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.records import EcomapNode
from trellis.platform.contributions.registry import ecomap_sources, hooks

# Asked of rooms above with (viewer, family): gives the ids of the people about whom the file is.
FILE_IS_ABOUT = "family_file_is_about"

_SHAPES = {Gender.MALE: Shape.SQUARE, Gender.FEMALE: Shape.CIRCLE}
_PARENTS = {
    RelationshipKind.MOTHER: Parentage.BIRTH,
    RelationshipKind.FATHER: Parentage.BIRTH,
    RelationshipKind.PARENT: Parentage.BIRTH,
    RelationshipKind.ADOPTIVE_PARENT: Parentage.ADOPTIVE,
    RelationshipKind.FOSTER_PARENT: Parentage.FOSTER,
    RelationshipKind.STEP_PARENT: Parentage.STEP,
    RelationshipKind.GUARDIAN: Parentage.GUARDIAN,
    RelationshipKind.CARER: Parentage.CARER,
    RelationshipKind.GRANDPARENT: Parentage.GRANDPARENT,
}
_WHILE_IT_LASTS = {Parentage.FOSTER, Parentage.STEP, Parentage.GUARDIAN, Parentage.CARER}
_OTHER_TIES = {RelationshipKind.AUNT_UNCLE, RelationshipKind.OTHER, RelationshipKind.STEP_SIBLING}
_MARRIED = {Partnership.MARRIED, Partnership.CIVIL}
_STRENGTHS = {
    TieKind.VIOLENCE: Strength.STRESSFUL,
    TieKind.CONFLICT: Strength.STRESSFUL,
    TieKind.CUT_OFF: Strength.WEAK,
    TieKind.DISTANT: Strength.WEAK,
    TieKind.CLOSE: Strength.STRONG,
    TieKind.VERY_CLOSE: Strength.STRONG,
}
_HELP = {
    CameOfIt.TAKEN_UP: Strength.STRONG,
    CameOfIt.WAITING: Strength.WEAK,
    CameOfIt.WAITING_LIST: Strength.WEAK,
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """All of a family that the viewer may see and that can be drawn, with the people's records."""

    kin: Kin
    people: tuple[Person, ...]
    ties: tuple[Relationship, ...]
    qualities: tuple[TieQuality, ...]


def drawn(viewer: Viewer, family: Family, today: date) -> Drawn:
    """Read a family's people, ties and homes as they are today; couples that have ended are drawn too."""
    members = FamilyMember.objects.visible_to(viewer).filter(family=family).select_related("person")
    people = tuple(member.person for member in members.order_by("position", "pk"))
    seen = {person.pk for person in people}
    ties = tuple(
        tie
        for tie in Relationship.objects.visible_to(viewer).filter(family=family).order_by("since", "pk")
        if {tie.from_person_id, tie.to_person_id} <= seen
    )
    qualities = tuple(
        each
        for each in TieQuality.objects.visible_to(viewer).filter(family=family).order_by("pk")
        if {each.from_person_id, each.to_person_id} <= seen and each.is_current(today)
    )
    about = _about(viewer, family)
    names = _names(people)
    kin = Kin(
        people=tuple(_someone(person, names[person.pk], today, person.pk in about) for person in people),
        parents=tuple(_parents(ties, today)),
        couples=tuple(_couples(ties, today)),
        siblings=tuple(_siblings(ties)),
        bonds=tuple(_bonds(ties, qualities, today)),
        homes=tuple(_homes(viewer, family, seen, today)),
    )
    return Drawn(kin, people, ties, qualities)


def surroundings(viewer: Viewer, family: Family, shown: Drawn, today: date) -> Surroundings:
    """Read what is round a family: its own schools, work, close people and help elsewhere, and what rooms add."""
    at_home = _at_home(shown.kin)
    names = {person.key: person.name for person in shown.kin.people}
    found = [
        Outside(node.kind, node.name, Strength(node.strength), whose, node.note)
        for source in ecomap_sources()
        if viewer.may(source.permission)
        for node in source.nodes(viewer, family, today)
        if (whose := tuple(names[str(key)] for key in node.whose if str(key) in names)) or not node.whose
    ]
    found += _close_people(shown, at_home, names, today)
    return Surroundings(family.name, tuple(names[key] for key in at_home), together(found))


def own_ties(viewer: Viewer, family: Family, today: date) -> Iterable[EcomapNode]:
    """Give the schools, colleges and workplaces of a family, and the help elsewhere that has not ended."""
    del today
    members = FamilyMember.objects.visible_to(viewer).filter(family=family, person__has_died=False)
    people = list(members.order_by("position", "pk").values_list("person_id", flat=True))
    doing: dict[uuid.UUID, Occupation] = {}
    rows = Occupation.objects.visible_to(viewer).filter(person_id__in=people)
    for row in rows.order_by("outside_seal", "-since", "-pk"):
        doing.setdefault(row.person_id, row)
    for row in sorted(doing.values(), key=lambda each: people.index(each.person_id)):
        if row.kind != OccupationKind.NONE and row.name:
            yield EcomapNode(OccupationKind(row.kind).label, row.name, Strength.PLAIN, (row.person_id,))
    for help_ in Signpost.objects.visible_to(viewer).filter(family=family).order_by("made_on", "pk"):
        came = CameOfIt(help_.came_of_it)
        if came not in COME_TO_AN_END and help_.person_id in people:
            whose = (help_.person_id,)
            yield EcomapNode("Help elsewhere", help_.service, _HELP[came], whose, came.label.lower())


def is_sealed(viewer: Viewer, family: Family) -> bool:
    """Say whether somebody's school or work is sealed from a viewer: then no free words about agencies are shown.

    For rooms whose words may name the same school or workplace; never for a page, which must not tell.
    """
    sealed = Q(person_id__in=sealed_from(viewer, SealedFact.SCHOOL)) | Q(
        person_id__in=sealed_from(viewer, SealedFact.WORK)
    )
    return FamilyMember.objects.visible_to(viewer).filter(sealed, family=family).exists()


def _about(viewer: Viewer, family: Family) -> set[uuid.UUID]:
    return {person_id for hook in hooks(FILE_IS_ABOUT) for person_id in hook.call(viewer, family)}


def _names(people: Iterable[Person]) -> dict[uuid.UUID, str]:
    """Call people by the name that they go by; two of one name by their whole names."""
    count = Counter(person.short_name for person in people)
    return {
        person.pk: person.short_name if count[person.short_name] == 1 else person.full_name or person.short_name
        for person in people
    }


def _someone(person: Person, name: str, today: date, is_focus: bool) -> Someone:
    died = earliest(person.died_on) if person.died_on else None
    on = died if person.has_died else today
    is_exact = not person.has_died or len(person.died_on) == len("2026-01-01")
    age = age_on(person.birth_date, on) if person.birth_date and on and is_exact and person.birth_date <= on else None
    shape = _SHAPES.get(Gender(person.gender), Shape.DIAMOND)
    return Someone(str(person.pk), name, shape, person.birth_date, age, died, person.has_died, is_focus)


def _parents(ties: Iterable[Relationship], today: date) -> Iterable[ParentTie]:
    for tie in ties:
        kind = _PARENTS.get(RelationshipKind(tie.kind))
        if kind and not (kind in _WHILE_IT_LASTS and is_over(tie.until, today)):
            yield ParentTie(str(tie.from_person_id), str(tie.to_person_id), kind)


def _couples(ties: Iterable[Relationship], today: date) -> Iterable[CoupleTie]:
    """Give each couple once, as it was told last."""
    found: dict[frozenset[uuid.UUID], CoupleTie] = {}
    for tie in ties:
        if tie.kind in COUPLE_KINDS:
            pair = frozenset((tie.from_person_id, tie.to_person_id))
            made = CoupleTie(
                str(tie.from_person_id), str(tie.to_person_id), _state(tie, today), _year(tie.since), _year(tie.until)
            )
            before = found.get(pair)
            found[pair] = replace(made, since=made.since or before.since) if before else made
    return found.values()


def _state(tie: Relationship, today: date) -> Couple:
    if tie.ending == Ending.DIVORCED:
        return Couple.DIVORCED
    has_ended = tie.kind == RelationshipKind.EX_PARTNER or is_over(tie.until, today) or tie.ending == Ending.SEPARATED
    if has_ended and tie.ending != Ending.DEATH:
        return Couple.SEPARATED
    return Couple.MARRIED if tie.partnership in _MARRIED else Couple.TOGETHER


def _year(rough: str) -> int | None:
    return earliest(rough).year if rough else None


def _siblings(ties: Iterable[Relationship]) -> Iterable[SiblingTie]:
    seen = set()
    for tie in ties:
        pair = frozenset((tie.from_person_id, tie.to_person_id))
        if tie.kind in {RelationshipKind.SIBLING, RelationshipKind.HALF_SIBLING} and pair not in seen:
            seen.add(pair)
            half = tie.kind == RelationshipKind.HALF_SIBLING
            yield SiblingTie(str(tie.from_person_id), str(tie.to_person_id), half)


def _bonds(ties: Iterable[Relationship], qualities: Iterable[TieQuality], today: date) -> Iterable[BondTie]:
    for tie in ties:
        kind = RelationshipKind(tie.kind)
        if kind in _OTHER_TIES and not is_over(tie.until, today):
            words = tie.words or kind.label.lower()
            yield BondTie(str(tie.from_person_id), str(tie.to_person_id), Bond.OTHER, words)
    for quality in qualities:
        yield BondTie(str(quality.from_person_id), str(quality.to_person_id), Bond(quality.kind))


def _homes(viewer: Viewer, family: Family, seen: set[uuid.UUID], today: date) -> Iterable[Home]:
    living: dict[uuid.UUID, tuple[str, list[str]]] = {}
    rows = HouseholdMember.objects.visible_to(viewer).filter(household__family=family).select_related("household")
    for row in rows.order_by("household_id", "pk"):
        if row.person_id in seen and row.is_current(today):
            people = living.setdefault(row.household_id, (row.household.label, []))[1]
            if str(row.person_id) not in people:
                people.append(str(row.person_id))
    return [Home(label, tuple(people)) for label, people in living.values()]


def _at_home(kin: Kin) -> tuple[str, ...]:
    """Return who is in the middle: the home of whom the file is about, else the largest, else everybody alive."""
    about = {person.key for person in kin.people if person.is_focus}
    alive = tuple(person.key for person in kin.people if not person.has_died)
    best = max(kin.homes, key=lambda home: (len(about & set(home.people)), len(home.people)), default=None)
    return tuple(key for key in best.people if key in alive) if best else alive


def _close_people(shown: Drawn, at_home: tuple[str, ...], names: dict[str, str], today: date) -> list[Outside]:
    """Give those who live elsewhere and have a tie to somebody at home, with what is between them."""
    found = []
    for person in shown.people:
        key = str(person.pk)
        if key in at_home or person.has_died:
            continue
        between = [
            each
            for each in shown.qualities
            if key in {str(each.from_person_id), str(each.to_person_id)}
            and {str(each.from_person_id), str(each.to_person_id)} & set(at_home)
        ]
        kinds = sorted({TieKind(each.kind) for each in between}, key=list(_STRENGTHS).index)
        strength = _STRENGTHS[kinds[0]] if kinds else Strength.PLAIN
        note = kinds[0].label.lower() if kinds else ""
        whose = [names[other] for each in between if kinds and each.kind == kinds[0] for other in _others(each, key)]
        kind, of = _relation(shown.ties, key, at_home, today)
        if not kind and not kinds:
            continue
        told = tuple(dict.fromkeys(whose)) or tuple(names[other] for other in of)
        found.append(Outside(kind or "Close person", names[key], strength, told, note))
    return found


def _others(quality: TieQuality, key: str) -> list[str]:
    return [str(each) for each in (quality.from_person_id, quality.to_person_id) if str(each) != key]


def _relation(
    ties: Iterable[Relationship], key: str, at_home: tuple[str, ...], today: date
) -> tuple[str, tuple[str, ...]]:
    """Say who somebody is to those at home: the first tie, and everybody of whom they are the same."""
    own: dict[str, list[str]] = {}
    for tie in ties:
        first, second = str(tie.from_person_id), str(tie.to_person_id)
        if second == key and tie.kind in COUPLE_KINDS | SIBLING_KINDS:
            first, second = second, first
        lasts = tie.kind == RelationshipKind.EX_PARTNER or not is_over(tie.until, today)
        if first == key and second in at_home and lasts:
            own.setdefault(tie.get_kind_display(), []).append(second)
    kind = next(iter(own), "")
    return kind, tuple(own.get(kind, ()))
