"""Which documents a programme needs in the circumstances of one family, and which are there."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.features.programmes.rules.criteria import Condition, NeededDocument
from trellis.features.programmes.rules.facts import FACTS, About
from trellis.features.programmes.rules.matching import holds
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.rules.answers import ReferralAnswers
from trellis.features.referrals.rules.questions import fact_value


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that is asked for, and whether that is certain: the circumstances may not be known yet."""

    document: NeededDocument
    certain: bool

    def is_there(self, uploaded: frozenset[str]) -> bool:
        """Tell whether it, or one that does as well, has come."""
        return bool(self.document.accepted_keys & uploaded)


def needed_documents(definition: ProgrammeDefinition, answers: ReferralAnswers) -> tuple[Paper, ...]:
    """List the documents that are needed, or may be: those of other circumstances are left out."""
    papers = []
    for document in definition.documents:
        found = [_holds(condition, answers) for condition in document.needed_when]
        if False not in found:
            papers.append(Paper(document, certain=None not in found))
    return tuple(papers)


def missing_documents(
    definition: ProgrammeDefinition, answers: ReferralAnswers, uploaded: frozenset[str]
) -> tuple[Paper, ...]:
    """List what is certainly needed and has not come."""
    return tuple(
        paper for paper in needed_documents(definition, answers) if paper.certain and not paper.is_there(uploaded)
    )


def document_kinds(definition: ProgrammeDefinition, answers: ReferralAnswers) -> tuple[tuple[str, str], ...]:
    """List the kinds of document that may be attached, those that are needed first."""
    kinds: dict[str, str] = {}
    for paper in needed_documents(definition, answers):
        kinds[paper.document.key] = paper.document.title
        for other in paper.document.alternatives:
            kinds.setdefault(other.key, other.title)
    return (*kinds.items(), ("other", "Something else"))


def _holds(condition: Condition, answers: ReferralAnswers) -> bool | None:
    """Tell whether a condition on the family or the referral holds; None when it cannot be told yet."""
    fact = FACTS[condition.fact]
    if fact.about is About.PERSON:
        return None
    if fact.key == "referrer_profession":
        found: object = answers.profession or None
    else:
        kept = answers.family_facts if fact.about is About.FAMILY else answers.referral_facts
        found = fact_value(fact, kept.get(fact.key))
    if found is None:
        return None
    return holds(condition.test, condition.value, found)  # type: ignore[arg-type]
