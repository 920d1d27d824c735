"""What a session is for, as the programme's definition has it."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.features.programmes.rules.delivery import (
    FamilySession,
    Interview,
    InterviewKind,
    JointReview,
    PreEngagement,
    StepDown,
)
from trellis.features.programmes.rules.parts import Confidence
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.programmes.rules.strands import HeldWith
from trellis.features.sessions.rules.words import SessionKind


@dataclass(frozen=True, slots=True)
class Contents:
    """The plan of a session: aim, outline, what to bring, what a referrer can reinforce; any of them may be empty."""

    title: str = ""
    theme: str = ""
    aim: str = ""
    outline: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    reinforce: str = ""
    minutes: int = 60
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Bookable:
    """Something that can be booked for a family: its kind, words, length, and which strands are expected."""

    key: str
    kind: SessionKind
    title: str
    minutes: int
    strands: tuple[str, ...]
    hint: str = ""
    number: int = 0


def theme_words(theme: str) -> str:
    """Write a theme's key as words: "staying_safe" becomes "Staying safe"."""
    return theme.replace("_", " ").capitalize()


def core_contents(definition: ProgrammeDefinition, strand_key: str, number: int) -> Contents:
    """Return the plan of a numbered session of a strand; empty when the programme has none such."""
    try:
        strand = definition.strand(strand_key)
        session = strand.session(number)
    except KeyError:
        return Contents()
    sure = strand.confidence_in(session)
    return Contents(
        title=session.title,
        theme=theme_words(session.theme),
        aim=session.aim,
        outline=session.outline,
        materials=session.materials,
        reinforce=session.reinforce,
        minutes=strand.minutes_of(session),
        confidence="" if sure is Confidence.SOURCE else sure.label,
    )


def contents(definition: ProgrammeDefinition, kind: SessionKind, strand_key: str, number: int, title: str) -> Contents:
    """Return the plan of a session of any kind, found by its kind, strand, number and title."""
    if kind in (SessionKind.CORE, SessionKind.CATCH_UP) and number:
        return core_contents(definition, strand_key, number)
    parts: tuple[PreEngagement | FamilySession | Interview | JointReview | StepDown, ...] = (
        *definition.pre_engagement,
        *definition.family_sessions,
        *definition.interviews,
        *definition.joint_reviews,
        *definition.step_down,
    )
    for each in parts:
        if each.title == title:
            return Contents(
                title=each.title,
                aim=getattr(each, "aim", ""),
                outline=tuple(getattr(each, "outline", ())),
                reinforce=getattr(each, "reinforce", ""),
                minutes=each.minutes,
                confidence="" if each.confidence is Confidence.SOURCE else each.confidence.label,
            )
    if kind is SessionKind.INDUCTION and definition.induction is not None:
        return Contents(aim=definition.induction.words, outline=definition.induction.outline)
    return Contents()


def bookables(definition: ProgrammeDefinition, strands: frozenset[str]) -> list[Bookable]:
    """List what the programme asks to be booked for a family that takes part in these strands."""
    found: list[Bookable] = []
    found += _with_each_family(definition)
    for place, ready in enumerate(definition.pre_engagement, start=1):
        hint = f"{ready.least} to {ready.most} sessions" if ready.most > ready.least else f"{ready.least} sessions"
        found.append(
            Bookable(
                f"pre_engagement_{place}",
                SessionKind.PRE_ENGAGEMENT,
                ready.title,
                ready.minutes,
                (ready.strand,),
                hint,
            )
        )
    for interview in definition.interviews:
        kind = SessionKind.INITIAL_INTERVIEW
        if interview.kind is InterviewKind.FINAL:
            kind = SessionKind.FINAL_INTERVIEW
        found.append(
            Bookable(f"interview_{interview.key}", kind, interview.title, interview.minutes, interview.strands, "")
        )
    if definition.induction is not None:
        minutes = definition.induction.minutes
        found.append(Bookable("induction", SessionKind.INDUCTION, "Induction", minutes, definition.strand_keys, ""))
    for family in definition.family_sessions:
        hint = f"After session {family.after_session}"
        found.append(
            Bookable(f"family_{family.key}", SessionKind.FAMILY, family.title, family.minutes, family.strands, hint)
        )
    for review in definition.joint_reviews:
        hint = f"After session {review.after_session}"
        found.append(
            Bookable(f"review_{review.key}", SessionKind.REVIEW, review.title, review.minutes, review.strands, hint)
        )
    for step in definition.step_down:
        hint = f"{step.weeks_after} weeks after the last session"
        found.append(
            Bookable(f"step_down_{step.key}", SessionKind.STEP_DOWN, step.title, step.minutes, step.strands, hint)
        )
    return [each for each in found if strands.intersection(each.strands)]


def _with_each_family(definition: ProgrammeDefinition) -> list[Bookable]:
    """List the numbered sessions that a group does not hold together: each family comes by itself."""
    found: dict[int, Bookable] = {}
    for strand in definition.strands:
        for session in strand.sessions:
            if session.held_with is not HeldWith.EACH_FAMILY:
                continue
            before = found[session.number].strands if session.number in found else ()
            found[session.number] = Bookable(
                key=f"session_{session.number}",
                kind=SessionKind.CORE,
                title=session.title,
                minutes=strand.minutes_of(session),
                strands=(*before, strand.key),
                hint=f"Session {session.number}, with each family by itself",
                number=session.number,
            )
    return list(found.values())
