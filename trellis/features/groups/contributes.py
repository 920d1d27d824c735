"""How groups joins the house."""

from trellis.features.groups.actions import leave_on_ending
from trellis.features.groups.queries.apart import groups_in_words, seats_of
from trellis.features.groups.queries.groups import first_days
from trellis.features.groups.queries.panels import forming_groups, journey_places
from trellis.features.groups.queries.venues import closures_between, is_closed_on
from trellis.features.groups.rules import (
    MAKE_GROUPS,
    MANAGE_VENUES,
    PLACE_FAMILIES,
    SEE_GROUPS,
    SEE_VENUES,
)
from trellis.platform.access.roles import OPERATIONAL, STAFF, Role
from trellis.platform.contributions.records import (
    AdministrationEntry,
    Contributions,
    Hook,
    NavigationEntry,
    Panel,
    Permission,
)

CONTRIBUTIONS = Contributions(
    permissions=(
        Permission(SEE_GROUPS, "See groups", STAFF),
        Permission(MAKE_GROUPS, "Make, change, start and cancel groups", OPERATIONAL),
        Permission(PLACE_FAMILIES, "Give families places in groups", OPERATIONAL),
        Permission(SEE_VENUES, "See venues, rooms and closures", STAFF | {Role.ADMINISTRATOR}),
        Permission(
            MANAGE_VENUES,
            "Add and change venues, rooms and closures",
            frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
        ),
    ),
    navigation=(NavigationEntry("Groups", "groups:groups", SEE_GROUPS, order=40),),
    administration=(
        AdministrationEntry(
            "Venues and rooms", "groups:venues", SEE_VENUES, "Where groups meet, and how many a room seats.", order=40
        ),
        AdministrationEntry(
            "Days closed", "groups:closures", SEE_VENUES, "Holidays and days on which nothing is held.", order=50
        ),
    ),
    panels=(
        Panel("today", "groups/today_panel.jinja", forming_groups, PLACE_FAMILIES, "Groups forming", order=40),
        Panel("journey", "groups/journey_panel.jinja", journey_places, SEE_GROUPS, "Group", order=20),
    ),
    hooks=(
        Hook("closures", closures_between),
        Hook("first_days", first_days),
        Hook("journey_ended", leave_on_ending),
        Hook("venue_closed", is_closed_on),
        Hook("bookings_of_people", seats_of),
        Hook("bookings_in_words", groups_in_words),
    ),
)
