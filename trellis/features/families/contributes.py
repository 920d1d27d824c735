"""How families join the house."""

from trellis.platform.access.roles import STAFF
from trellis.platform.contributions.records import Contributions, NavigationEntry, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission("families.see", "See families that they may see", STAFF),
        Permission("families.change", "Write about people and families", STAFF),
    ),
    navigation=(NavigationEntry("Families", "families:list", "families.see", order=30),),
)
