"""Forms about safe contact, parental responsibility, contact arrangements, orders and needs."""

from __future__ import annotations

from typing import Any

from trellis.features.families.rules import (
    Basis,
    Caller,
    CameOfIt,
    Consent,
    ContactBasis,
    ContactKind,
    MaySay,
    NeedKind,
    NeedState,
    OrderKind,
    Posting,
    SignpostKind,
)
from trellis.features.families.web.fields import RoughDate
from trellis.platform.design_system.forms import (
    Checkboxes,
    DateParts,
    GovukForm,
    LongText,
    Radios,
    Select,
    Text,
    Time,
)

Choices = list[tuple[str, str]]
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class PlanForm(GovukForm):
    """How contact with a person is safe."""

    caller = Radios(label="Who may make contact?", choices=Caller, initial=Caller.ANYBODY, reveals={"named": ["named"]})
    named = Select(label="Who?", required=False)
    ask_for = Text(label="What name do we ask for?", required=False, max_length=80, width=20)
    we_are = Text(
        label="What name do we give?",
        hint="For example, “Sam”, and nothing about the service",
        required=False,
        max_length=80,
        width=20,
    )
    may_say = Radios(label="What may be said or written?", choices=MaySay, initial=MaySay.NOT_ASKED)
    say_words = LongText(
        label="In their words: what to say, and what never to say", required=False, rows=2, max_length=500
    )
    weekdays = Checkboxes(label="On which days?", hint="None ticked means every day", choices=WEEKDAYS, required=False)
    not_before = Time(label="Not before", hint="For example, 9:30am", required=False)
    not_after = Time(label="Not after", hint="For example, 3pm", required=False)
    never_when = Text(
        label="Never when", hint="For example, when the children are in the car", required=False, max_length=200
    )
    post = Radios(label="Letters", choices=Posting, initial=Posting.NOT_ASKED)
    kept_from = Checkboxes(label="Who must never know that we are in touch?", required=False)
    others = LongText(
        label="Anybody else who must never know", hint="One name on a line", required=False, rows=2, max_length=500
    )
    agreed_on = DateParts(label="When was this agreed with them?", required=False, latest="today")
    review_on = DateParts(label="When do we ask again?", required=False)

    def __init__(self, *args: Any, staff: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].choices = [("", "Choose…"), *staff]
        self.fields["kept_from"].choices = people
        if not people:
            del self.fields["kept_from"]


class ResponsibilityForm(GovukForm):
    """Who has parental responsibility for a child, and on what it rests."""

    holder = Select(label="Who has it?", required=False)
    body = Text(label="Or which local authority or agency?", hint="For a care order", required=False, max_length=120)
    basis = Radios(label="On what does it rest?", choices=Basis)
    since = RoughDate(label="Since")
    until = RoughDate(label="Until", hint="Leave empty while they have it")
    source = Text(
        label="What did we see, or who told us?",
        hint="For example, the birth certificate, or the social worker",
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = [("", "Not a person of this file"), *people]


class ArrangementForm(GovukForm):
    """How a child and somebody have contact."""

    child = Select(label="Which child?")
    person = Select(label="Contact with whom?")
    kind = Radios(label="What contact?", choices=ContactKind)
    often = Text(label="How often?", hint="For example, every other Saturday, 10 to 4", required=False, max_length=120)
    place = Text(label="Where?", required=False, max_length=200)
    supervised_by = Text(label="Who supervises or supports it?", required=False, max_length=120)
    basis = Radios(label="On what does it rest?", choices=ContactBasis)
    order = Select(label="If an order says so, which?", required=False)
    since = RoughDate(label="Since")
    until = RoughDate(label="Until", hint="Leave empty while it lasts")

    def __init__(self, *args: Any, children: Choices, people: Choices, orders: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child"].choices = [("", "Choose…"), *children]
        self.fields["person"].choices = [("", "Choose…"), *people]
        self.fields["order"].choices = [("", "None that is written here"), *orders]
        if not orders:
            del self.fields["order"]


class OrderForm(GovukForm):
    """An order that limits contact."""

    kind = Select(label="What kind of order?", choices=OrderKind)
    protects = Checkboxes(label="Whom does it protect?")
    against = Select(label="Against whom is it?", required=False)
    against_name = Text(label="Or somebody who is not in this file", required=False, max_length=120)
    terms = LongText(
        label="What does it forbid or allow, in short?",
        hint="For example, not to come within 100 metres of the home, no messages",
        rows=3,
        max_length=500,
        missing="Enter in short what the order forbids or allows",
    )
    court = Text(label="Which court or police force made it?", required=False, max_length=120)
    made_on = DateParts(label="When was it made?", latest="today")
    expires_on = DateParts(label="What is its last day?", hint="Leave empty when it has no end", required=False)
    ended_on = DateParts(label="If it was ended before: when?", required=False, latest="today")
    source = Text(label="Did we see it, or who told us?", required=False, max_length=200)

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choose…"), *OrderKind.choices()]
        self.fields["protects"].choices = people
        self.fields["against"].choices = [("", "Nobody of this file"), *people]


class NeedForm(GovukForm):
    """What somebody of a family needs."""

    person = Select(label="Who?")
    kind = Radios(label="What do they need?", choices=NeedKind)
    words = LongText(label="In a few words", required=False, rows=2, max_length=500)
    state = Radios(label="How does it stand?", choices=NeedState, initial=NeedState.OPEN)
    noticed_on = DateParts(label="When was it noticed?", required=False, latest="today", hint="Empty means today")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Choose…"), *people]


class SignpostForm(GovukForm):
    """A service that somebody was told about or referred to."""

    kind = Radios(label="What did we do?", choices=SignpostKind)
    service = Text(label="Which service?", max_length=160)
    need = Select(label="For which need?", required=False)
    made_on = DateParts(label="When?", required=False, latest="today", hint="Empty means today")
    consent = Radios(
        label="For a referral: who agreed?", choices=Consent, required=False, reveals={"not_needed": ["consent_note"]}
    )
    consent_note = Text(label="Why was nobody asked?", required=False, max_length=300)
    ask_again_on = DateParts(label="When do we ask what came of it?", required=False)

    def __init__(self, *args: Any, needs: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = [("", "None that is written"), *needs]
        if not needs:
            del self.fields["need"]


class WhatCameForm(GovukForm):
    """What came of a signpost or a referral elsewhere."""

    came_of_it = Radios(label="What came of it?", choices=CameOfIt)
    came_on = DateParts(label="When did we learn it?", required=False, latest="today", hint="Empty means today")
    came_note = LongText(label="In a few words", required=False, rows=2, max_length=500)
    ask_again_on = DateParts(label="When do we ask again?", required=False)
