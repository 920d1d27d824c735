"""Reads of groups, venues and places; the first argument is the viewer."""

from trellis.features.groups.queries.facts import facts_of, reasons_of
from trellis.features.groups.queries.groups import circles_of, group, groups_list, sessions_by_week
from trellis.features.groups.queries.places import place_of_journey, places_of
from trellis.features.groups.queries.venues import (
    calendar_for,
    closures,
    closures_between,
    room_choices,
    venue,
    venues,
)

__all__ = [
    "calendar_for",
    "circles_of",
    "closures",
    "closures_between",
    "facts_of",
    "group",
    "groups_list",
    "place_of_journey",
    "places_of",
    "reasons_of",
    "room_choices",
    "sessions_by_week",
    "venue",
    "venues",
]
