"""What must be in order before anything starts: who refers, and which documents have come."""

from datetime import date

from trellis.features.programmes.rules.criteria import CriterionKind, NeededDocument
from trellis.features.programmes.rules.facts import FACTS, PROFESSIONS, REFERRER
from trellis.features.programmes.rules.facts_document import FamilyFacts
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.screening.rules.comparing import compare, source_in_words, with_derived
from trellis.features.screening.rules.findings import Finding, Question
from trellis.kernel.decisions import Outcome, Reason


def may_refer(definition: ProgrammeDefinition, profession: str) -> Reason:
    """Say whether somebody of a profession may refer; no profession is not yet known."""
    who = definition.who_may_refer
    fact = FACTS["referrer_profession"]
    found = PROFESSIONS.get(profession, profession)
    question = ""
    if who.anyone:
        outcome, words = Outcome.MET, "Anybody may refer."
    elif not profession:
        outcome, words, question = Outcome.NOT_YET_KNOWN, "Who refers is not yet known.", fact.ask
    elif profession in who.professions:
        outcome, words = Outcome.MET, f"{found} may refer."
    else:
        allowed = ", ".join(PROFESSIONS[each].lower() for each in who.professions)
        outcome, words = Outcome.NOT_MET, f"{found} may not refer to this programme. Who may: {allowed}."
    return Reason(
        key="who_may_refer",
        outcome=outcome,
        words=words,
        fact=fact.key,
        found=found,
        why=who.why,
        source=source_in_words(definition, who.source),
        about="The referral",
        question=question,
        ask_whom=REFERRER if question else "",
    )


def documents_needed(
    definition: ProgrammeDefinition, facts: FamilyFacts, on_day: date
) -> list[tuple[NeededDocument, Outcome]]:
    """List the documents with whether each is needed here: met is needed, not met is not needed."""
    values = {**with_derived(facts.family, on_day), **facts.referral}
    needed = []
    for document in definition.documents:
        outcomes = {compare(condition, values, on_day).outcome for condition in document.needed_when}
        if Outcome.NOT_MET in outcomes:
            outcome = Outcome.NOT_MET
        else:
            outcome = Outcome.NOT_YET_KNOWN if Outcome.NOT_YET_KNOWN in outcomes else Outcome.MET
        needed.append((document, outcome))
    return needed


def gate_findings(definition: ProgrammeDefinition, facts: FamilyFacts, on_day: date) -> list[Finding]:
    """Judge who refers and each document needed here."""
    reason = may_refer(definition, str(facts.referral.get("referrer_profession", "")))
    missing = (Question(reason.fact, reason.question, reason.ask_whom),) if reason.question else ()
    confidence = definition.who_may_refer.confidence.value
    findings = [Finding(reason, "Who refers", CriterionKind.GATE.value, confidence, missing=missing)]
    for document, needed in documents_needed(definition, facts, on_day):
        if needed is not Outcome.NOT_MET:
            findings.append(_document_finding(definition, document, needed, facts, on_day))
    return findings


def _document_finding(
    definition: ProgrammeDefinition,
    document: NeededDocument,
    needed: Outcome,
    facts: FamilyFacts,
    on_day: date,
) -> Finding:
    come = facts.referral.get("documents", ())
    here = isinstance(come, tuple) and bool(document.accepted_keys & set(come))
    titles = [document.title, *(each.title for each in document.alternatives)]
    questions: tuple[Question, ...] = ()
    if here:
        outcome, words = Outcome.MET, f"{document.title}: it has come."
    elif needed is Outcome.NOT_YET_KNOWN:
        outcome, words = Outcome.NOT_YET_KNOWN, f"Whether this is needed is not yet known: {document.title}."
        questions = _unknown_circumstances(document, facts, on_day)
    else:
        outcome, words = Outcome.NOT_YET_KNOWN, f"Still to come: {' or: '.join(titles)}."
        questions = (Question("documents", f"Please send: {' or: '.join(titles)}.", REFERRER),)
    reason = Reason(
        key=f"document_{document.key}",
        outcome=outcome,
        words=words,
        fact="documents",
        found="Received" if here else "",
        why=document.why,
        source=source_in_words(definition, document.source),
        about="The referral",
        question=" ".join(question.ask for question in questions),
        ask_whom=", ".join(dict.fromkeys(question.ask_whom for question in questions)),
    )
    kind, confidence = CriterionKind.GATE.value, document.confidence.value
    return Finding(reason, document.title, kind, confidence, missing=questions)


def _unknown_circumstances(document: NeededDocument, facts: FamilyFacts, on_day: date) -> tuple[Question, ...]:
    values = {**with_derived(facts.family, on_day), **facts.referral}
    missing = (
        FACTS[condition.fact]
        for condition in document.needed_when
        if compare(condition, values, on_day).outcome is Outcome.NOT_YET_KNOWN
    )
    return tuple(Question(fact.derived_from or fact.key, fact.ask, fact.ask_whom) for fact in missing)
