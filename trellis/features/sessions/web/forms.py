"""Forms for booking, moving and following up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

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
    Time,
    WholeNumber,
)

Pairs = Sequence[tuple[str, str]]


class FollowUpForm(GovukForm):
    """What was done after an absence."""

    words = LongText(label="What was done", rows=4, max_length=2000, missing="Say in a few words what was done")

    def __init__(self, *args: Any, has_words: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = not has_words


class BookForm(GovukForm):
    """A session for one family."""

    what = Radios(label="What is it?", choices=())
    catches_up = Select(
        label="Which missed session does it make good?",
        choices=(),
        required=False,
        hint="Only for a catch-up",
    )
    title = Text(label="Title", required=False, max_length=200, hint="Leave empty to use the programme’s own")
    day = DateParts(label="Day", hint="For example, 27 3 2027")
    starts = Time(label="Starts at")
    minutes = WholeNumber(
        label="Minutes", least=5, most=480, required=False, hint="Leave empty for the programme’s own length", width=3
    )
    where = Text(label="Where", required=False, max_length=200)
    is_online = Confirm(label="It is online", required=False)
    expected = Checkboxes(label="Who is expected", choices=(), missing="Choose who is expected")
    staff = Checkboxes(label="Who runs it", choices=(), required=False)

    def __init__(self, *args: Any, kinds: Pairs, missed: Pairs, people: Pairs, staff: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("what", kinds), ("catches_up", missed), ("expected", people), ("staff", staff)):
            self.fields[name].choices = choices
        if not missed:
            del self.fields["catches_up"]
        if not staff:
            del self.fields["staff"]


class CourseForm(GovukForm):
    """A one-to-one course for one person."""

    participant = Radios(label="Whose course is it?", choices=())
    first_day = DateParts(label="First session on or after", hint="For example, 27 3 2027")
    weekdays = Checkboxes(
        label="Days of the week",
        choices=[(str(number), name) for number, name in enumerate(WEEKDAYS[:6])],
        missing="Choose the days of the week",
    )
    starts = Time(label="Each session starts at")
    where = Text(label="Where", required=False, max_length=200)
    is_online = Confirm(label="By video call", required=False)
    staff = Checkboxes(label="Who runs it", choices=(), required=False)

    def __init__(self, *args: Any, people: Pairs, staff: Pairs, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"].choices = people
        self.fields["weekdays"].help_text = hint
        self.fields["staff"].choices = staff
        if not staff:
            del self.fields["staff"]


class MoveForm(GovukForm):
    """Another day for a session that is still to come."""

    day = DateParts(label="New day", hint="For example, 27 3 2027")
    starts = Time(label="Starts at")
    ends = Time(label="Ends at")
    where = Text(label="Where", required=False, max_length=200)
    later = Radios(
        label="The sessions after it",
        choices=[("stay", "Stay on their days"), ("shift", "Shift behind it, in the same order")],
    )

    def __init__(self, *args: Any, may_shift: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_shift:
            del self.fields["later"]


class CancelForm(GovukForm):
    """Why a session is cancelled."""

    why = LongText(label="Why is it cancelled?", rows=3, max_length=500)


class StaffForm(GovukForm):
    """Who runs a session."""

    staff = Checkboxes(label="Who runs it", choices=(), required=False)

    def __init__(self, *args: Any, staff: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = list(staff)
