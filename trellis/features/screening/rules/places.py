"""Who would take part in which strand: as said, or as the facts suggest."""

from datetime import date

from trellis.features.programmes.rules.facts_document import FamilyFacts, PersonFacts, WrongFact
from trellis.features.programmes.rules.problems import did_you_mean
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Needed, Strand, TakesPartAs
from trellis.features.screening.rules.comparing import finding_for, with_derived
from trellis.features.screening.rules.findings import Place
from trellis.kernel.decisions import Decision, Outcome

_RANK = {Outcome.MET: 0, Outcome.NOT_YET_KNOWN: 1, Outcome.NOT_MET: 2}
_PARENTING = ("parent", "carer")


def wrong_strands(definition: ProgrammeDefinition, facts: FamilyFacts) -> list[WrongFact]:
    """List strands named in the facts that the programme does not have."""
    return [
        WrongFact(
            f"people[{position}].strand",
            f'the unknown strand "{person.strand}"',
            did_you_mean(person.strand, definition.strand_keys),
        )
        for position, person in enumerate(facts.people)
        if person.strand and person.strand not in definition.strand_keys
    ]


def is_said(definition: ProgrammeDefinition, facts: FamilyFacts) -> bool:
    """Tell whether the facts say who takes part in this programme."""
    in_strands = any(person.strand in definition.strand_keys for person in facts.people if person.strand)
    return in_strands and facts.programme in ("", definition.key)


def places_of(definition: ProgrammeDefinition, facts: FamilyFacts, on_day: date) -> tuple[Place, ...]:
    """Return who takes part in which strand: as the facts say, or proposed when they say nothing."""
    if is_said(definition, facts):
        return tuple(
            Place(position, person.name, person.strand)
            for position, person in enumerate(facts.people)
            if person.strand in definition.strand_keys
        )
    return _proposed(definition, facts, on_day)


def _proposed(definition: ProgrammeDefinition, facts: FamilyFacts, on_day: date) -> tuple[Place, ...]:
    judged: list[tuple[Place, Outcome]] = []
    for position, person in enumerate(facts.people):
        options = [
            (_judged(definition, strand, person, on_day), order, strand)
            for order, strand in enumerate(_open_to(definition, person))
        ]
        if options:
            outcome, _, strand = min(options, key=lambda option: (_RANK[option[0]], option[1]))
            judged.append((Place(position, person.name, strand.key), outcome))
    return tuple(place for place, outcome in judged if _kept(definition, place, outcome, judged))


def _judged(definition: ProgrammeDefinition, strand: Strand, person: PersonFacts, on_day: date) -> Outcome:
    values = with_derived(person.values, on_day)
    return Decision.of(
        finding_for(criterion, definition, values, on_day, about=person.name).reason
        for criterion in definition.criteria_for_strand(strand.key)
    ).outcome


def _kept(definition: ProgrammeDefinition, place: Place, outcome: Outcome, judged: list[tuple[Place, Outcome]]) -> bool:
    """Leave out a person whom a strand does not suit, unless that would leave nobody to explain it by."""
    if outcome is not Outcome.NOT_MET:
        return True
    choice = definition.choice_holding(place.strand_key)
    strands = choice.strands if choice else (place.strand_key,)
    if choice is None and definition.strand(place.strand_key).needed is not Needed.REQUIRED:
        return False
    return not any(other.strand_key in strands and found is not Outcome.NOT_MET for other, found in judged)


def _open_to(definition: ProgrammeDefinition, person: PersonFacts) -> list[Strand]:
    """Return the strands whose role a person has; else those whose role they might have."""
    fits: dict[bool, list[Strand]] = {True: [], False: []}
    for strand in definition.strands:
        roles = [_has_role(person, role) for role in strand.takes_part_as]
        if True in roles:
            fits[True].append(strand)
        elif None in roles:
            fits[False].append(strand)
    return fits[True] or fits[False]


def _has_role(person: PersonFacts, role: TakesPartAs) -> bool | None:
    """Tell whether a person has a role; None when too little is known."""
    family_role = person.values.get("family_role")
    if family_role is None:
        return None
    match role:
        case TakesPartAs.CHILD:
            return family_role == "child"
        case TakesPartAs.FAMILY_MEMBER:
            return family_role != "child"
        case TakesPartAs.PARENT:
            return family_role in _PARENTING
        case _:
            return _has_part(person, role) if family_role in _PARENTING else False


def _has_part(person: PersonFacts, role: TakesPartAs) -> bool | None:
    part = person.values.get("partner_abuse_part")
    if part is None:
        return None
    return part in (("experienced", "both") if role is TakesPartAs.VICTIM else ("used", "both"))
