"""How programmes joins the house."""

from trellis.features.programmes.permissions import CHANGE_OFFERS, SEE_PROGRAMMES, SEE_SESSIONS
from trellis.platform.access.roles import EVERYONE, STAFF, Role
from trellis.platform.contributions.records import (
    AdministrationEntry,
    Contributions,
    NavigationEntry,
    Permission,
)

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(SEE_PROGRAMMES, "See the programmes on offer and whom they are for", EVERYONE),
        Permission(
            SEE_SESSIONS,
            "See what facilitators do, session by session",
            STAFF | {Role.ADMINISTRATOR},
        ),
        Permission(CHANGE_OFFERS, "Open and close programmes to referrals", frozenset({Role.ADMINISTRATOR})),
    ),
    navigation=(NavigationEntry("Programmes", "programmes:list", SEE_PROGRAMMES, order=60),),
    administration=(
        AdministrationEntry(
            "Programmes on offer",
            "programmes:offers",
            CHANGE_OFFERS,
            hint="Open or close each programme to referrals.",
            order=30,
        ),
    ),
)
