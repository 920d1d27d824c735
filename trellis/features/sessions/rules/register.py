"""What may be written in a register, and what follows from an absence."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trellis.features.sessions.rules.words import AbsenceReason, Presence, SessionStatus, Transport
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken


@dataclass(frozen=True, slots=True)
class Mark:
    """What is recorded of one person at one session. An empty `presence` records nothing of them yet."""

    session_id: uuid.UUID
    participant_id: uuid.UUID
    presence: str = ""
    reason: str = ""
    transport: str = ""
    note: str = ""
    follow_up: str = ""

    @property
    def says_something(self) -> bool:
        """Tell whether anything was written beside the presence."""
        return bool(self.note.strip() or self.follow_up.strip() or self.reason)


def check_open(status: SessionStatus, day: date, today: date) -> None:
    """Raise RuleBroken when a session's register cannot be filled in: cancelled, or still to come."""
    if status is SessionStatus.CANCELLED:
        raise RuleBroken("This session was cancelled, so it has no register.")
    if day > today:
        raise RuleBroken(
            f"This session is on {in_words(day)}. Its register can be filled in from that day on, not before."
        )


def problems_of(mark: Mark, name: str) -> list[tuple[str | None, str]]:
    """List what is wrong with one person's mark as (field, words); the field is "<what>-<participant id>"."""
    who = mark.participant_id
    if not mark.presence:
        if mark.says_something:
            return [(f"presence-{who}", f"Choose whether {name} came; the note is kept until you do.")]
        return []
    if mark.presence not in set(Presence):
        return [(f"presence-{who}", f"Choose whether {name} attended, came late or was absent.")]
    found: list[tuple[str | None, str]] = []
    if mark.presence == Presence.ABSENT and mark.reason not in set(AbsenceReason):
        found.append((f"reason-{who}", f"Choose why {name} did not come."))
    if mark.transport and mark.transport not in set(Transport):
        found.append((f"transport-{who}", f"Choose whether {name}’s transport came."))
    for field, text in (("note", mark.note), ("follow_up", mark.follow_up)):
        if "\x00" in text:
            found.append((f"{field}-{who}", "Remove the characters that cannot be read."))
    return found


def cleaned(mark: Mark) -> Mark:
    """Return the mark as it is kept: a reason only for an absence, text without space around it."""
    absent = mark.presence == Presence.ABSENT
    return Mark(
        session_id=mark.session_id,
        participant_id=mark.participant_id,
        presence=mark.presence,
        reason=mark.reason if absent else "",
        transport=mark.transport,
        note=mark.note.strip(),
        follow_up=mark.follow_up.strip() if absent else "",
    )


def filled_with_attended(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks of "everyone came": who has no presence yet attended; what was chosen stays."""
    return [
        mark
        if mark.presence
        else Mark(
            session_id=mark.session_id,
            participant_id=mark.participant_id,
            presence=Presence.ATTENDED,
            transport=mark.transport,
            note=mark.note,
        )
        for mark in marks
    ]
