"""How journeys joins the house."""

from trellis.features.journeys import permissions, sharing
from trellis.features.journeys.actions import accept_referral
from trellis.features.journeys.around import programmes_of
from trellis.features.journeys.chronology import chronology_entries
from trellis.features.journeys.web import panels
from trellis.platform.access.roles import OPERATIONAL, STAFF
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
        Permission(permissions.SEE, "See families in programmes and the waiting list", STAFF),
        Permission(permissions.ACCEPT, "Accept a family to a programme", OPERATIONAL),
        Permission(permissions.MANAGE, "Set priority, keyworkers and what a family waits for", OPERATIONAL),
        Permission(permissions.SUPPORT, "Record support given beside the sessions", STAFF),
        Permission(permissions.END, "End a journey with its closing summary", STAFF),
    ),
    navigation=(
        NavigationEntry("Waiting list", "journeys:waiting_list", permissions.SEE, order=25),
        NavigationEntry("Families in programmes", "journeys:list", permissions.SEE, order=30),
    ),
    panels=(
        Panel("family", "journeys/family_panel.jinja", panels.on_family, permissions.SEE, "Programmes", 10),
        Panel("today", "journeys/today_reviews.jinja", panels.reviews_today, permissions.SEE, "Reviews called for", 16),
    ),
    chronology=(ChronologySource("journeys", "Programmes", permissions.SEE, chronology_entries),),
    ecomap=(EcomapSource("programmes", permissions.SEE, programmes_of, 10),),
    hooks=(
        Hook("referral_accepted", accept_referral),
        Hook("shared_section", sharing.progress, order=20),
        Hook("shared_section", sharing.summary, order=60),
    ),
)
