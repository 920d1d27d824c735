"""How the log joins the house."""

from trellis.platform.access.roles import Role
from trellis.platform.contributions.records import Contributions, NavigationEntry, Permission

CONTRIBUTIONS = Contributions(
    permissions=(Permission("audit.read", "Reading what was done and looked at", frozenset({Role.SUPERVISOR})),),
    navigation=(NavigationEntry("Log", "audit:log", "audit.read", order=850),),
)
