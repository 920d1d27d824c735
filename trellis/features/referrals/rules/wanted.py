"""Which facts of the vocabulary a programme needs, so that only those are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trellis.features.programmes.rules.criteria import Criterion, CriterionAbout
from trellis.features.programmes.rules.facts import FACTS, About, Fact
from trellis.features.programmes.rules.schema import ProgrammeDefinition

ASKED_ELSEWHERE = frozenset(
    {
        "family_role",
        "birth_date",
        "gender",
        "child_of_concern",
        "referrer_profession",
        "referrer_stays_involved",
        "transport_arranged",
        "documents",
    }
)
"""Facts that other pages of the task list ask for in any case."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact to ask for, in the words that suit the programme."""

    fact: Fact
    ask: str


def asked_fact(key: str) -> Fact | None:
    """Return the fact that is asked to learn this one: itself, or what it is worked out from."""
    fact = FACTS.get(key)
    return FACTS.get(fact.derived_from) if fact is not None and fact.derived_from else fact


def facts_wanted(criteria: Iterator[Criterion] | tuple[Criterion, ...], about: About) -> list[Wanted]:
    """List the facts that criteria look at, once each, without those that other pages ask."""
    wanted: dict[str, Wanted] = {}
    for criterion in criteria:
        for condition in criterion.conditions:
            fact = asked_fact(condition.fact)
            if fact is None or fact.about is not about or fact.key in ASKED_ELSEWHERE:
                continue
            own_words = criterion.ask if criterion.fact == fact.key else ""
            wanted.setdefault(fact.key, Wanted(fact, own_words or fact.ask))
    return list(wanted.values())


def family_facts(definition: ProgrammeDefinition) -> list[Wanted]:
    """List what has to be known of the family: for the criteria, and to tell which documents are needed."""
    wanted = {each.fact.key: each for each in facts_wanted(definition.criteria, About.FAMILY)}
    for each in _document_facts(definition, About.FAMILY):
        wanted.setdefault(each.fact.key, each)
    return list(wanted.values())


def referral_facts(definition: ProgrammeDefinition) -> list[Wanted]:
    """List what has to be known of the referral besides what the task list always asks."""
    wanted = {each.fact.key: each for each in facts_wanted(definition.criteria, About.REFERRAL)}
    for each in _document_facts(definition, About.REFERRAL):
        wanted.setdefault(each.fact.key, each)
    return list(wanted.values())


def person_facts(definition: ProgrammeDefinition, strand_key: str, *, child_of_concern: bool) -> list[Wanted]:
    """List what has to be known of one person, by the strand they take part in and whether it is about them."""
    criteria = tuple(
        criterion
        for criterion in definition.criteria
        if (strand_key and criterion.about is CriterionAbout.STRAND and criterion.strand == strand_key)
        or (child_of_concern and criterion.about is CriterionAbout.CHILD_OF_CONCERN)
    )
    return facts_wanted(criteria, About.PERSON)


def _document_facts(definition: ProgrammeDefinition, about: About) -> Iterator[Wanted]:
    for document in definition.documents:
        for condition in document.needed_when:
            fact = asked_fact(condition.fact)
            if fact is not None and fact.about is about and fact.key not in ASKED_ELSEWHERE:
                yield Wanted(fact, fact.ask)
