"""Between a register's form and its marks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from trellis.features.programmes.queries import definition
from trellis.features.programmes.rules.criteria import TransportBy
from trellis.features.sessions.queries.registers import Register, RegisterRow, RegisterSheet
from trellis.features.sessions.rules import AbsenceReason, Presence, Transport
from trellis.features.sessions.rules.register import Mark
from trellis.kernel.dates import in_words
from trellis.platform.design_system.words import age

PRESENCES = ((Presence.ATTENDED, "Attended"), (Presence.LATE, "Late"), (Presence.ABSENT, "Absent"))


@dataclass(frozen=True, slots=True)
class FormRow:
    """One person's row on the page."""

    key: str
    name: str
    full_name: str
    age: str
    mark: Mark
    is_recorded: bool
    problems: Mapping[str, str]
    book_catch_up: str
    follow_up: str
    catch_up_words: str


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One circle's part of the page."""

    title: str
    session: Any
    rows: tuple[FormRow, ...]
    staff: tuple[tuple[str, str, bool], ...]
    asks_transport: bool = False
    presences: Sequence[tuple[str, str]] = PRESENCES
    reasons: Sequence[tuple[str, str]] = tuple(AbsenceReason.choices())
    transports: Sequence[tuple[str, str]] = tuple(Transport.choices())


def marks_from(posted: Mapping[str, Any], register: Register) -> list[Mark]:
    """Read the marks of everybody in the register from a form as it was sent."""
    return [
        Mark(
            session_id=sheet.session.pk,
            participant_id=row.participant.pk,
            **{
                name: str(posted.get(f"{name}-{row.participant.pk}", "")).replace("\r\n", "\n")
                for name in ("presence", "reason", "transport", "note", "follow_up")
            },
        )
        for sheet in register.sheets
        for row in sheet.rows
    ]


def staff_from(posted: Any, register: Register) -> set[uuid.UUID]:
    """Read which of the staff were ticked; anything that is not of this register is left out."""
    ticked = set(posted.getlist("staff"))
    return {runs.staff_id for sheet in register.sheets for runs in sheet.staff if str(runs.staff_id) in ticked}


def sheets_for(
    register: Register,
    marks: Iterable[Mark] | None,
    present: set[uuid.UUID] | None,
    problems: Iterable[tuple[str | None, str]],
) -> list[FormSheet]:
    """Return the sheets as the page shows them: what was typed, or else what is recorded."""
    arranged = definition(register.session.programme_version_id).who_may_refer.transport_by
    asks_transport = arranged in {TransportBy.REFERRER, TransportBy.SERVICE}
    typed = {(mark.session_id, mark.participant_id): mark for mark in marks or ()}
    by_field = {field: words for field, words in problems if field}
    return [
        FormSheet(
            title=sheet.title,
            session=sheet.session,
            asks_transport=asks_transport and not sheet.session.is_online,
            rows=tuple(_row(sheet, row, typed, by_field) for row in sheet.rows),
            staff=tuple(
                (
                    str(runs.staff_id),
                    runs.staff.name,
                    bool(runs.was_present) if present is None else runs.staff_id in present,
                )
                for runs in sheet.staff
            ),
        )
        for sheet in register.sheets
    ]


def _row(sheet: RegisterSheet, row: RegisterRow, typed: Mapping[Any, Mark], by_field: Mapping[str, str]) -> FormRow:
    person, who = row.participant.person, str(row.participant.pk)
    recorded = row.attendance
    mark = typed.get((sheet.session.pk, row.participant.pk)) or _recorded(sheet, row)
    absent = recorded is not None and recorded.presence == Presence.ABSENT
    book = reverse("sessions:book", args=[row.participant.journey_id])
    return FormRow(
        key=who,
        name=person.short_name,
        full_name=person.full_name,
        age=age(person.birth_date, timezone.localdate()) if person.birth_date else "",
        mark=mark,
        is_recorded=recorded is not None,
        problems={
            name: by_field[f"{name}-{who}"]
            for name in ("presence", "reason", "transport", "note", "follow_up")
            if f"{name}-{who}" in by_field
        },
        book_catch_up=f"{book}?what=catch_up&missed={sheet.session.pk}&for={who}"
        if absent and row.catch_up is None
        else "",
        follow_up=reverse("sessions:follow_up", args=[recorded.pk])
        if absent and recorded is not None and recorded.follow_up_done_at is None
        else "",
        catch_up_words=_catch_up_words(row),
    )


def _catch_up_words(row: RegisterRow) -> str:
    return f"Catch-up on {in_words(row.catch_up.day)}" if row.catch_up is not None else ""


def _recorded(sheet: RegisterSheet, row: RegisterRow) -> Mark:
    recorded = row.attendance
    if recorded is None:
        return Mark(sheet.session.pk, row.participant.pk)
    return Mark(
        sheet.session.pk,
        row.participant.pk,
        presence=recorded.presence,
        reason=recorded.reason,
        transport=recorded.transport,
        note=recorded.note,
        follow_up=recorded.follow_up,
    )
