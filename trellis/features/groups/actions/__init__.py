"""Writes to groups, venues and places."""

from trellis.features.groups.actions.changing import change_schedule, change_slot, set_circle_staff
from trellis.features.groups.actions.making import make_group
from trellis.features.groups.actions.placing import (
    Placed,
    leave_on_ending,
    place_families,
    place_family,
    remove_family,
)
from trellis.features.groups.actions.running import cancel_group, finish_group, start_group
from trellis.features.groups.actions.venues import (
    add_closure,
    add_room,
    add_venue,
    change_closure,
    change_room,
    change_venue,
    remove_closure,
    set_venue_active,
)

__all__ = [
    "Placed",
    "add_closure",
    "add_room",
    "add_venue",
    "cancel_group",
    "change_closure",
    "change_room",
    "change_schedule",
    "change_slot",
    "change_venue",
    "finish_group",
    "leave_on_ending",
    "make_group",
    "place_families",
    "place_family",
    "remove_closure",
    "remove_family",
    "set_circle_staff",
    "set_venue_active",
    "start_group",
]
