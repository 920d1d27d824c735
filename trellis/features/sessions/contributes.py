"""How sessions joins the house."""

from trellis.features.sessions import permissions
from trellis.features.sessions.actions import clear_ahead
from trellis.features.sessions.chronology import chronology_entries
from trellis.features.sessions.queries.apart import booked_sessions, sessions_in_words, workers_of
from trellis.features.sessions.queries.attendance import evidence
from trellis.features.sessions.queries.of_people import of_people
from trellis.features.sessions.queries.preparing import still_missing
from trellis.features.sessions.web import panels
from trellis.platform.access.roles import OPERATIONAL, STAFF, Role
from trellis.platform.contributions.records import (
    ChronologySource,
    Contributions,
    Hook,
    NavigationEntry,
    Panel,
    Permission,
)

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(permissions.SEE, "See sessions and what they are for", STAFF),
        Permission(permissions.PLAN, "Plan the sessions of groups", OPERATIONAL),
        Permission(permissions.BOOK, "Book and move sessions for a family", STAFF),
        Permission(permissions.REGISTER, "Fill in registers", STAFF),
        Permission(permissions.PROGRESS, "See which sessions a referred family came to", STAFF | {Role.REFERRER}),
    ),
    navigation=(NavigationEntry("Sessions", "sessions:list", permissions.SEE, order=40),),
    panels=(
        Panel(
            "today",
            "sessions/today_referred.jinja",
            panels.families_referred,
            permissions.PROGRESS,
            "Families you referred",
            8,
        ),
        Panel("journey", "sessions/journey_panel.jinja", panels.on_journey, permissions.SEE, "Sessions", 20),
        Panel(
            "referral",
            "sessions/referral_panel.jinja",
            panels.on_referral,
            permissions.PROGRESS,
            "Progress",
            50,
        ),
        Panel(
            "today",
            "sessions/today_sessions.jinja",
            panels.sessions_today,
            permissions.SEE,
            "Today’s sessions",
            10,
        ),
        Panel(
            "today",
            "sessions/today_registers.jinja",
            panels.registers_open,
            permissions.REGISTER,
            "Registers not filled in",
            12,
        ),
        Panel(
            "today",
            "sessions/today_follow_ups.jinja",
            panels.follow_ups_open,
            permissions.REGISTER,
            "Absences to follow up",
            14,
        ),
    ),
    chronology=(ChronologySource("sessions", "Sessions", permissions.SEE, chronology_entries),),
    hooks=(
        Hook("attendance_of_journey", evidence),
        Hook("journey_ended", clear_ahead),
        Hook("still_missing", still_missing),
        Hook("bookings_of_people", booked_sessions),
        Hook("workers_of_people", workers_of),
        Hook("bookings_in_words", sessions_in_words),
        Hook("of_people", of_people),
    ),
)
