"""What letters, calls and messages say of themselves, and what stands on the outside of an envelope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from trellis.features.families.rules import MaySay
from trellis.features.families.rules.contact import Plan, Way
from trellis.kernel.decisions import Decision, RuleBroken
from trellis.kernel.labelled import LabelledEnum

DISCREET = "Appointment"
LONG_WAIT = 4
LONGEST_RETURN = 5


class LetterState(LabelledEnum):
    """How far a letter is."""

    ON_LIST = "on_list", "On the post list"
    POSTED = "posted", "Posted"
    BY_HAND = "by_hand", "Given to them by hand"
    TAKEN_OFF = "taken_off", "Taken off the list"


class LetterMark(LabelledEnum):
    """What somebody says became of a letter."""

    POSTED = "posted", "It was posted"
    BY_HAND = "by_hand", "It was given to them by hand"
    TAKEN_OFF = "taken_off", "It is not needed any more: take it off the list"
    CAME_BACK = "came_back", "It did not reach them: put it back on the list"


class CallOutcome(LabelledEnum):
    """What came of a call."""

    REACHED = "reached", "We spoke"
    NO_ANSWER = "no_answer", "Nobody answered, and no message was left"
    PLEASE_CALL = "please_call", "A message was left that says only “please call”"
    MESSAGE = "message", "A message was left that says more"


# How much each kind of message on an answering machine says.
LEFT = {CallOutcome.PLEASE_CALL: MaySay.PLEASE_CALL, CallOutcome.MESSAGE: MaySay.TIMES}
SAID = (MaySay.PLEASE_CALL, MaySay.TIMES, MaySay.SERVICE)
WRITTEN_WAYS = (Way.TEXT, Way.EMAIL)


def discreet_title(plan: Plan, title: str) -> str:
    """Return what an entry in a calendar or on paper is called for this person.

    The session's own title only where nobody must be kept from knowing, and the person said that it may be named.
    """
    if plan.kept_from or plan.may_say != MaySay.SERVICE:
        return DISCREET
    return title


def appointment_words(name: str, title: str, day: str, starts: str, where: str) -> str:
    """Return the words of a letter about a session; the title is one that `discreet_title` gave."""
    place = f", {where}" if where else ""
    return f"Dear {name},\n\n{title}: {day} at {starts}{place}.\n\nIf that does not suit you, please tell us."


def how_it_stands(state: str, sees_address: bool, came_back: bool) -> str:
    """Return how a letter stands, in words for somebody who may see where it goes, or may not.

    Whoever may not see the address learns only that the letter waits, or has gone out: whether by post or by hand would
    tell them that there is an address.
    """
    known = LetterState(state)
    if sees_address:
        return "Back on the post list" if came_back and known is LetterState.ON_LIST else known.label
    return "Gone out" if known in {LetterState.POSTED, LetterState.BY_HAND} else known.label


def marks_for(state: str, sees_address: bool) -> tuple[LetterMark, ...]:
    """Return what may be said of a letter: that it was posted only by whoever sees where it goes.

    Of one that has gone out the same may be said whether by post or by hand, so that neither can be told from it.
    """
    if state == LetterState.ON_LIST:
        posted = (LetterMark.POSTED,) if sees_address else ()
        return (*posted, LetterMark.BY_HAND, LetterMark.TAKEN_OFF)
    return (LetterMark.CAME_BACK,) if state in {LetterState.POSTED, LetterState.BY_HAND} else ()


def refusal(decision: Decision) -> str:
    """Return in words why somebody may not be reached: what is against it, and what to ask."""
    against = [reason.words for reason in decision.not_met if reason.blocks]
    unknown = [f"{reason.words} Ask: “{reason.question}”" for reason in decision.not_yet_known if reason.blocks]
    return " ".join([*against, *unknown])


def waits_long(since: date, today: date) -> bool:
    """Tell whether a letter has been on the list for so long that somebody should ask after it."""
    return (today - since).days > LONG_WAIT


def neutral_lines(words: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the lines of a return address; raise RuleBroken for one that says who we are, or is too long."""
    lines = tuple(line.strip() for line in words.splitlines() if line.strip())
    if len(lines) > LONGEST_RETURN:
        raise RuleBroken(f"A return address has {LONGEST_RETURN} lines at most.", "lines")
    folded = " ".join(lines).casefold()
    if any(name.casefold() in folded for name in names if name):
        raise RuleBroken("The outside of an envelope must not say who we are: use a box number or a street.", "lines")
    return lines
