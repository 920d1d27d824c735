"""What is missing or wrong in a draft, page by page, and how far each section has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trellis.features.families.rules import RelationshipKind, check_birth_date, check_relationship
from trellis.features.referrals.rules.answers import ReferredPersonAnswers
from trellis.features.referrals.rules.page import Page
from trellis.features.referrals.rules.questions import (
    Values,
    is_asked,
    is_empty,
    missing_words,
    wrong_with,
)
from trellis.features.referrals.rules.sections import BY_KEY, SECTIONS, Draft, Section
from trellis.kernel.dates import age_on, in_words
from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right: where, beside which question, in words."""

    section: str
    item: str
    field: str
    words: str
    missing: bool = False


class SectionState(LabelledEnum):
    """Say how far a section of the task list has come."""

    CANNOT_START = "cannot_start", "Cannot start yet"
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    TO_CORRECT = "to_correct", "Something to correct"
    COMPLETED = "completed", "Completed"


def problems_on(draft: Draft, page: Page, values: Values) -> list[Problem]:
    """List what is missing or wrong on one page, with the values given in place of those kept."""
    found = [problem for question in page.questions for problem in _with_question(draft, page, question.name, values)]
    wrong = {problem.field for problem in found}
    return found + [problem for problem in _together(draft, page, values) if problem.field not in wrong]


def _with_question(draft: Draft, page: Page, name: str, values: Values) -> Iterator[Problem]:
    question = next(each for each in page.questions if each.name == name)
    value = values.get(name)
    if not is_asked(question, values) or (name == "birth_date" and values.get("birth_date_not_known") is True):
        return
    if is_empty(value):
        if question.required:
            yield Problem(page.section, page.item, name, missing_words(question), missing=True)
    elif words := wrong_with(question, value, draft.today):
        yield Problem(page.section, page.item, name, words)


def _together(draft: Draft, page: Page, values: Values) -> Iterator[Problem]:
    """Go through what is wrong only when answers are seen together."""
    if page.section not in {"people", "ties", "referrer"}:
        return
    with_this = draft
    if values != draft.kept(page):
        with_this = Draft(
            {**draft.document, page.section: {**_others(draft, page), page.item: dict(values)}},
            draft.definition,
            draft.today,
            draft.uploaded,
        )
    if page.section == "people":
        yield from _person_problems(with_this, page)
    if page.section == "ties":
        yield from _tie_problems(with_this, page)
    if page.section == "referrer":
        yield from _referrer_problems(with_this, page)


def _others(draft: Draft, page: Page) -> dict[str, object]:
    found = draft.document.get(page.section)
    return dict(found) if isinstance(found, dict) else {}


def _person_problems(draft: Draft, page: Page) -> Iterator[Problem]:
    person = draft.answers.person(page.item)
    if person is None or person.birth_date is None:
        return
    try:
        check_birth_date(person.birth_date, draft.today)
    except RuleBroken as broken:
        yield Problem("people", page.item, "birth_date", broken.message.rstrip("."))
        return
    if words := _order_of_ages(person, draft):
        yield Problem("people", page.item, "birth_date", words)
    elif person.is_child and age_on(person.birth_date, draft.today) > OLDEST_CHILD:
        words = (
            f"{person.short_name} would be {age_on(person.birth_date, draft.today)}. "
            "Check the year, or choose “Another adult of the family”"
        )
        yield Problem("people", page.item, "birth_date", words)


OLDEST_CHILD = 25


def _order_of_ages(person: ReferredPersonAnswers, draft: Draft) -> str:
    """Say what is wrong when a child would be as old as every parent, or a parent as young as every child."""
    assert person.birth_date is not None
    others = draft.answers.adults if person.is_child else draft.answers.children
    parents = person.is_child or person.family_role == "parent"
    known = [
        other
        for other in others
        if other.birth_date and other.id != person.id and (other.family_role == "parent" or other.is_child)
    ]
    if not parents or not known:
        return ""
    wrong = [
        other
        for other in known
        if other.birth_date
        and (other.birth_date >= person.birth_date) is person.is_child
        and other.birth_date != person.birth_date
    ]
    if len(wrong) < len(known):
        return ""
    other = wrong[0]
    assert other.birth_date is not None
    parent, child = (other, person) if person.is_child else (person, other)
    assert parent.birth_date is not None
    assert child.birth_date is not None
    return (
        f"{child.short_name}, a child, would be older than {parent.short_name}, a parent, "
        f"who was born on {in_words(parent.birth_date)}. Check both dates of birth"
        if person.is_child
        else f"{parent.short_name}, a parent, would be younger than {child.short_name}, a child, "
        f"who was born on {in_words(child.birth_date)}. Check both dates of birth"
    )


def _tie_problems(draft: Draft, page: Page) -> Iterator[Problem]:
    kinds = {question.name for question in page.questions}
    for tie in draft.answers.ties:
        pair = f"kind_{tie.from_id}_{tie.to_id}"
        name = pair if pair in kinds else f"kind_{tie.from_id}"
        if name not in kinds or (name != pair and tie.to_id != page.item):
            continue
        first, second = draft.answers.person(tie.from_id), draft.answers.person(tie.to_id)
        if first is None or second is None or tie.kind not in RelationshipKind:
            continue
        try:
            check_relationship(
                RelationshipKind(tie.kind), first.short_name, first.birth_date, second.short_name, second.birth_date
            )
        except RuleBroken as broken:
            yield Problem("ties", page.item, name, broken.message.rstrip("."))


def _referrer_problems(draft: Draft, page: Page) -> Iterator[Problem]:
    who = draft.definition.who_may_refer
    profession = draft.answers.profession
    if not who.anyone and profession and profession not in who.professions:
        yield Problem("referrer", page.item, "profession", f"This programme cannot take this referral. {who.why}")


def problems_in_section(draft: Draft, section: Section) -> list[Problem]:
    """List what is missing or wrong in one section."""
    found = [problem for page in draft.pages(section) for problem in problems_on(draft, page, draft.kept(page))]
    return found + list(_missing_items(draft, section))


def _missing_items(draft: Draft, section: Section) -> Iterator[Problem]:
    if section.key == "people" and not draft.answers.people:
        yield Problem("people", "", "", "Add the people of the family", missing=True)
    elif section.key == "people" and not draft.answers.taking_part:
        yield Problem(
            "people", "", "", "Nobody takes part yet. Say what at least one person would take part in", missing=True
        )
    if section.key == "homes" and not draft.answers.homes:
        yield Problem("homes", "", "", "Add at least one home, even without its address", missing=True)
    if section.key == "agencies":
        asked = draft.kept(next(page for page in draft.pages(section) if page.item == "any"))
        if asked.get("any") == "yes" and not draft.answers.agencies:
            yield Problem("agencies", "", "", "Add the agency, or answer that there is none", missing=True)


def problems_in(draft: Draft) -> list[Problem]:
    """List everything that keeps a draft from being sent, in the order of the task list."""
    return [problem for section in SECTIONS for problem in problems_in_section(draft, section)]


def state_of(draft: Draft, section: Section) -> SectionState:
    """Say how far a section has come."""
    if section.after and problems_in_section(draft, BY_KEY[section.after]):
        return SectionState.CANNOT_START
    problems = problems_in_section(draft, section)
    if any(not problem.missing for problem in problems):
        return SectionState.TO_CORRECT
    started = any(not is_empty(value) for page in draft.pages(section) for value in draft.kept(page).values())
    if not problems:
        optional_only = all(not question.required for page in draft.pages(section) for question in page.questions)
        seen = started or _was_saved(draft, section)
        return (
            SectionState.NOT_STARTED if optional_only and not seen and _asks(draft, section) else SectionState.COMPLETED
        )
    return SectionState.IN_PROGRESS if started else SectionState.NOT_STARTED


def _was_saved(draft: Draft, section: Section) -> bool:
    return bool(draft.document.get(section.key))


def _asks(draft: Draft, section: Section) -> bool:
    return any(page.questions for page in draft.pages(section))


def may_be_sent(draft: Draft) -> bool:
    """Tell whether nothing keeps the draft from being sent."""
    return not problems_in(draft)
