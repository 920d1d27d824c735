"""Forms drawn from the questions of a page; the rules say what is wrong, the forms only draw and read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from trellis.features.referrals.rules.page import Page
from trellis.features.referrals.rules.problems import problems_on
from trellis.features.referrals.rules.questions import Kind, Question, choices_of, is_asked
from trellis.features.referrals.rules.sections import Draft
from trellis.platform.design_system.forms import (
    Checkboxes,
    Confirm,
    DateParts,
    GovukForm,
    LongText,
    Radios,
    Select,
    Text,
    WholeNumber,
)
from trellis.platform.design_system.forms.looks import settle_messages

FEW = 12


class MadeForm(GovukForm):
    """A form whose fields are made for one occasion."""

    marks_optional = False

    def take(self, fields: Mapping[str, forms.Field]) -> None:
        """Take these fields as the form's own, after those that it has."""
        for name, made in fields.items():
            settle_messages(made, name)
            self.fields[name] = made


class PageForm(MadeForm):
    """The questions of one page of a referral."""

    def __init__(self, page: Page, *args: Any, **kwargs: Any) -> None:
        self.page = page
        super().__init__(*args, **kwargs)
        self.take({question.name: field_for(question) for question in page.questions})
        self._show_when_asked()

    def _show_when_asked(self) -> None:
        for question in self.page.questions:
            if question.only_if is None:
                continue
            other, answers = question.only_if
            reveals = getattr(self.fields[other], "reveals", None)
            # A field is drawn under one answer only; asked under several, it stands by itself.
            if reveals is not None and len(answers) == 1:
                reveals[answers[0]] = (*reveals.get(answers[0], ()), question.name)

    def values(self) -> dict[str, Any]:
        """Return what to keep: clean values where they are right, what was typed where they are not."""
        typed = self.typed()
        kept: dict[str, Any] = {}
        for question in self.page.questions:
            name = question.name
            clean = self.cleaned_data.get(name) if name not in self.errors else None
            kept[name] = plain(clean) if clean not in (None, "", []) else _typed(typed.get(name))
        return kept

    def check(self, draft: Draft, *, missing: bool) -> bool:
        """Put the rules' words beside the fields; `missing` tells of empty ones too. Return whether all is right."""
        self.is_valid()
        values = self.values()
        for question in self.page.questions:
            if question.name in self.errors and not is_asked(question, values):
                del self.errors[question.name]
        for problem in problems_on(draft, self.page, values):
            if (missing or not problem.missing) and problem.field not in self.errors:
                self.add_error(problem.field or None, problem.words)
        return not self.errors


def plain(value: Any) -> Any:
    """Return a clean value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value


def _typed(value: Any) -> Any:
    return "" if isinstance(value, Mapping) and not any(value.values()) else value


def form_for(page: Page, kept: Mapping[str, Any], draft: Draft) -> PageForm:
    """Return the form of a page as it was left: with the words beside what was typed wrong, if anything was."""
    if not kept:
        return PageForm(page)
    shown = {**kept, **_still_choosable(page, kept)}
    form = PageForm(page, data=shown)
    return PageForm(page, initial=shown) if form.check(draft, missing=False) else form


def _still_choosable(page: Page, kept: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the ticks that can still be ticked: what may be chosen follows from other pages."""
    return {
        question.name: [each for each in kept[question.name] if each in dict(question.choices)]
        for question in page.questions
        if question.kind is Kind.CHOICES and isinstance(kept.get(question.name), list)
    }


def field_for(question: Question) -> forms.Field:
    """Return the field that draws a question."""
    optional = not question.required and question.kind not in {Kind.TICK, Kind.CHOICES}
    label = f"{question.label} (optional)" if optional and not question.label.endswith("?") else question.label
    common: dict[str, Any] = {"label": label, "hint": question.hint, "required": False, "noun": question.noun}
    match question.kind:
        case Kind.LONG_TEXT:
            return LongText(**common, max_length=question.most, rows=7 if question.most > 2000 else 4)
        case Kind.DAY:
            return DateParts(**common, latest="today" if question.past else date(2100, 12, 31))
        case Kind.NUMBER:
            return WholeNumber(**common, most=1000)
        case Kind.CHOICES:
            return Checkboxes(**common, choices=question.choices)
        case Kind.TICK:
            return Confirm(label=question.label, required=False, hint=question.hint)
        case Kind.CHOICE | Kind.YES_NO | Kind.YES_NO_NOT_KNOWN:
            return _choosing(question, common)
        case Kind.TELEPHONE:
            return Text(**common, max_length=question.most, width=20, inputmode="tel", autocomplete="off")
        case _:
            width = 10 if question.postcode else (30 if question.most <= 80 else None)
            return Text(**common, max_length=question.most, width=width, autocomplete="off")


def _choosing(question: Question, common: dict[str, Any]) -> forms.Field:
    choices = choices_of(question)
    if len(choices) > FEW:
        return Select(**common, choices=choices)
    inline = question.kind in {Kind.YES_NO, Kind.YES_NO_NOT_KNOWN}
    return Radios(**common, choices=choices, hints=dict(question.choice_hints), inline=inline)
