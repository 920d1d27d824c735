"""How background work joins the house."""

from trellis.platform.access.roles import EVERYONE
from trellis.platform.contributions.records import Contributions, Permission

CONTRIBUTIONS = Contributions(
    permissions=(Permission("jobs.see_own", "See how far one's own background work is", EVERYONE),),
)
