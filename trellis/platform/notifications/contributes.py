"""How messages join the house."""

from trellis.platform.access.roles import EVERYONE
from trellis.platform.contributions.records import Contributions, Permission

CONTRIBUTIONS = Contributions(
    permissions=(Permission("notifications.read", "Read one's own messages", EVERYONE),),
)
