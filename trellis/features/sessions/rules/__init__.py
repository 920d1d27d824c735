"""The words and rules of sessions."""

from trellis.features.sessions.rules.words import (
    AbsenceReason,
    Presence,
    SessionKind,
    SessionStatus,
    Transport,
)

__all__ = ["AbsenceReason", "Presence", "SessionKind", "SessionStatus", "Transport"]
