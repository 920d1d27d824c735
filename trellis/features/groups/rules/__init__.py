"""What holds for groups: states, who belongs, who runs them, when they meet."""

from trellis.features.groups.rules.permissions import (
    MAKE_GROUPS,
    MANAGE_VENUES,
    PLACE_FAMILIES,
    SEE_GROUPS,
    SEE_VENUES,
)
from trellis.features.groups.rules.status import GroupStatus, check_next, check_takes_places

__all__ = [
    "MAKE_GROUPS",
    "MANAGE_VENUES",
    "PLACE_FAMILIES",
    "SEE_GROUPS",
    "SEE_VENUES",
    "GroupStatus",
    "check_next",
    "check_takes_places",
]
