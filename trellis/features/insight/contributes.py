"""How insight joins the house."""

from trellis.platform.access.roles import Role
from trellis.platform.contributions.records import Contributions, NavigationEntry, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(
            "insight.see",
            "See the figures of programmes",
            frozenset({Role.COORDINATOR, Role.SUPERVISOR, Role.COMMISSIONER, Role.LICENSOR}),
        ),
    ),
    navigation=(NavigationEntry("Figures", "insight:programmes", "insight.see", order=80),),
)
