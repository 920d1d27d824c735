"""How workforce joins the house."""

from trellis.features.workforce.rules import MANAGE_STAFF, SEE_STAFF
from trellis.platform.access.roles import Role
from trellis.platform.contributions.records import AdministrationEntry, Contributions, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(
            SEE_STAFF,
            "See who runs sessions, and their training",
            frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.SUPERVISOR}),
        ),
        Permission(
            MANAGE_STAFF,
            "Add and change the people who run sessions",
            frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
        ),
    ),
    administration=(
        AdministrationEntry(
            "Staff", "workforce:staff", SEE_STAFF, "Who runs sessions, what they do and are trained in.", order=30
        ),
    ),
)
