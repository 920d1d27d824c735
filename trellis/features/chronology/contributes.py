"""How the chronology joins the house."""

from trellis.features.chronology import queries
from trellis.features.chronology.actions import SEE, WRITE
from trellis.platform.access.roles import STAFF
from trellis.platform.contributions.records import ChronologySource, Contributions, FamilyTab, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(SEE, "See the chronology of families that they may see", STAFF),
        Permission(WRITE, "Write into a chronology, and mark what stands out", STAFF),
    ),
    family_tabs=(FamilyTab("Chronology", "chronology:chronology", SEE, 50),),
    chronology=(ChronologySource(queries.OWN, "Written into the chronology", SEE, queries.own_entries),),
)
