"""Judge every criterion of a programme for a family, on the day that matters."""

from collections.abc import Iterator
from datetime import date

from trellis.features.programmes.rules.criteria import Criterion, CriterionAbout, CriterionKind
from trellis.features.programmes.rules.facts import FACTS, REFERRER
from trellis.features.programmes.rules.facts_document import FamilyFacts
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import Needed, Strand, StrandChoice, TakesPartAs
from trellis.features.screening.rules.comparing import finding_for, source_in_words, with_derived
from trellis.features.screening.rules.findings import Finding, Place, Question, Screening
from trellis.features.screening.rules.gates import gate_findings
from trellis.features.screening.rules.places import is_said, places_of
from trellis.kernel.decisions import Outcome, Reason


def screen(definition: ProgrammeDefinition, facts: FamilyFacts, on_day: date, on_day_why: str) -> Screening:
    """Judge a family against a programme: one finding for each criterion and each person concerned.

    ``on_day`` is the day on which ages are taken, the first session's when it is known, and
    ``on_day_why`` says in words why that day.
    """
    places = places_of(definition, facts, on_day)
    said = is_said(definition, facts)
    findings = [
        *gate_findings(definition, facts, on_day),
        *_who_takes_part(definition, facts, places, said=said),
        *(
            finding
            for criterion in definition.criteria
            for finding in _criterion_findings(criterion, definition, facts, places, on_day)
        ),
    ]
    return Screening(
        programme_key=definition.key,
        programme_version=definition.version,
        programme_name=definition.name,
        on_day=on_day,
        on_day_why=on_day_why,
        places=places,
        proposed=not said,
        findings=tuple(findings),
    )


def _criterion_findings(
    criterion: Criterion,
    definition: ProgrammeDefinition,
    facts: FamilyFacts,
    places: tuple[Place, ...],
    on_day: date,
) -> Iterator[Finding]:
    match criterion.about:
        case CriterionAbout.FAMILY:
            values = with_derived(facts.family, on_day)
            yield finding_for(criterion, definition, values, on_day, about="The family")
        case CriterionAbout.REFERRAL:
            yield finding_for(criterion, definition, facts.referral, on_day, about="The referral")
        case CriterionAbout.STRAND:
            positions = [place.position for place in places if place.strand_key == criterion.strand]
            yield from _of_people(criterion, definition, facts, positions, on_day)
        case _:
            positions = children_of_concern(definition, facts, places)
            if not positions:
                yield _which_child(criterion, definition)
            yield from _of_people(criterion, definition, facts, positions, on_day)


def _of_people(
    criterion: Criterion,
    definition: ProgrammeDefinition,
    facts: FamilyFacts,
    positions: list[int],
    on_day: date,
) -> Iterator[Finding]:
    for position in positions:
        person = facts.people[position]
        values = with_derived(person.values, on_day)
        yield finding_for(criterion, definition, values, on_day, about=person.name, position=position)


def children_of_concern(definition: ProgrammeDefinition, facts: FamilyFacts, places: tuple[Place, ...]) -> list[int]:
    """Return the positions of the children that the referral is about.

    Those named as such; else those who take part as children; else every child not ruled out.
    """
    people = list(enumerate(facts.people))
    named = [n for n, person in people if person.values.get("child_of_concern") is True]
    as_children = [
        place.position for place in places if TakesPartAs.CHILD in definition.strand(place.strand_key).takes_part_as
    ]
    may_be = [
        n
        for n, person in people
        if person.values.get("family_role") == "child" and "child_of_concern" not in person.values
    ]
    return named or as_children or may_be


def _which_child(criterion: Criterion, definition: ProgrammeDefinition) -> Finding:
    fact = FACTS["child_of_concern"]
    ask = "Which child is the referral about? Add the child, taking part or not."
    reason = Reason(
        key=criterion.key,
        outcome=Outcome.NOT_YET_KNOWN,
        words=f"{criterion.title}: not yet known. Nobody is named as the child that this is about.",
        fact=fact.key,
        why=criterion.why,
        source=source_in_words(definition, criterion.source),
        about="The child",
        question=ask,
        ask_whom=REFERRER,
        blocks=criterion.blocks,
    )
    missing = (Question(fact.key, ask, REFERRER, "The child"),)
    kind, confidence = criterion.kind.value, criterion.confidence.value
    return Finding(reason, criterion.title, kind, confidence, missing=missing)


def _who_takes_part(
    definition: ProgrammeDefinition, facts: FamilyFacts, places: tuple[Place, ...], *, said: bool
) -> Iterator[Finding]:
    """Say where somebody is needed in a strand, or in one of several, and nobody is."""
    filled = {place.strand_key for place in places}
    in_choices = {key for choice in definition.choices for key in choice.strands}
    can_tell = not said and all("family_role" in person.values for person in facts.people)
    for strand in definition.strands:
        if strand.key not in in_choices and strand.needed is not Needed.OPTIONAL:
            yield _strand_filled(definition, strand, filled=strand.key in filled, can_tell=can_tell)
    for choice in definition.choices:
        yield _choice_filled(choice, len(filled & set(choice.strands)), can_tell=can_tell)


def _strand_filled(definition: ProgrammeDefinition, strand: Strand, *, filled: bool, can_tell: bool) -> Finding:
    ideally = strand.needed is Needed.IDEALLY
    title = f"Somebody takes part: {strand.title}"
    why = strand.needed_why or f"{strand.title} is for: {strand.who.lower()}."
    source, confidence = source_in_words(definition, strand.source), strand.confidence.value
    if filled:
        outcome, words = Outcome.MET, f"{title}."
    elif can_tell or ideally:
        outcome, words = Outcome.NOT_MET, f"{title}: nobody here does. {why}"
    else:
        outcome, words = Outcome.NOT_YET_KNOWN, f"{title}: nobody is named yet."
    key = f"takes_part_{strand.key}"
    return _taking_part(key, title, why, outcome, words, source, confidence, blocks=not ideally)


def _choice_filled(choice: StrandChoice, count: int, *, can_tell: bool) -> Finding:
    title = f"Somebody takes part: {choice.title}"
    why = choice.why or f"From {choice.least} to {choice.most} of these are taken."
    if choice.least <= count <= choice.most:
        outcome, words = Outcome.MET, f"{title}."
    elif count > choice.most:
        outcome, words = Outcome.NOT_MET, f"{title}: {count} are taken, {choice.most} at most. {why}"
    elif can_tell:
        outcome, words = Outcome.NOT_MET, f"{title}: nobody here does. {why}"
    else:
        outcome, words = Outcome.NOT_YET_KNOWN, f"{title}: nobody is named yet."
    return _taking_part(f"takes_part_{choice.key}", title, why, outcome, words)


def _taking_part(
    key: str,
    title: str,
    why: str,
    outcome: Outcome,
    words: str,
    source: str = "",
    confidence: str = "source",
    *,
    blocks: bool = True,
) -> Finding:
    unknown = outcome is Outcome.NOT_YET_KNOWN
    ask = f"Who would take part? {why}"
    reason = Reason(
        key=key,
        outcome=outcome,
        words=words,
        fact="strand",
        why=why,
        source=source,
        about="The family",
        question=ask if unknown else "",
        ask_whom=REFERRER if unknown else "",
        blocks=blocks,
    )
    missing = (Question("strand", ask, REFERRER, "The family"),) if unknown else ()
    kind = CriterionKind.SUITABILITY if blocks else CriterionKind.ADVICE
    return Finding(reason, title, kind.value, confidence, missing=missing)
