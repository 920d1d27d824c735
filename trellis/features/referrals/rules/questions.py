"""One question of the task list: what kind of answer it takes, and what is wrong with an answer as it was typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trellis.features.programmes.rules.facts import UNKNOWN, Fact, FactKind
from trellis.kernel.labelled import LabelledEnum

type Values = Mapping[str, object]
"""What is kept of a page: plain values by the names of its questions, as typed where they are wrong."""

NUL = "\x00"
LONGEST = 20_000
EARLIEST = date(1900, 1, 1)
TELEPHONE_MARKS = re.compile(r"[\s()+.-]")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}")


class Kind(LabelledEnum):
    """Say what kind of answer a question takes, and so how it is drawn."""

    TEXT = "text", "A line of words"
    LONG_TEXT = "long_text", "Several lines of words"
    TELEPHONE = "telephone", "A telephone number"
    EMAIL = "email", "An e-mail address"
    DAY = "day", "A day"
    NUMBER = "number", "A whole number"
    YES_NO = "yes_no", "Yes or no"
    YES_NO_NOT_KNOWN = "yes_no_not_known", "Yes, no or not known"
    CHOICE = "choice", "One of a few"
    CHOICES = "choices", "Any of a few"
    TICK = "tick", "A box to tick"


@dataclass(frozen=True, slots=True)
class Question:
    """Ask one thing.

    ``only_if`` names another question of the page and the answers to it with which this one is asked.
    ``past`` refuses days to come. ``noun`` is what messages call the answer.
    """

    name: str
    kind: Kind
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    choice_hints: tuple[tuple[str, str], ...] = ()
    required: bool = True
    missing: str = ""
    noun: str = ""
    most: int = 200
    past: bool = False
    postcode: bool = False
    only_if: tuple[str, tuple[str, ...]] | None = None
    group: str = ""

    @property
    def called(self) -> str:
        """Return what messages call the answer, with a capital."""
        words = self.noun or self.label.rstrip("?")
        return words[:1].upper() + words[1:]


YES_NO_CHOICES = (("yes", "Yes"), ("no", "No"))
YES_NO_UNKNOWN = (*YES_NO_CHOICES, (UNKNOWN, "Not known"))


def choices_of(question: Question) -> tuple[tuple[str, str], ...]:
    """Return the answers that may be chosen, with their words."""
    match question.kind:
        case Kind.YES_NO:
            return YES_NO_CHOICES
        case Kind.YES_NO_NOT_KNOWN:
            return YES_NO_UNKNOWN
        case _:
            return question.choices


def is_asked(question: Question, values: Values) -> bool:
    """Tell whether a question is asked, given the other answers of its page."""
    if question.only_if is None:
        return True
    other, wanted = question.only_if
    found = values.get(other)
    given = found if isinstance(found, list) else [found]
    return any(str(each) in wanted for each in given)


def is_empty(value: object) -> bool:
    """Tell whether nothing was answered."""
    if isinstance(value, Mapping):
        return not any(str(part or "").strip() for part in value.values())
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value == []


def day_from(value: object) -> date | None:
    """Read a day kept as "2026-03-03"; anything else is no day."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def missing_words(question: Question) -> str:
    """Return the message for a question that has to be answered and was not."""
    if question.missing:
        return question.missing
    return f"Answer “{question.label}”" if question.label.endswith("?") else f"Enter {question.label.lower()}"


def wrong_with(question: Question, value: object, today: date) -> str:
    """Say what is wrong with an answer that was given; nothing when it can be kept."""
    match question.kind:
        case Kind.DAY:
            return _wrong_day(question, value, today)
        case Kind.NUMBER:
            right = isinstance(value, int) and not isinstance(value, bool)
            return "" if right else f"{question.called} must be a whole number"
        case Kind.CHOICES:
            known = {key for key, _ in question.choices}
            right = isinstance(value, list) and any(each in known for each in value)
            return "" if right or not question.required else "Choose among the answers shown"
        case Kind.CHOICE | Kind.YES_NO | Kind.YES_NO_NOT_KNOWN:
            right = any(value == key for key, _ in choices_of(question))
            return "" if right else "Choose one of the answers shown"
        case Kind.TICK:
            return "" if isinstance(value, bool) else "Tick the box or leave it"
        case _:
            return _wrong_words(question, value)


def _wrong_day(question: Question, value: object, today: date) -> str:
    day = day_from(value)
    if day is None:
        return f"{question.called} must be a real date"
    if question.past and day > today:
        return f"{question.called} must be today or in the past"
    return f"{question.called} must be after 1899. Check the year" if day < EARLIEST else ""


def _wrong_words(question: Question, value: object) -> str:
    if not isinstance(value, str):
        return f"{question.called} must be words"
    if NUL in value:
        return f"{question.called} has a character in it that cannot be kept. Type it again"
    if len(value) > question.most:
        return f"{question.called} must be {question.most:,} characters or fewer: this has {len(value):,}"
    return _wrong_form(question, value.strip())


def _wrong_form(question: Question, value: str) -> str:
    if question.kind is Kind.TELEPHONE and not 10 <= len(TELEPHONE_MARKS.sub("", value)) <= 15:
        return "Enter a telephone number like 07700 900123, with its code"
    if question.kind is Kind.TELEPHONE and not TELEPHONE_MARKS.sub("", value).isdecimal():
        return "Enter a telephone number like 07700 900123, with its code"
    if question.kind is Kind.EMAIL and not EMAIL.fullmatch(value):
        return "Enter an e-mail address like name@example.org"
    if question.postcode and not POSTCODE.fullmatch(value.upper()):
        return "Enter a full postcode, like LS1 4AP"
    return ""


def keepable(value: object) -> object:
    """Return a typed value as it can be kept in the draft: without null bytes, and not endless."""
    if isinstance(value, str):
        return value.replace(NUL, "")[:LONGEST]
    if isinstance(value, Mapping):
        return {str(key): keepable(part) for key, part in list(value.items())[:20]}
    if isinstance(value, list | tuple):
        return [keepable(part) for part in list(value)[:200]]
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | bool | float) or value is None else str(value)[:LONGEST]


def question_for(fact: Fact, *, ask: str = "", name: str = "", required: bool = True) -> Question:
    """Make the question that asks for a fact of the vocabulary, in the vocabulary's words unless ``ask`` is given.

    Every fact may be not known: screening then says whom to ask.
    """
    label = ask or fact.ask
    hint = f"Who can tell: {fact.ask_whom}."
    made_name = name or fact.key
    match fact.kind:
        case FactKind.YES_NO:
            return Question(made_name, Kind.YES_NO_NOT_KNOWN, label, hint, required=required)
        case FactKind.CHOICE:
            known = tuple(fact.choices.items())
            extra = () if UNKNOWN in fact.choices else ((UNKNOWN, "Not known"),)
            return Question(made_name, Kind.CHOICE, label, hint, choices=(*known, *extra), required=required)
        case FactKind.CHOICES if fact.choices:
            return Question(made_name, Kind.CHOICES, label, hint, choices=tuple(fact.choices.items()), required=False)
        case FactKind.DATE:
            when = "If nobody knows the day, give the 1st of the month. Leave it empty if nobody knows at all."
            return Question(made_name, Kind.DAY, label, when, noun=fact.label.lower(), required=False, past=True)
        case FactKind.WHOLE_NUMBER:
            return Question(made_name, Kind.NUMBER, label, hint, noun=fact.label.lower(), required=False)
        case _:
            return Question(made_name, Kind.TEXT, label, hint, noun=fact.label.lower(), required=False)


def fact_value(fact: Fact, answer: object) -> object:
    """Turn a kept answer into the fact's value for a facts document; None when it is not known."""
    if is_empty(answer) or answer == UNKNOWN:
        return None
    match fact.kind:
        case FactKind.YES_NO:
            return {"yes": True, "no": False, True: True, False: False}.get(answer)
        case FactKind.DATE:
            return answer if day_from(answer) else None
        case FactKind.WHOLE_NUMBER:
            return answer if isinstance(answer, int) and not isinstance(answer, bool) else None
        case FactKind.CHOICE:
            return answer if answer in fact.choices else None
        case _:
            return answer
