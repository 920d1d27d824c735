"""The columns of a programme's spreadsheet: what each means, what goes in it, and which answer it fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from trellis.features.programmes.rules.facts import FACTS
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.rules.answers import NO_STRAND, Document
from trellis.features.referrals.rules.page import Page
from trellis.features.referrals.rules.pages_of_family import BETWEEN_ADULTS, TO_A_CHILD
from trellis.features.referrals.rules.questions import Kind, Question, choices_of
from trellis.features.referrals.rules.sections import SECTIONS, Draft
from trellis.kernel.labelled import LabelledEnum

ALWAYS = "Always"
IF_CHILD = "For a child"
IF_ADULT = "For an adult, when there are children"
IF_ADULTS = "For an adult, when there is another adult"
IF_TAKING_PART = "For somebody who takes part"
IF_REACHED = "By telephone, e-mail or post"
OPTIONAL = "If known"
AT_LEAST_ONCE = "For at least one person of each family"
UNKNOWN_IF_EMPTY = "Empty means not known"
ONCE = "Once for each family"
NOBODY = "this person"


class Level(LabelledEnum):
    """Say whether a column is about one person or about the whole family."""

    PERSON = "person", "Each person"
    FAMILY = "family", "The family: once is enough, on any of its rows"


@dataclass(frozen=True, slots=True)
class Column:
    """Describe one column. `section` and `name` say which answer it fills; `blank` is what an empty cell stands for."""

    key: str
    heading: str
    level: Level
    needed: str
    question: Question
    example: str = ""
    section: str = ""
    item: str = ""
    name: str = ""
    blank: str = ""

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return the answers to choose from, with their words."""
        return choices_of(self.question)

    @property
    def right(self) -> str:
        """Say what goes in a cell of this column."""
        labels = [label for _, label in self.choices]
        match self.question.kind:
            case Kind.DAY:
                return "a date, such as 31/3/2011"
            case Kind.TELEPHONE:
                return "a telephone number, such as 07700 900123"
            case Kind.EMAIL:
                return "an e-mail address, such as name@example.org"
            case Kind.NUMBER:
                return "a whole number, such as 12"
            case Kind.CHOICES:
                return f"one or more of these, with commas between: {'; '.join(labels)}"
            case _ if labels:
                return f"one of: {'; '.join(labels)}"
            case _:
                return f"words, such as {self.example}" if self.example else "words"


def _own(key: str, heading: str, needed: str, label: str, example: str, **more: object) -> Column:
    """Make a column that no single question of the task list stands behind."""
    kind = more.pop("kind", Kind.TEXT)
    choices = more.pop("choices", ())
    question = Question(key, kind, label, choices=choices, required=False, most=more.pop("most", 200))  # type: ignore[arg-type]
    return Column(key, heading, more.pop("level", Level.PERSON), needed, question, example, **more)  # type: ignore[arg-type]


FAMILY_NUMBER = _own(
    "family_number", "Family number", ALWAYS, "Any number or word; rows with the same one are one family.", "1", most=40
)
YOUR_REFERENCE = _own(
    "your_reference", "Your reference", OPTIONAL,
    "Your own number for this referral. The same people with the same reference are brought in once; to refer a family "
    "again later, give a new one.",
    "CS-2041", level=Level.FAMILY, most=80,
)  # fmt: skip
TIE_CHILDREN = _own(
    "tie_children", "Who they are to the children", IF_ADULT,
    "One word holds for every child. Where it differs, write each child: Kit: Mother; Ana: Step-parent. "
    "For a child, empty means brother or sister of the others.",
    "Mother", kind=Kind.CHOICE, choices=TO_A_CHILD, section="ties",
)  # fmt: skip
RESPONSIBILITY = _own(
    "responsibility", "Parental responsibility", OPTIONAL,
    "Whether an adult has the law's rights and duties of a parent for the children. "
    "Where it differs, write each child: Kit: Yes; Ana: No.",
    "Yes", kind=Kind.YES_NO_NOT_KNOWN, section="ties", blank="not_known",
)  # fmt: skip
TIE_ADULTS = _own(
    "tie_adults", "Who they are to the other adults", IF_ADULTS,
    "One word holds for every other adult. Where it differs, write each: Sam: Former partner; Joan: Mother.",
    "Former partner", kind=Kind.CHOICE, choices=BETWEEN_ADULTS, section="ties",
)  # fmt: skip
CONTACT_VALUE = _own(
    "contact_value", "Number or address", IF_REACHED,
    "The telephone number, e-mail address or postal address.", "07700 900123", section="contact", most=254,
)  # fmt: skip
HOME = _own(
    "home", "Home", AT_LEAST_ONCE,
    "What the family call the home that this person lives in. People with the same words here live together.",
    "Mum's home", section="homes", name="label", most=120,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Spec:
    """Name one answer of the task list that has a column."""

    section: str
    name: str
    heading: str
    needed: str
    example: str = ""
    blank: str = ""
    item: str = ""


_IN_ORDER: tuple[_Spec | Column | str, ...] = (
    FAMILY_NUMBER,
    _Spec("people", "given_name", "Given name", ALWAYS, "Dana"),
    _Spec("people", "family_name", "Family name", OPTIONAL, "Ashworth"),
    _Spec("people", "known_as", "Known as", OPTIONAL, "Dee"),
    _Spec("people", "birth_date", "Date of birth", UNKNOWN_IF_EMPTY, "31/3/1984"),
    _Spec("people", "gender", "Gender", UNKNOWN_IF_EMPTY, "Female", "not_known"),
    _Spec("people", "family_role", "Part in the family", ALWAYS, "Parent (by birth, adoption or as a step-parent)"),
    _Spec("people", "child_of_concern", "Child the referral is about", IF_CHILD, "Yes"),
    _Spec("people", "strand", "Takes part in", "Empty means not taking part", "", NO_STRAND),
    TIE_CHILDREN,
    RESPONSIBILITY,
    TIE_ADULTS,
    HOME,
    _Spec("homes", "address", "Address of the home", OPTIONAL, "1 Example Street, Leeds"),
    _Spec("homes", "postcode", "Postcode", OPTIONAL, "LS1 4AP"),
    _Spec("homes", "kept_from", "Who must not learn the address", OPTIONAL, "Her former partner"),
    _Spec("contact", "channel", "Best way to reach them", IF_TAKING_PART, "Mobile telephone"),
    CONTACT_VALUE,
    _Spec("contact", "is_safe", "Is that safe", IF_TAKING_PART, "Yes"),
    _Spec("contact", "voicemail", "If nobody answers", "Empty means leave no message", "Leave no message", "none"),
    _Spec("contact", "best_times", "Best times", OPTIONAL, "School days, 10am to 2pm"),
    _Spec("contact", "say", "What may be said", OPTIONAL, "Ask for Dee, say it is about school"),
    _Spec("contact", "not_to_use", "Must not be used", OPTIONAL, "The landline"),
    "each_person",
    _Spec("occupations", "kind", "What they do in the week", UNKNOWN_IF_EMPTY, "School", "not_known"),
    _Spec("occupations", "name", "School, college or employer", OPTIONAL, "Northside Academy"),
    _Spec("occupations", "since", "There since", OPTIONAL, "1/9/2023"),
    _Spec("occupations", "note", "How it is going", OPTIONAL, "Often absent since Easter"),
    _Spec("needs", "first_language", "First language", OPTIONAL, "Punjabi"),
    _Spec("needs", "interpreter_needed", "Interpreter needed", UNKNOWN_IF_EMPTY, "No", "not_known"),
    _Spec("needs", "access_needs", "What would help them take part", OPTIONAL, "Large print"),
    YOUR_REFERENCE,
    _Spec("happening", "what_happens", "What has been happening", ONCE, "Threats, broken doors", item="words"),
    _Spec("happening", "hopes", "What the family would like", OPTIONAL, "Mealtimes without fear", item="words"),
    _Spec("happening", "safety_now", "Danger now, and what is in place", OPTIONAL, "Knives locked away", item="words"),
    "happening",
    _Spec("practical", "stays_involved", "Referrer stays involved", UNKNOWN_IF_EMPTY, "Yes", "not_known", "involved"),
    _Spec("practical", "transport_arranged", "Transport is agreed", UNKNOWN_IF_EMPTY, "Yes", "not_known", "coming"),
    _Spec("practical", "transport", "Who brings them", OPTIONAL, "Their aunt, by car", item="coming"),
    _Spec("practical", "evenings", "Days they could come", ONCE, "Tuesday, Thursday", item="coming"),
    "practical",
    _Spec("agencies", "name", "Other agency", OPTIONAL, "Northside School"),
    _Spec("agencies", "worker", "Who works there with the family", OPTIONAL, "Jo Field"),
    _Spec("agencies", "contact", "Telephone or e-mail of the agency", OPTIONAL, "jo.field@example.org"),
    _Spec("agencies", "doing", "What the agency is doing", OPTIONAL, "Mentoring on Fridays"),
    _Spec("referrer", "name", "Who refers", ONCE, "Ruth Hall", item="about"),
    _Spec("referrer", "agency", "Agency that refers", ONCE, "Northside Children's Social Work", item="about"),
    _Spec("referrer", "profession", "What the referrer does", ONCE, "Social worker", item="about"),
    _Spec("referrer", "telephone", "Telephone of the referrer", OPTIONAL, "07700 900456", item="about"),
)  # fmt: skip
_FACTS = {"each_person": "", "happening": "facts", "practical": "confirmed"}
_FAMILY_SECTIONS = frozenset({"happening", "practical", "referrer"})


@cache
def columns_for(definition: ProgrammeDefinition) -> tuple[Column, ...]:
    """Return the columns of a programme's spreadsheet in their order, with what its criteria need to know."""
    questions = _questions(definition)
    return tuple(column for entry in _IN_ORDER for column in _columns(entry, questions))


def _columns(entry: _Spec | Column | str, questions: dict[tuple[str, str, str], Question]) -> Iterator[Column]:
    if isinstance(entry, Column):
        yield entry
    elif isinstance(entry, str):
        yield from _of_facts(entry, questions)
    elif question := questions.get((entry.section, entry.item, entry.name)):
        yield Column(
            f"{entry.section}.{entry.name}",
            entry.heading,
            Level.FAMILY if entry.section in _FAMILY_SECTIONS else Level.PERSON,
            entry.needed,
            question,
            entry.example or _first_choice(question),
            entry.section,
            entry.item,
            entry.name,
            entry.blank,
        )


def _of_facts(section: str, questions: dict[tuple[str, str, str], Question]) -> Iterator[Column]:
    for (of_section, item, name), question in questions.items():
        if of_section == section and item == _FACTS[section] and name in FACTS:
            unknown = any(key == "not_known" for key, _ in choices_of(question))
            yield Column(
                f"{section}.{name}",
                FACTS[name].label,
                Level.FAMILY if section in _FAMILY_SECTIONS else Level.PERSON,
                UNKNOWN_IF_EMPTY,
                question,
                _first_choice(question),
                section,
                item,
                name,
                "not_known" if unknown else "",
            )


def _first_choice(question: Question) -> str:
    if question.kind is Kind.DAY:
        return "1/9/2025"
    return next((label for _, label in choices_of(question)), "")


def _questions(definition: ProgrammeDefinition) -> dict[tuple[str, str, str], Question]:
    """Return every question that the task list may ask, by section, item ("" for each person's own) and name."""
    draft = Draft(_everybody(definition), definition, date(2000, 1, 1))
    found: dict[tuple[str, str, str], Question] = {}
    for section in SECTIONS:
        for page in draft.pages(section):
            for question in page.questions:
                found.setdefault((page.section, _item(page), question.name), _plain(question))
    return found


def _item(page: Page) -> str:
    """Return the item for pages of which a family has one; pages of a person, a home or an agency count as alike."""
    return page.item if page.section in _FAMILY_SECTIONS else ""


def _plain(question: Question) -> Question:
    return replace(question, label=question.label.replace("This person", NOBODY))


def _everybody(definition: ProgrammeDefinition) -> Document:
    """Make a family in which everything is asked: somebody in each strand, and a child that it is all about."""
    strands = [strand.key for strand in definition.strands]
    people: dict[str, dict[str, object]] = {
        f"p{number}": {"family_role": role, "strand": strand, "child_of_concern": "yes"}
        for number, (strand, role) in enumerate(
            [(strand, role) for strand in strands for role in ("parent", "child")], start=1
        )
    }
    return {
        "people": people,
        "homes": {"h1": {"label": "x", "people": ["p1"], "secret": "yes"}},
        "agencies": {"any": {"any": "yes"}, "a1": {"name": "x"}},
    }
