"""Flags: words at the top of a family's page that fade unless somebody looks at them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from trellis.features.safety.rules.sources import Confidence, Source, in_force
from trellis.kernel.dates import add_months, in_words
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum


class FlagKind(LabelledEnum):
    """What a flag warns of."""

    DANGER_AT_DOOR = "danger_at_door", "Danger at the door"
    WEAPONS = "weapons", "Weapons"
    KNOWN_THREAT = "known_threat", "Known threat"
    NOT_ALONE = "not_alone", "Do not visit alone"
    NO_LETTERS = "no_letters", "No letters"
    NO_CALLS = "no_calls", "No telephone calls"
    DOG = "dog", "Dog"
    ILLNESS = "illness", "Illness that can be caught"
    OTHER = "other", "Something else to know before you go"

    @property
    def is_danger(self) -> bool:
        """Say whether somebody may be badly hurt when it is not known."""
        return self not in {FlagKind.DOG, FlagKind.ILLNESS, FlagKind.OTHER}


class FlagState(LabelledEnum):
    """How a flag stands on a day."""

    CURRENT = "current", "Current"
    DUE = "due", "Due for review"
    FADED = "faded", "Faded: nobody has looked since its review date"
    ENDED = "ended", "Ended"

    @property
    def at_the_top(self) -> bool:
        """Say whether it is shown at the top of the family's page."""
        return self in {FlagState.CURRENT, FlagState.DUE}


@dataclass(frozen=True, slots=True)
class Fading:
    """How long a flag stays up after its review date, and how far ahead that date may lie."""

    since: date
    danger_days: int
    other_days: int
    longest_months: int
    source: Source


# Old warnings that nobody looks at teach people to look past warnings; one that vanishes overnight gets somebody hurt.
FADING = (Fading(date(2020, 1, 1), 28, 14, 12, Source("Decided here: no national rule found", Confidence.DECIDED)),)


def flag_state(kind: FlagKind, review_on: date, today: date, *, ended: bool = False) -> FlagState:
    """Return how a flag stands: current before its review date, due from that day on, faded when the days run out.

    A flag of danger stays up for 28 days after its review date, any other for 14; then it is kept in the list.
    """
    if ended:
        return FlagState.ENDED
    if today < review_on:
        return FlagState.CURRENT
    return FlagState.DUE if today < fades_on(kind, review_on, today) else FlagState.FADED


def fades_on(kind: FlagKind, review_on: date, today: date) -> date:
    """Return the first day on which a flag is no longer at the top."""
    rule = in_force(FADING, today)
    return review_on + timedelta(days=rule.danger_days if kind.is_danger else rule.other_days)


def check_review_date(review_on: date, today: date, field: str = "review_on") -> None:
    """Raise RuleBroken unless the review date lies ahead, and within twelve months."""
    if review_on <= today:
        raise RuleBroken(f"The review date must lie ahead, not be {in_words(review_on)}.", field)
    latest = add_months(today, in_force(FADING, today).longest_months)
    if review_on > latest:
        raise RuleBroken(f"The review date must be {in_words(latest)} or earlier, so that somebody looks again.", field)


class ReviewEnd(LabelledEnum):
    """What a review decided."""

    EXTENDED = "extended", "It is still so: look again later"
    ENDED = "ended", "It is no longer so: end it"


def check_review(end: ReviewEnd, why: str, review_on: date | None, today: date) -> None:
    """Raise RuleBroken for a review without a reason, or one that goes on without a next date."""
    if not why.strip():
        raise RuleBroken("Say why: what has changed, or what has not.", "why")
    if end is ReviewEnd.EXTENDED:
        if review_on is None:
            raise RuleBroken("Say when to look again.", "review_on")
        check_review_date(review_on, today)
