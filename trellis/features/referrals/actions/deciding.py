"""Screening and what is decided after it: each screening and each decision is a record of its own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from trellis.features.families import actions as families
from trellis.features.families.rules import Gender
from trellis.features.programmes import queries as programmes
from trellis.features.programmes.rules.facts import FACTS, About
from trellis.features.referrals import permissions
from trellis.features.referrals.actions.locking import locked, move
from trellis.features.referrals.models import KnownFact, Referral, ReferredPerson, Screening, ScreeningDecision
from trellis.features.referrals.queries import screening as screening_queries
from trellis.features.referrals.rules import DecisionKind, ReferralStatus
from trellis.features.referrals.rules.answers import read_answers
from trellis.features.referrals.rules.asking import Asked
from trellis.features.referrals.rules.questions import day_from, fact_value, keepable, question_for, wrong_with
from trellis.features.referrals.rules.words import decision_in_plain_words
from trellis.kernel.decisions import Outcome, RuleBroken
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about as audit_about
from trellis.platform.audit.actions import action
from trellis.platform.contributions.registry import hooks
from trellis.platform.notifications.actions import notify

if TYPE_CHECKING:
    from trellis.features.families.models import Person

PERSONAL = frozenset({"birth_date", "gender"})
"""Facts that the person's own record holds too, so that it learns them."""

ACCEPTED_HOOK = "referral_accepted"
"""Asked when a family is accepted, with `by`, `referral` and `evenings` (weekdays, Monday is 0)."""


@action("referral.fact_recorded", permissions.SCREEN)
def record_fact(
    *,
    by: Viewer,
    referral: Referral,
    key: str,
    answer: object,
    about: ReferredPerson | None = None,
    said_by: str = "",
) -> KnownFact:
    """Keep what somebody said about the family; it counts before what the referral says, and earlier tellings stay.

    Raises RuleBroken for an answer that does not fit the fact, or without who said it.
    """
    held = locked(by, referral)
    if held.status not in {ReferralStatus.SCREENING, ReferralStatus.MORE_NEEDED}:
        raise RuleBroken("Facts are recorded while a referral is being screened.")
    if not said_by.strip():
        raise RuleBroken("Enter who said so.", "said_by")
    known = _keep(by, held, key, answer, about, said_by.strip())
    audit_about(known, key=key)
    return known


@action("referral.places_changed", permissions.SCREEN)
def change_places(*, by: Viewer, referral: Referral, strands: Mapping[uuid.UUID, str]) -> None:
    """Say who takes part in which strand: ids of referred people to keys of strands, empty for nobody's.

    What the referrer wrote stays in the answers. Raises RuleBroken for a strand that the programme does not have.
    """
    held = locked(by, referral)
    if held.status not in {ReferralStatus.SCREENING, ReferralStatus.MORE_NEEDED}:
        raise RuleBroken("Who takes part is changed while a referral is being screened.")
    known = programmes.definition(held.programme_version_id).strand_keys
    if any(strand and strand not in known for strand in strands.values()):
        raise RuleBroken("The programme has no such strand.")
    if not any(strands.values()):
        raise RuleBroken("Choose at least one person who takes part.")
    for person in held.people.all():
        if person.pk in strands and person.strand_key != strands[person.pk]:
            person.strand_key = strands[person.pk]
            person.save(update_fields=["strand_key"])
    audit_about(held, people=len(strands))


def _keep(
    by: Viewer, referral: Referral, key: str, answer: object, person: ReferredPerson | None, said_by: str
) -> KnownFact:
    fact = FACTS.get(key)
    if fact is None or fact.derived_from:
        raise RuleBroken("There is no such question.", "answer")
    if (fact.about is About.PERSON) != (person is not None):
        raise RuleBroken("This question is about somebody else.", "answer")
    if person is not None and person.referral_id != referral.pk:
        raise RuleBroken("This person is not in the referral.", "answer")
    answer = keepable(answer)
    wrong = wrong_with(question_for(fact), answer, timezone.localdate())
    if wrong:
        raise RuleBroken(wrong, "answer")
    value = fact_value(fact, answer)
    if person is not None and person.person and key in PERSONAL and value is not None:
        _tell_record(by, person.person, key, _of_person(key, value))
    return KnownFact.objects.create(
        organisation_id=referral.organisation_id,
        referral=referral,
        about=person,
        key=key,
        value=value,
        said_by=said_by[:200],
        recorded_by_id=by.membership_id,
    )


def _tell_record(by: Viewer, person: Person, key: str, value: object) -> None:
    """Write a fact into the person's own record.

    Staff may correct it. A referrer only fills in what is blank, and never learns whether it was, or that it does not
    fit: the words for that name relatives and their birth dates, who may belong to a family they do not know of.
    """
    if by.role != Role.REFERRER:
        families.change_person(by=by, person=person, **{key: value})
    elif getattr(person, key) in (None, Gender.NOT_KNOWN):
        with suppress(RuleBroken):
            families.change_person(by=by, person=person, **{key: value})


def _of_person(key: str, value: object) -> object:
    return day_from(value) if key == "birth_date" else value


@action("referral.accepted", permissions.SCREEN)
def accept(*, by: Viewer, referral: Referral, on_day: date, on_day_why: str, note: str = "") -> ScreeningDecision:
    """Accept a family: only when every criterion is met and every document that is needed has come."""
    held = locked(by, referral)
    screened = _screen(by, held, on_day, on_day_why)
    if screened.outcome != Outcome.MET:
        raise RuleBroken("Not every criterion is met, so the family cannot be accepted.")
    return _accept(by, held, screened, DecisionKind.ACCEPT, note)


@action("referral.accepted_by_override", permissions.OVERRIDE)
def override_accept(
    *, by: Viewer, referral: Referral, on_day: date, on_day_why: str, reasons: str
) -> ScreeningDecision:
    """Accept a family although a criterion is not met; the screening stays as it is, the reason is kept beside it."""
    held = locked(by, referral)
    if not reasons.strip():
        raise RuleBroken("Enter why the family is accepted although a criterion is not met.", "reasons")
    screened = _screen(by, held, on_day, on_day_why)
    return _accept(by, held, screened, DecisionKind.OVERRIDE_ACCEPT, reasons.strip())


def _accept(by: Viewer, held: Referral, screened: Screening, kind: DecisionKind, reasons: str) -> ScreeningDecision:
    decision = _decide(by, held, screened, kind, reasons=reasons)
    move(by, held, "accept", reasons)
    _save_decided(held)
    evenings = read_answers(held.answers).evenings
    for hook in hooks(ACCEPTED_HOOK):
        hook.call(by=by, referral=held, evenings=evenings)
    _tell_referrer(by, held, decision)
    audit_about(decision, kind=str(kind))
    return decision


@action("referral.declined", permissions.SCREEN)
def decline(
    *, by: Viewer, referral: Referral, on_day: date, on_day_why: str, reasons: str, signpost: str
) -> ScreeningDecision:
    """Decline, with reasons and with what may help instead; both are read by the referrer."""
    held = locked(by, referral)
    problems = []
    if not reasons.strip():
        problems.append(("reasons", "Enter the reasons in words that the family could read."))
    if not signpost.strip():
        problems.append(("signpost", "Enter what may help the family instead."))
    if problems:
        raise RuleBroken(problems[0][1], problems=problems)
    screened = _screen(by, held, on_day, on_day_why)
    decision = _decide(by, held, screened, DecisionKind.DECLINE, reasons=reasons.strip(), signpost=signpost.strip())
    move(by, held, "decline")
    _save_decided(held)
    _tell_referrer(by, held, decision)
    audit_about(decision, kind="decline")
    return decision


@action("referral.more_asked", permissions.SCREEN)
def ask_for_more(
    *,
    by: Viewer,
    referral: Referral,
    on_day: date,
    on_day_why: str,
    questions: Sequence[Asked],
    note: str = "",
) -> ScreeningDecision:
    """Ask the referrer the questions; they get a message, answer on a page, and the referral comes back."""
    held = locked(by, referral)
    if not questions:
        raise RuleBroken("Tick what to ask, or write a question.", "questions")
    screened = _screen(by, held, on_day, on_day_why)
    decision = _decide(
        by,
        held,
        screened,
        DecisionKind.ASK_FOR_MORE,
        reasons=note.strip(),
        questions=[question.as_dict() for question in questions],
    )
    move(by, held, "ask_for_more")
    held.save(update_fields=["status", "changed_at"])
    _tell_referrer(by, held, decision)
    audit_about(decision, kind="ask_for_more", questions=len(questions))
    return decision


@action("referral.more_answered", permissions.SEE)
def answer_questions(*, by: Viewer, referral: Referral, answers: Mapping[str, object]) -> Referral:
    """Keep the answers to what was asked, by the questions' keys; what is left empty stays not known.

    Raises RuleBroken with each wrong answer beside its question.
    """
    held = locked(by, referral)
    if held.made_by_id != by.membership_id:
        raise RuleBroken("Only the person who made the referral can answer.")
    decision = held.decisions.filter(kind=DecisionKind.ASK_FOR_MORE).order_by("-pk").first()
    if held.status != ReferralStatus.MORE_NEEDED or decision is None:
        raise RuleBroken("Nothing is asked of you at present.")
    people = {str(person.pk): person for person in held.people.all()}
    words = []
    problems: list[tuple[str | None, str]] = []
    for asked in (Asked.from_dict(each) for each in decision.questions):
        answer = answers.get(asked.key)
        if asked.answered(answer) and asked.fact:
            try:
                _keep(by, held, asked.fact, answer, people.get(asked.about), by.name)
            except RuleBroken as broken:
                problems.append((asked.key, broken.message))
        elif asked.answered(answer):
            words.append(f"{asked.question}\n{keepable(answer)}")
    if problems:
        raise RuleBroken(problems[0][1], problems=problems)
    move(by, held, "answer", "\n\n".join(words))
    held.save(update_fields=["status", "changed_at"])
    _tell_decider(by, held, decision)
    audit_about(held, answered=len(answers))
    return held


def _screen(by: Viewer, referral: Referral, on_day: date, why: str) -> Screening:
    if referral.status not in {ReferralStatus.SCREENING, ReferralStatus.MORE_NEEDED}:
        raise RuleBroken(f"This referral is “{ReferralStatus(referral.status).label}”, so it is not being screened.")
    found = screening_queries.screened(by, referral, on_day, why)
    last = referral.screenings.aggregate(last=Max("sequence"))["last"] or 0
    made: Screening = Screening.objects.create(
        organisation_id=referral.organisation_id,
        referral=referral,
        programme_version_id=referral.programme_version_id,
        sequence=last + 1,
        on_day=on_day,
        on_day_why=why[:300],
        outcome=found.outcome,
        reasons=[finding.as_dict() for finding in found.findings],
        by_id=by.membership_id,
    )
    return made


def _decide(
    by: Viewer, referral: Referral, screened: Screening, kind: DecisionKind, **fields: Any
) -> ScreeningDecision:
    programme = programmes.definition(referral.programme_version_id).short_name
    made: ScreeningDecision = ScreeningDecision.objects.create(
        organisation_id=referral.organisation_id,
        referral=referral,
        screening=screened,
        kind=kind,
        by_id=by.membership_id,
        plain_words=decision_in_plain_words(kind, programme, fields.get("reasons", ""), fields.get("signpost", "")),
        **fields,
    )
    return made


def _save_decided(referral: Referral) -> None:
    referral.decided_at = timezone.now()
    referral.save(update_fields=["status", "decided_at", "changed_at"])


def _tell_referrer(by: Viewer, referral: Referral, decision: ScreeningDecision) -> None:
    if referral.made_by_id == by.membership_id:
        return
    page = "more/" if decision.kind == DecisionKind.ASK_FOR_MORE else ""
    notify(
        to=referral.made_by,
        subject=f"Your referral {referral.reference}",
        body=decision.plain_words,
        link=f"/referrals/{referral.pk}/{page}",
    )


def _tell_decider(by: Viewer, referral: Referral, decision: ScreeningDecision) -> None:
    if decision.by_id != by.membership_id:
        notify(
            to=decision.by,
            subject=f"Answers for referral {referral.reference}",
            body="What you asked for has come. The referral is ready to screen again.",
            link=f"/referrals/{referral.pk}/screening/",
        )
