"""The pages of the task list that are about the family as a whole: ties, homes and what has been happening."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from trellis.features.families.rules import ParentalResponsibility, RelationshipKind
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.features.referrals.rules.answers import (
    ReadableDocument,
    ReferralAnswers,
    ReferredPersonAnswers,
    section_of,
)
from trellis.features.referrals.rules.page import Page
from trellis.features.referrals.rules.questions import Kind, Question, question_for
from trellis.features.referrals.rules.wanted import family_facts

_R = RelationshipKind


def _kinds(*kinds: RelationshipKind) -> tuple[tuple[str, str], ...]:
    return tuple((kind.value, kind.label) for kind in kinds)


TO_A_CHILD = _kinds(_R.MOTHER, _R.FATHER, _R.STEP_PARENT, _R.CARER, _R.GRANDPARENT, _R.SIBLING, _R.OTHER)
BETWEEN_ADULTS = _kinds(
    _R.PARTNER, _R.EX_PARTNER, _R.MOTHER, _R.FATHER, _R.SIBLING, _R.STEP_PARENT, _R.GRANDPARENT, _R.OTHER
)
BETWEEN_CHILDREN = ((_R.SIBLING.value, "Brother or sister, half and step included"), (_R.OTHER.value, "Another tie"))


def tie_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return a page for each child with every adult on it, then one for the adults and one for the children."""
    pages = [_to_child(child, answers.adults) for child in answers.children if answers.adults]
    if len(answers.adults) > 1:
        pages.append(_pairs("adults", "Who are the adults to each other?", answers.adults, BETWEEN_ADULTS))
    if len(answers.children) > 1:
        pages.append(_pairs("children", "Who are the children to each other?", answers.children, BETWEEN_CHILDREN))
    return tuple(pages)


def _to_child(child: ReferredPersonAnswers, adults: Sequence[ReferredPersonAnswers]) -> Page:
    questions = []
    for adult in adults:
        words = f"Who is {adult.short_name} to {child.short_name}?"
        questions.append(Question(f"kind_{adult.id}", Kind.CHOICE, words, choices=TO_A_CHILD, group=adult.full_name))
        questions.append(
            Question(
                f"responsibility_{adult.id}",
                Kind.CHOICE,
                f"Does {adult.short_name} have parental responsibility for {child.short_name}?",
                "Parental responsibility is the law's word for a parent's rights and duties",
                choices=tuple(ParentalResponsibility.choices()),
                group=adult.full_name,
            )
        )
    title = f"Who is each adult to {child.short_name}?"
    return Page("ties", child.id, title, tuple(questions), about=child.id, short=child.full_name)


def _pairs(
    item: str, title: str, people: Sequence[ReferredPersonAnswers], choices: tuple[tuple[str, str], ...]
) -> Page:
    questions = tuple(
        Question(
            f"kind_{first.id}_{second.id}",
            Kind.CHOICE,
            f"Who is {first.short_name} to {second.short_name}?",
            choices=choices,
        )
        for first, second in combinations(people, 2)
    )
    return Page("ties", item, title, questions, short=item.capitalize())


def home_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return a page for each home; who must not learn the address is asked before the address."""
    who = tuple((person.id, person.full_name) for person in answers.people)
    questions = (
        Question("label", Kind.TEXT, "What do the family call this home?", "For example, Mum's home", most=120,
                 noun="what the family call this home", missing="Enter a name for this home, such as “Mum's home”"),
        Question("people", Kind.CHOICES, "Who lives here?", choices=who, missing="Tick who lives here"),
        Question("secret", Kind.YES_NO, "Is there anybody who must not learn this address?"),
        Question("kept_from", Kind.TEXT, "Who must not learn it, and why", most=300,
                 only_if=("secret", ("yes",)), missing="Enter who must not learn this address"),
        Question("address", Kind.LONG_TEXT, "Address", "If writing it here is not safe, leave it empty", most=500,
                 required=False),
        Question("postcode", Kind.TEXT, "Postcode", most=8, required=False, postcode=True),
    )  # fmt: skip
    return tuple(
        Page("homes", key, "Who lives here?", questions, short=str(values.get("label") or "A home without a name yet"))
        for key, values in section_of(document, "homes").items()
    )


def happening_pages(
    answers: ReferralAnswers, document: ReadableDocument, definition: ProgrammeDefinition
) -> tuple[Page, ...]:
    """Return the page for the referrer's own words, then the programme's questions about the family."""
    story = (
        Question("what_happens", Kind.LONG_TEXT, "What has been happening, and since when?",
                 "What happens, how often, who is hurt or frightened, and what has been tried", most=5000,
                 missing="Tell us what has been happening"),
        Question("hopes", Kind.LONG_TEXT, "What would the family like to be different?", most=2000, required=False),
        Question("safety_now", Kind.LONG_TEXT, "Is anybody in danger now, and what is in place to keep them safe?",
                 "If somebody is in danger this minute, ring 999 first", most=2000, required=False),
    )  # fmt: skip
    pages = [Page("happening", "words", "What has been happening?", story, short="In your words")]
    wanted = family_facts(definition)
    if wanted:
        questions = tuple(question_for(each.fact, ask=each.ask) for each in wanted)
        intro = f"{definition.short_name} needs to know these things. “Not known” is a good answer."
        pages.append(Page("happening", "facts", "About the family", questions, intro, short="About the family"))
    return tuple(pages)
