"""How referrals joins the house."""

from trellis.features.referrals import permissions
from trellis.features.referrals.around import about_whom, agencies_of
from trellis.features.referrals.chronology import chronology_entries
from trellis.features.referrals.queries.of_people import of_people
from trellis.features.referrals.web.panels import coordinators_today, referrers_today
from trellis.platform.access.roles import OPERATIONAL, Role
from trellis.platform.contributions.records import (
    ChronologySource,
    Contributions,
    EcomapSource,
    Hook,
    NavigationEntry,
    Panel,
    Permission,
)

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(permissions.MAKE, "Make a referral", frozenset({Role.REFERRER, Role.COORDINATOR})),
        Permission(
            permissions.SEE,
            "See referrals that they may see",
            frozenset({Role.REFERRER, Role.COORDINATOR, Role.SUPERVISOR, Role.PRACTITIONER}),
        ),
        Permission(permissions.SCREEN, "Confirm who is referred, screen and decide", OPERATIONAL),
        Permission(permissions.OVERRIDE, "Accept although a criterion is not met", frozenset({Role.SUPERVISOR})),
        Permission(permissions.EXPORT, "Take the list of referrals out as a file", OPERATIONAL),
        Permission(permissions.IMPORT, "Bring in referrals from a spreadsheet", frozenset({Role.COORDINATOR})),
    ),
    navigation=(NavigationEntry("Referrals", "referrals:list", permissions.SEE, order=10),),
    chronology=(ChronologySource("referrals", "Referrals", permissions.SEE, chronology_entries),),
    ecomap=(EcomapSource("agencies", permissions.SEE, agencies_of, 40),),
    hooks=(Hook("family_file_is_about", about_whom), Hook("of_people", of_people)),
    panels=(
        Panel("today", "referrals/today.jinja", coordinators_today, permissions.SCREEN, "Referrals to look at", 30),
        Panel("today", "referrals/today.jinja", referrers_today, permissions.MAKE, "Your referrals", 20),
    ),
)
