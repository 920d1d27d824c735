"""What several pages of sessions show alike."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.sessions.rules import SessionKind, SessionStatus

if TYPE_CHECKING:
    from trellis.features.sessions.models import Session


def label_of(session: Session) -> str:
    """Name a session by its number and title: "Session 3: Staying safe"."""
    if session.number and session.kind == SessionKind.CORE:
        return f"Session {session.number}: {session.title}"
    return session.title


def whose(session: Session) -> str:
    """Say whose session it is: the group and circle, or the family."""
    if session.circle is not None:
        return f"{session.circle.group.name}, {session.circle.title}"
    return session.journey.family.name if session.journey is not None else ""


def where_of(session: Session) -> str:
    """Say where a session is."""
    parts = [session.where, "online" if session.is_online else ""]
    return ", ".join(part for part in parts if part)


def line_of(session: Session, today: date) -> dict[str, Any]:
    """Return what a list shows of a session."""
    status, look = _state(session, today)
    return {
        "session": session,
        "label": label_of(session),
        "whose": whose(session),
        "where": where_of(session),
        "status": status,
        "look": look,
        "href": reverse("sessions:session", args=[session.pk]),
        "register": reverse("sessions:register", args=[session.pk])
        if session.status != SessionStatus.CANCELLED and session.day <= today
        else "",
    }


def _state(session: Session, today: date) -> tuple[str, str]:
    if session.status == SessionStatus.CANCELLED:
        return "Cancelled", "quiet"
    if session.status == SessionStatus.HELD:
        return "Held", "good"
    if session.day < today:
        return "Register not filled in", "look"
    return ("Today", "open") if session.day == today else ("Planned", "quiet")
