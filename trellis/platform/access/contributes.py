"""How access joins the house."""

from trellis.platform.access.roles import Role
from trellis.platform.contributions.records import Contributions, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(
            "access.manage_people",
            "Add people of the house and change their roles",
            frozenset({Role.ADMINISTRATOR}),
        ),
    ),
)
