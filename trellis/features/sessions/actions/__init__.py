"""Writes to sessions: what is planned, and what was so."""

from trellis.features.sessions.actions.booking import book_session, schedule_course
from trellis.features.sessions.actions.expecting import expect_at, stop_expecting
from trellis.features.sessions.actions.moving import (
    Move,
    cancel_session,
    clear_ahead,
    move_session,
    move_sessions,
    set_staff,
)
from trellis.features.sessions.actions.planning import plan_sessions
from trellis.features.sessions.actions.registers import (
    finish_follow_up,
    record_attendance,
    record_staff_present,
)

__all__ = [
    "Move",
    "book_session",
    "cancel_session",
    "clear_ahead",
    "expect_at",
    "finish_follow_up",
    "move_session",
    "move_sessions",
    "plan_sessions",
    "record_attendance",
    "record_staff_present",
    "schedule_course",
    "set_staff",
    "stop_expecting",
]
