"""The pages of the task list that are about the referral: agencies, practical things, documents, the referrer."""

from __future__ import annotations

from trellis.features.programmes.rules.criteria import StaysInvolved, TransportBy
from trellis.features.programmes.rules.facts import FACTS, PROFESSIONS
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.rules.answers import (
    WEEKDAYS,
    ReadableDocument,
    ReferralAnswers,
    page_of,
    section_of,
    words,
)
from trellis.features.referrals.rules.page import Page
from trellis.features.referrals.rules.papers import needed_documents
from trellis.features.referrals.rules.questions import Kind, Question, question_for
from trellis.features.referrals.rules.wanted import referral_facts


def agency_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return the page that asks whether there are any, and one for each."""
    ask = Question("any", Kind.YES_NO, "Do other agencies work with the family?")
    pages = [Page("agencies", "any", "Other agencies", (ask,), short="Other agencies")]
    if words(page_of(document, "agencies", "any"), "any") == "no":
        return tuple(pages)
    questions = (
        Question("name", Kind.TEXT, "Name of the agency", noun="name of the agency", missing="Enter the agency's name"),
        Question("worker", Kind.TEXT, "Who works with the family", required=False),
        Question("contact", Kind.TEXT, "Telephone or e-mail", required=False),
        Question("doing", Kind.LONG_TEXT, "What they are doing", most=2000, required=False),
    )
    for key, values in section_of(document, "agencies").items():
        if key != "any":
            short = str(values.get("name") or "An agency without a name yet")
            pages.append(Page("agencies", key, "Which agency?", questions, short=short))
    return tuple(pages)


def practical_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return the pages about staying involved, transport and evenings, and what else has to be confirmed."""
    who = definition.who_may_refer
    pages = []
    if who.stays_involved is not StaysInvolved.NOT_NEEDED:
        stays = Question("stays_involved", Kind.YES_NO_NOT_KNOWN, FACTS["referrer_stays_involved"].ask)
        pages.append(
            Page(
                "practical", "involved", "Staying involved", (stays,), who.stays_involved_why, short="Staying involved"
            )
        )
    by_video = who.transport_by is TransportBy.NOT_NEEDED
    pages.append(
        Page("practical", "coming", "Taking part in sessions" if by_video else "Coming to sessions",
             _coming(by_video=by_video), who.transport_why, short="Days" if by_video else "Transport and days")
    )  # fmt: skip
    wanted = referral_facts(definition)
    if wanted:
        questions = tuple(question_for(each.fact, ask=each.ask) for each in wanted)
        pages.append(Page("practical", "confirmed", "What is settled already", questions, short="Settled already"))
    return tuple(pages)


def _coming(*, by_video: bool) -> tuple[Question, ...]:
    days = Question("evenings", Kind.CHOICES, "On which days could they take part?", "Tick every day that is possible",
                    choices=WEEKDAYS, missing="Tick at least one day")  # fmt: skip
    if by_video:
        return (days,)
    arranged = Question("transport_arranged", Kind.YES_NO_NOT_KNOWN, "Is it agreed who brings them to the sessions?")
    how = Question("transport", Kind.TEXT, "Who brings them, and how", most=500, required=False)
    return (arranged, how, days)


def document_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return the page of documents: what is needed in this family's circumstances, and what follows later."""
    needed = needed_documents(definition, answers)
    choices = tuple((each.document.key, each.document.title) for each in needed)
    questions: tuple[Question, ...] = ()
    if choices:
        questions = (
            Question("to_follow", Kind.CHOICES, "Which will you send later?",
                     "A referral can be sent without them; the family cannot be accepted until they have come",
                     choices=choices, required=False),
        )  # fmt: skip
    return (Page("documents", "papers", "Documents", questions, short="Documents"),)


def all_have_come(definition: ProgrammeDefinition, answers: ReferralAnswers, uploaded: frozenset[str]) -> bool:
    """Tell whether every document that is or may be needed is there, so that none is left to send later."""
    return all(paper.is_there(uploaded) for paper in needed_documents(definition, answers))


def referrer_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return the page about whoever refers."""
    who = definition.who_may_refer
    questions = (
        Question("name", Kind.TEXT, "Name", noun="name", missing="Enter the name of the person who refers"),
        Question("agency", Kind.TEXT, "Agency", "Who they work for", noun="agency", missing="Enter the agency"),
        Question("profession", Kind.CHOICE, "What is their part?", choices=tuple(PROFESSIONS.items()),
                 missing="Choose the part of the person who refers"),
        Question("telephone", Kind.TELEPHONE, "Telephone number", most=40, required=False),
    )  # fmt: skip
    intro = "" if who.anyone else f"{who.why}"
    return (Page("referrer", "about", "Who makes this referral?", questions, intro, short="Who makes this referral"),)
