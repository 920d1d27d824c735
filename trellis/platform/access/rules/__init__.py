"""Pure decisions about who comes in: people of the house, places, the second step, providers."""

from trellis.platform.access.rules.people import (
    AGENCY_NEEDED,
    LAST_ADMINISTRATOR,
    OWN_ACCESS,
    OWN_ROLE,
    PROFESSION_NEEDED,
    can_leave,
    check_leaving,
    check_referrer,
    check_role_change,
)

__all__ = [
    "AGENCY_NEEDED",
    "LAST_ADMINISTRATOR",
    "OWN_ACCESS",
    "OWN_ROLE",
    "PROFESSION_NEEDED",
    "can_leave",
    "check_leaving",
    "check_referrer",
    "check_role_change",
]
