"""Invented families that suit a programme: their answers follow from its criteria, whichever programme it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from trellis.features.programmes.rules.criteria import Condition, Criterion, CriterionAbout
from trellis.features.programmes.rules.facts import FACTS, About, Fact, FactKind
from trellis.features.programmes.rules.matching import holds
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Needed, Strand, TakesPartAs
from trellis.features.referrals.rules.answers import (
    Contact,
    Doing,
    Home,
    ReferralAnswers,
    ReferredPersonAnswers,
    Tie,
)
from trellis.features.referrals.rules.wanted import asked_fact
from trellis.kernel.dates import add_months

SURNAMES = (
    "Ashworth", "Oyelaran", "Birch", "Kowalczyk", "Rahman", "Penhaligon", "Quigley", "Tesfaye", "Vance", "Lomax",
    "Dhillon", "Ferreira", "Gutteridge", "Hussain", "Ibbotson", "Jankowska", "Knaggs", "Mbeki", "Nuttall", "Okonkwo",
    "Pritchard", "Routledge", "Szabo", "Thackray", "Umarov", "Wolstenholme", "Yilmaz", "Zephaniah", "Crabtree", "Eze",
)  # fmt: skip
WOMEN = ("Maryam", "Joanne", "Beatrix", "Chidinma", "Ewa", "Harriet", "Gulsen", "Philippa", "Xanthe", "Siobhan")
MEN = ("Duncan", "Kwame", "Piotr", "Yusuf", "Leighton", "Gethin", "Barnaby", "Faisal")
GIRLS = ("Poppy", "Zainab", "Ivy", "Natasha", "Wren", "Keziah", "Ottilie", "Bronwen")
BOYS = ("Jayden", "Tariq", "Alfie", "Emeka", "Rhys", "Dmitri", "Finlay", "Connor")
_numbers = itertools.count()


@dataclass
class _Person:
    id: str
    role: str
    strand: str
    is_child: bool
    concern: bool = False
    values: dict[str, object] = field(default_factory=dict)


def answers_for(
    definition: ProgrammeDefinition, today: date, *, surname: str = "", profession: str = "social_worker"
) -> ReferralAnswers:
    """Return the answers of an invented family whom a programme suits; a different family each time."""
    number = next(_numbers)
    surname = surname or SURNAMES[number % len(SURNAMES)]
    people = _people(definition)
    for person in people:
        person.values = _suiting(_criteria_of(definition, person), About.PERSON, today)
    written = [_written(person, surname, number, place, today) for place, person in enumerate(people)]
    family = _suiting(definition.criteria, About.FAMILY, today)
    referral = _suiting(definition.criteria, About.REFERRAL, today)
    asked_elsewhere = {"referrer_profession", "referrer_stays_involved", "transport_arranged", "documents"}
    who = definition.who_may_refer
    return ReferralAnswers(
        people=tuple(written),
        ties=tuple(_ties(written)),
        homes=(Home("Mum's home", tuple(p.id for p in written), f"{number + 1} Larch Road, Leeds", "LS8 2AB"),),
        what_happens="Shouting and pushing most weeks since the spring, worse after school.",
        family_facts={key: _answer(value) for key, value in family.items()},
        referral_facts={k: _answer(v) for k, v in referral.items() if k not in asked_elsewhere},
        stays_involved="yes",
        transport_arranged="yes",
        transport="The referrer drives them.",
        evenings=(1, 2, 3),
        agency="Northside Children's Social Work",
        profession=profession if who.anyone or profession in who.professions else who.professions[0],
        referrer_name="Rosa Ellery",
        referrer_telephone="0113 496 0123",
    )


def _strands(definition: ProgrammeDefinition) -> Iterable[Strand]:
    taken: dict[str, int] = {}
    chosen = []
    for strand in definition.strands:
        choice = definition.choice_holding(strand.key)
        if choice is None and strand.needed is not Needed.OPTIONAL:
            chosen.append(strand)
        elif choice is not None and taken.get(choice.key, 0) < choice.least:
            taken[choice.key] = taken.get(choice.key, 0) + 1
            chosen.append(strand)
    return chosen or definition.strands[:1]


def _people(definition: ProgrammeDefinition) -> list[_Person]:
    people = []
    for strand in _strands(definition):
        is_child = strand.takes_part_as[0] is TakesPartAs.CHILD
        role = "child" if is_child else "parent"
        people.append(_Person(f"p{len(people) + 1}", role, strand.key, is_child, concern=is_child))
    if not any(person.is_child for person in people):
        people.append(_Person(f"p{len(people) + 1}", "child", "", is_child=True, concern=True))
    if all(person.is_child for person in people):
        people.append(_Person(f"p{len(people) + 1}", "parent", "", is_child=False))
    people.sort(key=lambda person: person.is_child)
    for number, person in enumerate(people, 1):
        person.id = f"p{number}"
    return people


def _criteria_of(definition: ProgrammeDefinition, person: _Person) -> list[Criterion]:
    return [
        criterion
        for criterion in definition.criteria
        if (criterion.about is CriterionAbout.STRAND and criterion.strand == person.strand)
        or (criterion.about is CriterionAbout.CHILD_OF_CONCERN and person.concern)
    ]


def _suiting(criteria: Iterable[Criterion], about: About, today: date) -> dict[str, object]:
    """Choose a value for each fact that criteria look at, so that all of them are met."""
    wanted: dict[str, list[Condition]] = {}
    for criterion in criteria:
        first = criterion.conditions[0]
        if FACTS[first.fact].about is about:
            wanted.setdefault(first.fact, []).append(first)
        for other in criterion.conditions[1:]:
            if FACTS[other.fact].about is about:
                wanted.setdefault(other.fact, [])
    values: dict[str, object] = {}
    for key, conditions in wanted.items():
        value = next(v for v in _candidates(FACTS[key]) if all(holds(c.test, c.value, v) for c in conditions))  # type: ignore[arg-type]
        basis = asked_fact(key)
        if basis is not None and basis.key != key and isinstance(value, int):
            months = value * 12 + 3 if FACTS[key].unit == "years" else value + 2
            values[basis.key] = add_months(today, -months)
        else:
            values[key] = value
    return values


def _candidates(fact: Fact) -> list[object]:
    match fact.kind:
        case FactKind.YES_NO:
            return [True, False]
        case FactKind.CHOICE:
            return [key for key in fact.choices if key != "not_known"]
        case FactKind.WHOLE_NUMBER:
            return [15, *range(80)]
        case FactKind.DATE:
            return [date(2024, 3, 5)]
        case _:
            return [tuple(fact.choices), "words"]


def _answer(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value


def _written(person: _Person, surname: str, number: int, place: int, today: date) -> ReferredPersonAnswers:
    gender = str(person.values.get("gender", "male" if person.is_child else "female"))
    names = (GIRLS if gender == "female" else BOYS) if person.is_child else (WOMEN if gender == "female" else MEN)
    years = 15 if person.is_child else 41
    usual = add_months(today, -(years * 12 + 2 + number % 7 + place * 13)).replace(day=1 + (number * 5 + place) % 27)
    born = person.values.get("birth_date", usual)
    known = {"gender", "family_role", "birth_date", "child_of_concern"}
    return ReferredPersonAnswers(
        id=person.id,
        given_name=names[(number + place) % len(names)],
        family_name=surname,
        birth_date=born if isinstance(born, date) else None,
        gender=gender,
        family_role=str(person.values.get("family_role", person.role)),
        child_of_concern=person.concern,
        strand=person.strand,
        facts={key: _answer(value) for key, value in person.values.items() if key not in known},
        contact=Contact("mobile", f"07700 900{number % 1000:03}", True, "none", "Mornings") if person.strand else None,
        doing=Doing("school", "Larch Road School") if person.is_child else Doing("work", "A shop"),
        interpreter_needed=False,
    )


def _ties(people: list[ReferredPersonAnswers]) -> Iterable[Tie]:
    adults, children = [p for p in people if not p.is_child], [p for p in people if p.is_child]
    for child in children:
        for adult in adults:
            yield Tie(adult.id, child.id, "mother" if adult.gender == "female" else "father", "yes")
    for first, second in itertools.combinations(adults, 2):
        yield Tie(first.id, second.id, "ex_partner")
    for first, second in itertools.combinations(children, 2):
        yield Tie(first.id, second.id, "sibling")
