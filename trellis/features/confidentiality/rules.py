"""When a fact may be sealed, a file closed or opened in need, and something shared with another organisation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum

LEAST_WORDS = 15
REVIEW_AFTER_DAYS = 3
MINUTES = (15, 30, 60, 120)


class Shared(LabelledEnum):
    """What of a family can be shared with another organisation."""

    PROGRESS = "progress", "Which programme, how far it is, and whether they come"
    PEOPLE = "people", "Who is in the family: names and ages"
    GOALS = "goals", "Goals, and how they are rated"
    SAFETY_WORK = "safety_work", "That there is a safety plan, and current dangers"
    SUMMARY = "summary", "The closing summary"


@dataclass(frozen=True, slots=True)
class SharedSection:
    """One part of what is shared, as a room gives it (hook `shared_section`: viewer, family, what, today)."""

    title: str
    lines: tuple[str, ...]


class LawfulBasis(LabelledEnum):
    """Why sharing is lawful (UK GDPR Art 6 and 9, DPA 2018 Sch 1)."""

    PUBLIC_TASK = "public_task", "It is part of a public task (Article 6(1)(e))"
    LEGAL_DUTY = "legal_duty", "The law requires it (Article 6(1)(c))"
    SAFEGUARDING = "safeguarding", "To keep a child or an adult at risk safe (DPA 2018, Schedule 1, paragraph 18)"
    VITAL = "vital", "To protect somebody’s life (Article 6(1)(d))"
    CONSENT = "consent", "They asked for it or agreed to it"


def check_reason(reason: str, field: str = "reason") -> str:
    """Return the reason without outer blanks; raise RuleBroken when it says too little to be reviewed."""
    said = reason.strip()
    if len(said) < LEAST_WORDS:
        raise RuleBroken("Give the reason in a sentence, so that whoever reviews this can understand it.", field)
    return said


def check_review_day(review_on: date | None, today: date, field: str = "review_on") -> None:
    """Raise RuleBroken for a review that lies in the past."""
    if review_on is not None and review_on <= today:
        raise RuleBroken(f"Choose a day after today for the review, not {in_words(review_on)}.", field)


def check_somebody_left(workers: Collection[object], who_still_sees: Collection[object], what: str, field: str) -> None:
    """Raise RuleBroken when a family would be hidden from every worker.

    `workers` are those who may work with the family now, `who_still_sees` those of them who still would.
    """
    if not who_still_sees:
        nobody_works = "Nobody works with this family yet. " if not workers else ""
        raise RuleBroken(
            f"{nobody_works}This would hide {what} from every member of staff, and nobody could help them or lift it "
            "again. Give a member of staff this family first, or name one who still sees it.",
            field,
        )


def check_minutes(minutes: int) -> None:
    """Raise RuleBroken for a length of time that is not offered."""
    if minutes not in MINUTES:
        raise RuleBroken(f"Choose one of the times offered, up to {MINUTES[-1]} minutes.", "minutes")


def review_due(opened_on: date) -> date:
    """Return the day by which a file opened in need is reviewed: three days later, as a default of our own."""
    return opened_on + timedelta(days=REVIEW_AFTER_DAYS)


def check_agreement_days(since: date, until: date, today: date) -> None:
    """Raise RuleBroken for an agreement that ends before it begins, is over, or lasts more than two years."""
    if until < since:
        raise RuleBroken("The last day of the agreement is before its first. Check both days.", "until")
    if until < today:
        raise RuleBroken(f"This agreement would be over already: {in_words(until)} has passed.", "until")
    if until > since + timedelta(days=731):
        raise RuleBroken("Agree for two years at most, then look at it again.", "until")


def check_in_force(since: date, until: date, today: date, *, ended: bool) -> None:
    """Raise RuleBroken unless an agreement is in force today."""
    if ended:
        raise RuleBroken("This agreement was ended, so nothing can be shared under it. Make a new one.")
    if today < since:
        raise RuleBroken(f"This agreement begins on {in_words(since)}; nothing can be shared before.")
    if today > until:
        raise RuleBroken(
            f"This agreement ended on {in_words(until)}, so nothing can be shared under it. Make a new one."
        )
