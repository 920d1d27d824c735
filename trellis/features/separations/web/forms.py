"""Forms of separations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trellis.platform.design_system.forms import Confirm, DateParts, GovukForm, LongText, Radios, Text, WholeNumber

Pairs = Sequence[tuple[str, str]]


class SearchForm(GovukForm):
    """Somebody of another family."""

    marks_optional = False
    look_for = Text(
        label="Look for another family or somebody of it",
        hint="By the name of the family or of a person",
        required=False,
        max_length=80,
        width=20,
    )


class SeparationForm(GovukForm):
    """Who must not meet whom, why, and who said so."""

    first = Radios(label="Who is to be kept apart?", choices=(), missing="Choose who is to be kept apart")
    other = Radios(label="From whom?", choices=(), missing="Choose from whom")
    reason = LongText(
        label="Why must they not meet?",
        hint="In plain words. Whoever may see both of them reads this when a booking is refused.",
        rows=3,
        max_length=500,
        missing="Say why they must not meet",
    )
    source = Text(
        label="Who said so?",
        hint="For example, the police, a court order of 3 May, or she did",
        max_length=200,
        missing="Say who told you",
    )
    review_on = DateParts(
        label="When do we look at it again?", hint="Within a year. For example, 27 3 2027", noun="day of the review"
    )
    margin = WholeNumber(
        label="Minutes between one leaving a building and the other coming", least=0, most=720, width=3, noun="number"
    )
    different_workers = Confirm(label="Nobody of our staff works with both", required=False)
    seen = Confirm(label="I have seen these bookings: record it all the same", required=False)

    def __init__(self, *args: Any, first: Pairs, other: Pairs, stands: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].choices = first
        self.fields["other"].choices = other
        if not stands:
            del self.fields["seen"]


class ReviewForm(GovukForm):
    """What a look at a separation found."""

    words = LongText(label="What did you find?", rows=3, max_length=500, missing="Say in a few words what you found")
    next_review_on = DateParts(
        label="When do we look again?", hint="Within a year. For example, 27 3 2027", noun="day of the review"
    )


class EndForm(GovukForm):
    """Why a separation ends."""

    why = LongText(
        label="Why need they not be kept apart any more?",
        rows=3,
        max_length=500,
        missing="Say why they need not be kept apart any more",
    )
