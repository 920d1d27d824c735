"""How families join the house."""

from trellis.features.families.chronology import chronology_entries
from trellis.features.families.drawn import own_ties
from trellis.platform.access.roles import STAFF
from trellis.platform.contributions.records import (
    ChronologySource,
    Contributions,
    EcomapSource,
    FamilyTab,
    NavigationEntry,
    Permission,
)

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission("families.see", "See families that they may see", STAFF),
        Permission("families.change", "Write about people and families", STAFF),
    ),
    chronology=(ChronologySource("families", "The family", "families.see", chronology_entries),),
    ecomap=(EcomapSource("families", "families.see", own_ties, 20),),
    family_tabs=(
        FamilyTab("The family", "families:family", "families.see", 0),
        FamilyTab("Genogram", "families:genogram", "families.see", 10),
        FamilyTab("Ecomap", "families:ecomap", "families.see", 12),
        FamilyTab("Contact and orders", "families:contact_and_orders", "families.see", 20),
        FamilyTab("Needs", "families:needs", "families.see", 60),
    ),
    navigation=(NavigationEntry("Families", "families:list", "families.see", order=30),),
)
