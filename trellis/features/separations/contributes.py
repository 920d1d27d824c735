"""How separations join the house."""

from trellis.features.separations import queries
from trellis.features.separations.rules import END, RECORD, SEE
from trellis.features.separations.web import panels
from trellis.platform.access.roles import OPERATIONAL, STAFF
from trellis.platform.contributions.records import Contributions, Hook, Panel, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(SEE, "See who is kept apart, of families that they may see", STAFF),
        Permission(RECORD, "Record that people must not meet, and look at it again", STAFF),
        Permission(END, "End a separation", OPERATIONAL),
    ),
    panels=(
        Panel("family", "separations/family_panel.jinja", panels.of_family, SEE, "Kept apart", order=24),
        Panel("today", "separations/today.jinja", panels.today, END, "Kept apart", order=16),
    ),
    hooks=(Hook("must_not_meet", queries.must_not_meet),),
)
