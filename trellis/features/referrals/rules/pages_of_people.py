"""The pages of the task list that are about one person each."""

from __future__ import annotations

from trellis.features.families.rules import Channel, Gender, OccupationKind, Voicemail
from trellis.features.programmes.rules.facts import FAMILY_ROLES
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.rules.answers import (
    NO_STRAND,
    ReadableDocument,
    ReferralAnswers,
    ReferredPersonAnswers,
)
from trellis.features.referrals.rules.page import Page
from trellis.features.referrals.rules.questions import Kind, Question, question_for
from trellis.features.referrals.rules.wanted import person_facts

GENDERS = (
    (Gender.FEMALE.value, "Female"),
    (Gender.MALE.value, "Male"),
    (Gender.ANOTHER.value, "Another gender"),
    (Gender.NOT_KNOWN.value, "Not known"),
)


def people_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return a page for each person of the family."""
    strands = tuple((strand.key, strand.title) for strand in definition.strands)
    hints = tuple((strand.key, strand.who) for strand in definition.strands)
    questions = (
        Question("given_name", Kind.TEXT, "Given name", "The name they go by is enough, if that is all you know",
                 most=80, missing="Enter a given name, or the name that they go by"),
        Question("family_name", Kind.TEXT, "Family name", most=80, required=False),
        Question("known_as", Kind.TEXT, "Known as", "If they are called something else", most=80, required=False),
        Question("birth_date", Kind.DAY, "Date of birth", "For example, 31 3 2011", noun="date of birth",
                 past=True, missing="Enter their date of birth, or tick that it is not known"),
        Question("birth_date_not_known", Kind.TICK, "The date of birth is not known", required=False),
        Question("gender", Kind.CHOICE, "Gender", "As they describe it themselves", choices=GENDERS,
                 missing="Choose their gender, or “Not known”"),
        Question("family_role", Kind.CHOICE, "What are they in this family?", choices=tuple(FAMILY_ROLES.items()),
                 missing="Choose what they are in this family"),
        Question("child_of_concern", Kind.YES_NO, "Is this a child that the referral is about?",
                 only_if=("family_role", ("child",))),
        Question("strand", Kind.CHOICE, "What would they take part in?",
                 choices=(*strands, (NO_STRAND, "They are not taking part")), choice_hints=hints,
                 missing="Choose what they would take part in, or “They are not taking part”"),
    )  # fmt: skip
    return tuple(
        Page("people", person.id, "Who is this?", questions, about=person.id, short=person.full_name)
        for person in answers.people
    )


def _those_in_it(answers: ReferralAnswers) -> tuple[ReferredPersonAnswers, ...]:
    """Return those who take part, and each child that the referral is about."""
    return tuple(person for person in answers.people if person.takes_part or person.child_of_concern)


def contact_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return a page for each person who takes part: how to reach them without putting anybody in danger."""
    return tuple(
        Page(
            "contact", person.id, f"How can we reach {person.short_name} safely?", _contact_questions(person),
            intro="A message seen or heard by the wrong person can put somebody in danger.",
            about=person.id, short=person.full_name,
        )
        for person in answers.taking_part
    )  # fmt: skip


def _contact_questions(person: ReferredPersonAnswers) -> tuple[Question, ...]:
    name = person.short_name
    by_telephone = ("channel", (Channel.MOBILE.value, Channel.LANDLINE.value))
    return (
        Question("channel", Kind.CHOICE, f"What is the best way to reach {name}?", choices=tuple(Channel.choices()),
                 missing="Choose a way to reach them"),
        Question("mobile", Kind.TELEPHONE, "Mobile number", "For example, 07700 900123", most=40,
                 only_if=("channel", (Channel.MOBILE.value,)), missing="Enter the mobile number"),
        Question("landline", Kind.TELEPHONE, "Telephone number", "For example, 0113 496 0123", most=40,
                 only_if=("channel", (Channel.LANDLINE.value,)), missing="Enter the telephone number"),
        Question("email", Kind.EMAIL, "E-mail address", most=254, only_if=("channel", (Channel.EMAIL.value,)),
                 missing="Enter the e-mail address"),
        Question("post", Kind.LONG_TEXT, "Postal address", most=254, only_if=("channel", (Channel.POST.value,)),
                 missing="Enter the postal address"),
        Question("is_safe", Kind.YES_NO, f"Is it safe to reach {name} this way?",
                 "Safe means that nobody who should not know can see, hear or answer it"),
        Question("voicemail", Kind.CHOICE, "If nobody answers the telephone, may a message be left?",
                 choices=tuple(Voicemail.choices()), only_if=by_telephone,
                 missing="Choose what may be left if nobody answers"),
        Question("best_times", Kind.TEXT, "Best times", "For example, school days between 10am and 2pm",
                 required=False),
        Question("say", Kind.TEXT, "What may be said, and what name to use", most=300, required=False),
        Question("not_to_use", Kind.TEXT, "Any number or address that must not be used", most=150, required=False),
    )  # fmt: skip


def fact_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return a page for each person of whom the programme needs to know something."""
    pages = []
    for person in _those_in_it(answers):
        wanted = person_facts(definition, person.strand, child_of_concern=person.child_of_concern)
        if wanted:
            questions = tuple(question_for(each.fact, ask=each.ask) for each in wanted)
            intro = "Answer what you know. “Not known” is a good answer: we will say whom we ask."
            title = f"About {person.short_name}"
            pages.append(
                Page("each_person", person.id, title, questions, intro, about=person.id, short=person.full_name)
            )
    return tuple(pages)


def occupation_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return a page for each person who takes part, and for each child."""
    busy = tuple(kind.value for kind in OccupationKind if kind is not OccupationKind.NONE)
    questions = (
        Question("kind", Kind.CHOICE, "What do they do in the week?",
                 choices=(*OccupationKind.choices(), ("not_known", "Not known")),
                 missing="Choose what they do in the week"),
        Question("name", Kind.TEXT, "Name of the school, college or employer", required=False,
                 only_if=("kind", busy)),
        Question("since", Kind.DAY, "Since when", required=False, past=True, only_if=("kind", busy)),
        Question("note", Kind.TEXT, "How it is going", "For example, often absent since Easter", most=500,
                 required=False),
    )  # fmt: skip
    return tuple(
        Page("occupations", p.id, f"What does {p.short_name} do in the week?", questions, about=p.id, short=p.full_name)
        for p in answers.people
        if p.takes_part or p.is_child
    )


def need_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return a page for each person who takes part."""
    questions = (
        Question("first_language", Kind.TEXT, "First language", most=60, required=False),
        Question("interpreter_needed", Kind.YES_NO_NOT_KNOWN, "Do they need an interpreter?"),
        Question("access_needs", Kind.LONG_TEXT, "What would help them take part",
                 "For example, large print, a quiet room, step-free access, help with reading", most=2000,
                 required=False),
    )  # fmt: skip
    return tuple(
        Page("needs", p.id, f"What does {p.short_name} need to take part?", questions, about=p.id, short=p.full_name)
        for p in answers.taking_part
    )
