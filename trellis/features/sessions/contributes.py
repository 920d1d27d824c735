"""How sessions joins the house."""

from trellis.features.sessions import permissions
from trellis.features.sessions.actions import clear_ahead
from trellis.features.sessions.queries.attendance import evidence
from trellis.platform.access.roles import OPERATIONAL, STAFF, Role
from trellis.platform.contributions.records import Contributions, Hook, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(permissions.SEE, "See sessions and what they are for", STAFF),
        Permission(permissions.PLAN, "Plan the sessions of groups", OPERATIONAL),
        Permission(permissions.BOOK, "Book and move sessions for a family", STAFF),
        Permission(permissions.REGISTER, "Fill in registers", STAFF),
        Permission(permissions.PROGRESS, "See which sessions a referred family came to", STAFF | {Role.REFERRER}),
    ),
    hooks=(Hook("attendance_of_journey", evidence), Hook("journey_ended", clear_ahead)),
)
