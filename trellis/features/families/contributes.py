"""How families join the house."""

from trellis.features.families.drawn import own_ties
from trellis.platform.access.roles import STAFF
from trellis.platform.contributions.records import Contributions, EcomapSource, NavigationEntry, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission("families.see", "See families that they may see", STAFF),
        Permission("families.change", "Write about people and families", STAFF),
    ),
    ecomap=(EcomapSource("families", "families.see", own_ties, 20),),
    navigation=(NavigationEntry("Families", "families:list", "families.see", order=30),),
)
