"""Forms of the chronology."""

from __future__ import annotations

from typing import Any

from trellis.platform.design_system.forms import Checkboxes, DateParts, GovukForm, LongText, Select, Text

NOBODY_CHOSEN = ("", "The whole family")


class FilterForm(GovukForm):
    """What a line of time is narrowed to; only what is there is offered."""

    marks_optional = False
    room = Select(label="From which part of the file", choices=[], required=False, empty_label="")
    kind = Select(label="Kind", choices=[], required=False, empty_label="")
    since = DateParts(label="From", required=False)
    until = DateParts(label="Until", required=False)
    significant = Checkboxes(label="Only", choices=[("yes", "What stands out")], required=False, small=True)

    def __init__(self, *args: Any, rooms: list[tuple[str, str]], kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = [("", "All parts"), *rooms]
        self.fields["kind"].choices = [("", "All kinds"), *((kind, kind) for kind in kinds)]


class EntryForm(GovukForm):
    """Something that happened and that no other part of the file holds."""

    on = DateParts(label="When did it happen?", hint="For example, 27 3 2026", latest="today")
    words = LongText(label="What happened?", rows=4, max_length=1000)
    source = Text(
        label="Who told us, or which paper says so?",
        hint="Such as “Telephone call from the school”",
        max_length=200,
        missing="Say who told us, or which paper says so",
    )
    person = Select(label="Whom is it about?", choices=[], required=False, empty_label="")
    why = Text(
        label="Why does it stand out?", hint="Leave it empty if it does not stand out", required=False, max_length=300
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [NOBODY_CHOSEN, *people]


class MarkForm(GovukForm):
    """Why an entry stands out."""

    marks_optional = False
    words = Text(
        label="Why does it stand out?",
        hint="What it changed, or what it tells. Leave it empty if it does not stand out.",
        required=False,
        max_length=300,
    )


class WithdrawForm(GovukForm):
    """Why an entry is wrong."""

    why = Text(label="Why is this entry wrong?", hint="It stays in the record with this reason", max_length=300)
