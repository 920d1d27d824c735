"""What a referral says, in words, by section: for checking answers and for reading a sent referral."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.referrals.rules.page import Page
from trellis.features.referrals.rules.questions import (
    Kind,
    Question,
    Values,
    choices_of,
    day_from,
    is_asked,
    is_empty,
)
from trellis.features.referrals.rules.sections import SECTIONS, Draft, Section
from trellis.kernel.dates import in_words

if TYPE_CHECKING:
    from trellis.features.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Card:
    """The answers of one page: its heading, and rows of key, value and (in a draft) the way to change it."""

    title: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A section with its cards."""

    section: Section
    cards: list[Card]


def summaries(draft: Draft, referral: Referral, *, change: bool) -> list[SectionSummary]:
    """Return every section's answers; with `change`, each with the address at which it can be changed."""
    found = []
    for section in SECTIONS:
        cards = [_card(draft, referral, page, change=change) for page in draft.pages(section) if page.questions]
        found.append(SectionSummary(section, [card for card in cards if card.rows]))
    return found


def _card(draft: Draft, referral: Referral, page: Page, *, change: bool) -> Card:
    values = draft.kept(page)
    rows = []
    for question in page.questions:
        if not is_asked(question, values) or question.name == "birth_date_not_known":
            continue
        words = in_plain_words(question, values)
        if not change and not words:
            continue
        row: dict[str, Any] = {"key": question.label, "value": words}
        if change:
            href = reverse("referrals:page", args=[referral.pk, page.section, page.item])
            row["actions"] = [
                {"href": f"{href}?from=check", "text": "Change", "visuallyHiddenText": _about(page, question)}
            ]
        rows.append(row)
    return Card(page.called, rows)


def _about(page: Page, question: Question) -> str:
    return f"{question.label.rstrip('?').lower()} ({page.called})"


def in_plain_words(question: Question, values: Values) -> str:
    """Write an answer for reading."""
    value = values.get(question.name)
    if question.name == "birth_date" and values.get("birth_date_not_known") is True:
        return "Not known"
    if is_empty(value):
        return ""
    labels = dict(choices_of(question))
    if question.kind is Kind.TICK:
        return "Yes"
    if question.kind is Kind.DAY:
        day = day_from(value)
        return in_words(day) if day else _as_typed(value)
    if isinstance(value, list):
        return ", ".join(labels.get(str(each), str(each)) for each in value)
    return labels.get(str(value), str(value))


def _as_typed(value: object) -> str:
    return " ".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value)
