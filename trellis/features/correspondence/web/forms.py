"""Forms of letters, calls and messages."""

from __future__ import annotations

from typing import Any

from trellis.features.correspondence.rules import SAID, WRITTEN_WAYS, CallOutcome, LetterMark
from trellis.platform.design_system.forms import GovukForm, LongText, Radios, Text

HOW_MUCH = [(one.value, one.label) for one in SAID]


class LetterForm(GovukForm):
    """A letter."""

    title = Text(label="Title", hint="For your own lists; it is not printed on the envelope", max_length=120)
    says = Radios(label="How much does the letter say?", choices=HOW_MUCH, noun="answer")
    words = LongText(label="The letter", hint="Do not write an address: it is added when it is printed", rows=14)


class MarkForm(GovukForm):
    """What became of a letter."""

    mark = Radios(label="What became of it?", choices=LetterMark, noun="answer")
    why = Text(label="Why not, if you know", required=False, max_length=300)

    def __init__(self, *args: Any, marks: tuple[LetterMark, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mark"].choices = [(one.value, one.label) for one in marks]
        if LetterMark.CAME_BACK not in marks:
            del self.fields["why"]


class CallForm(GovukForm):
    """What came of a call."""

    outcome = Radios(label="What came of the call?", choices=CallOutcome, noun="answer")
    note = LongText(label="Anything to know", required=False, rows=3, max_length=500)


class MessageForm(GovukForm):
    """A text message or an e-mail."""

    way = Radios(label="How?", choices=[(one.value, one.label) for one in WRITTEN_WAYS], noun="way")
    says = Radios(label="How much does it say?", choices=HOW_MUCH, noun="answer")
    words = LongText(label="The message", rows=4, max_length=1000)


class ReturnAddressForm(GovukForm):
    """Where letters come back to."""

    lines = LongText(
        label="Return address",
        hint="Up to five lines, such as a box number. It stands on the outside: it must not say who you are",
        rows=5,
        max_length=300,
    )
