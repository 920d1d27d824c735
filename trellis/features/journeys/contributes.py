"""How journeys joins the house."""

from trellis.features.journeys import permissions
from trellis.platform.access.roles import OPERATIONAL, STAFF
from trellis.platform.contributions.records import Contributions, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(permissions.SEE, "See families in programmes and the waiting list", STAFF),
        Permission(permissions.ACCEPT, "Accept a family to a programme", OPERATIONAL),
        Permission(permissions.MANAGE, "Set priority, keyworkers and what a family waits for", OPERATIONAL),
        Permission(permissions.SUPPORT, "Record support given beside the sessions", STAFF),
        Permission(permissions.END, "End a journey with its closing summary", STAFF),
    ),
)
