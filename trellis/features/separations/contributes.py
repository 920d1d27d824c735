"""How separations join the house."""

from trellis.features.separations import queries
from trellis.features.separations.rules import END, RECORD, SEE
from trellis.platform.access.roles import OPERATIONAL, STAFF
from trellis.platform.contributions.records import Contributions, Hook, Permission

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(SEE, "See who is kept apart, of families that they may see", STAFF),
        Permission(RECORD, "Record that people must not meet, and look at it again", STAFF),
        Permission(END, "End a separation", OPERATIONAL),
    ),
    hooks=(Hook("must_not_meet", queries.must_not_meet),),
)
