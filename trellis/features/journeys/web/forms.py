"""Forms about journeys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from trellis.features.journeys.rules import JourneyStatus, Priority
from trellis.features.journeys.rules.waiting import WEEKDAYS
from trellis.platform.design_system.forms import (
    Checkboxes,
    Confirm,
    DateParts,
    GovukForm,
    LongText,
    Radios,
    Select,
    Text,
)

Pairs = Sequence[tuple[str, str]]


class WaitingFilterForm(GovukForm):
    """Which programme's waiting list."""

    marks_optional = False
    programme = Select(label="Programme", choices=(), required=False, empty_label="Every programme")

    def __init__(self, *args: Any, programmes: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].choices = [("", "Every programme"), *programmes]


class CaseloadFilterForm(WaitingFilterForm):
    """What the caseload is narrowed to."""

    search = Text(label="Name of a family or person", required=False, max_length=80)
    status = Select(label="State", choices=JourneyStatus, required=False, empty_label="Every state")
    mine = Confirm(label="I am keyworker", required=False)
    attention = Confirm(label="Needs a review", required=False)

    field_order = ["search", "programme", "status", "mine", "attention"]


class PriorityForm(GovukForm):
    """How soon a family should start."""

    priority = Radios(label="How soon should this family start?", choices=Priority)
    priority_why = LongText(
        label="Why?",
        rows=3,
        max_length=300,
        required=False,
        hint="Needed unless it is standard. Others read this in the list.",
    )


class WaitingForForm(GovukForm):
    """What a family waits for."""

    waiting_for = Text(
        label="What is this family waiting for?",
        required=False,
        max_length=300,
        hint="For example: the next boys’ group, an interpreter, the court’s answer",
    )


class EveningsForm(GovukForm):
    """When a family can come."""

    evenings = Checkboxes(
        label="On which days can they come?",
        choices=[(str(number), name) for number, name in enumerate(WEEKDAYS)],
        required=False,
    )


class KeyworkerForm(GovukForm):
    """Who the keyworker is."""

    staff_id = Select(label="Keyworker", choices=(), missing="Choose who it is")

    def __init__(self, *args: Any, staff: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff_id"].choices = staff


class SupportForm(GovukForm):
    """Support given beside the sessions."""

    on = DateParts(label="When", latest="today", hint="For example, 27 3 2027")
    kind = Radios(label="What was given?", choices=())
    person_id = Select(label="To whom", choices=(), required=False, empty_label="The family")
    note = LongText(label="Note", rows=4, max_length=2000, required=False)

    def __init__(self, *args: Any, kinds: Pairs, people: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds
        self.fields["person_id"].choices = [("", "The family"), *people]
        if not self.is_bound:
            self.initial.setdefault("on", timezone.localdate())


class CloseForm(GovukForm):
    """Why a journey is closed before it began."""

    reason = Radios(label="Why does it not begin?", choices=())
    note = LongText(label="Note", rows=3, max_length=1000, required=False)

    def __init__(self, *args: Any, reasons: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = reasons
