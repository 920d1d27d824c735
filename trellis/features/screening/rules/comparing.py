"""Compare facts with conditions: met, not met or not yet known, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trellis.features.programmes.rules.criteria import Condition, Criterion
from trellis.features.programmes.rules.facts import FACTS, in_plain_words
from trellis.features.programmes.rules.matching import FactValue, holds, wanted_in_words
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.screening.rules.findings import Finding, Question
from trellis.kernel.dates import age_on, in_words, months_between
from trellis.kernel.decisions import Outcome, Reason

type Values = Mapping[str, FactValue]


def with_derived(values: Values, on_day: date) -> Values:
    """Add what is worked out for a day: age from the birth date, months from the day it began."""
    derived: dict[str, FactValue] = dict(values)
    born, began = values.get("birth_date"), values.get("abuse_began_on")
    if isinstance(born, date) and born <= on_day:
        derived["age"] = age_on(born, on_day)
    if isinstance(began, date):
        derived["abuse_months"] = months_between(began, on_day) if began <= on_day else 0
    return derived


@dataclass(frozen=True, slots=True)
class Compared:
    """Hold how one condition came out, the value found in words and what was wanted."""

    outcome: Outcome
    fact: str
    found: str
    wanted: str


def compare(condition: Condition, values: Values, on_day: date) -> Compared:
    """Compare one condition with what is known on a day; ``values`` include derived facts."""
    fact = FACTS[condition.fact]
    wanted = f"{fact.label}: {wanted_in_words(fact, condition.test, condition.value)}"
    if fact.key not in values:
        return Compared(Outcome.NOT_YET_KNOWN, fact.key, "", wanted)
    value = values[fact.key]
    outcome = Outcome.MET if holds(condition.test, condition.value, value) else Outcome.NOT_MET
    found = in_plain_words(fact, value)
    basis = values.get(fact.derived_from) if fact.derived_from else None
    if isinstance(basis, date):
        verb = "born" if fact.derived_from == "birth_date" else "since"
        found = f"{found} on {in_words(on_day)} ({verb} {in_words(basis)})"
    return Compared(outcome, fact.key, found, wanted)


def any_outcome(compared: list[Compared]) -> Outcome:
    """Return met when one is met, not met when all are not, else not yet known."""
    outcomes = {each.outcome for each in compared}
    for outcome in (Outcome.MET, Outcome.NOT_YET_KNOWN):
        if outcome in outcomes:
            return outcome
    return Outcome.NOT_MET


def finding_for(
    criterion: Criterion,
    definition: ProgrammeDefinition,
    values: Values,
    on_day: date,
    *,
    about: str,
    position: int | None = None,
) -> Finding:
    """Judge one criterion for one person, the family or the referral."""
    compared = [compare(condition, values, on_day) for condition in criterion.conditions]
    outcome = any_outcome(compared)
    shown = [each for each in compared if each.outcome is outcome]
    found = "; ".join(_found(each, alone=len(compared) == 1) for each in shown if each.found)
    questions = _questions(criterion, compared, about) if outcome is Outcome.NOT_YET_KNOWN else ()
    reason = Reason(
        key=criterion.key,
        outcome=outcome,
        words=_words(criterion, outcome, found, compared),
        fact=", ".join(each.fact for each in shown),
        found=found,
        why=criterion.why,
        source=source_in_words(definition, criterion.source),
        about=about,
        question=" ".join(question.ask for question in questions),
        ask_whom=", ".join(dict.fromkeys(question.ask_whom for question in questions)),
        blocks=criterion.blocks,
    )
    return Finding(
        reason,
        criterion.title,
        criterion.kind.value,
        criterion.confidence.value,
        criterion.strand,
        position,
        questions,
    )


def _found(compared: Compared, *, alone: bool) -> str:
    return compared.found if alone else f"{FACTS[compared.fact].label}: {compared.found}"


def _words(criterion: Criterion, outcome: Outcome, found: str, compared: list[Compared]) -> str:
    if outcome is Outcome.NOT_YET_KNOWN:
        return f"{criterion.title}: not yet known."
    if outcome is Outcome.MET:
        return f"{criterion.title}. Found: {found}."
    wanted = "; or ".join(each.wanted for each in compared)
    return f"{criterion.title}: found {found}. Needed: {wanted}."


def _questions(criterion: Criterion, compared: list[Compared], about: str) -> tuple[Question, ...]:
    missing = [FACTS[each.fact] for each in compared if each.outcome is Outcome.NOT_YET_KNOWN]
    if criterion.ask:
        whom = criterion.ask_whom or missing[0].ask_whom
        return (Question(missing[0].key, criterion.ask, whom, about),)
    return tuple(
        Question(fact.derived_from or fact.key, fact.ask, criterion.ask_whom or fact.ask_whom, about)
        for fact in missing
    )


def source_in_words(definition: ProgrammeDefinition, key: str) -> str:
    """Write where a thing comes from: "One minute guide No. 113 (Youth Justice Service, January 2025)"."""
    source = definition.source(key)
    if source is None:
        return ""
    return f"{source.title} ({', '.join(part for part in (source.publisher, source.dated) if part)})"
