"""Reads of sessions and attendance; the first argument is the viewer."""

from trellis.features.sessions.queries.attendance import evidence, sessions_of_journey
from trellis.features.sessions.queries.bookings import preview_course
from trellis.features.sessions.queries.days import follow_ups, open_registers, sessions_between
from trellis.features.sessions.queries.moving import preview_move
from trellis.features.sessions.queries.progress import progress, progress_of, referred_families
from trellis.features.sessions.queries.reach import session
from trellis.features.sessions.queries.registers import register

__all__ = [
    "evidence",
    "follow_ups",
    "open_registers",
    "preview_course",
    "preview_move",
    "progress",
    "progress_of",
    "referred_families",
    "register",
    "session",
    "sessions_between",
    "sessions_of_journey",
]
