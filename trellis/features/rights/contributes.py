"""How rights join the house."""

from __future__ import annotations

from trellis.features.rights.web import panels
from trellis.platform.access.roles import Role
from trellis.platform.contributions.records import Contributions, NavigationEntry, Panel, Permission

SUPERVISOR = frozenset({Role.SUPERVISOR})

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission("rights.answer", "Answer people who ask for their record", SUPERVISOR),
        Permission("rights.keep", "Decide how long records are kept, and erase them", SUPERVISOR),
    ),
    navigation=(NavigationEntry("Requests", "rights:requests", "rights.answer", order=70),),
    panels=(
        Panel("today", "rights/today.jinja", panels.clocks_today, "rights.answer", "Requests for a record", order=12),
        Panel("family", "rights/family.jinja", panels.asked_of_us, "rights.keep", "What they may ask of us", order=95),
    ),
)
