"""Venues, their rooms, and the days on which nothing is held."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import IntegrityError, transaction

from trellis.features.groups.models import Closure, Room, Venue
from trellis.features.groups.rules import MANAGE_VENUES
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

LONGEST_CLOSURE = 366


@action("venue.added", MANAGE_VENUES)
def add_venue(*, by: Viewer, name: str, address: str = "", postcode: str = "") -> Venue:
    """Add a building where groups meet; raises RuleBroken when there is one of that name."""
    venue = Venue(organisation_id=by.organisation_id)
    return _save_venue(venue, by, name, address, postcode)


@action("venue.changed", MANAGE_VENUES)
def change_venue(*, by: Viewer, venue: Venue, name: str, address: str = "", postcode: str = "") -> Venue:
    """Change what a venue is called and where it is."""
    return _save_venue(venue, by, name, address, postcode)


@action("venue.activity_changed", MANAGE_VENUES)
def set_venue_active(*, by: Viewer, venue: Venue, is_active: bool) -> None:
    """Say that a venue is no longer used for new groups, or is again; groups that meet there stay."""
    venue.is_active = is_active
    venue.save(update_fields=["is_active"])
    about(venue, is_active=is_active)


@action("room.added", MANAGE_VENUES)
def add_room(*, by: Viewer, venue: Venue, name: str, seats: int) -> Room:
    """Add a room to a venue."""
    room = Room(organisation_id=by.organisation_id, venue=venue)
    return _save_room(room, name, seats)


@action("room.changed", MANAGE_VENUES)
def change_room(*, by: Viewer, room: Room, name: str, seats: int, is_active: bool = True) -> Room:
    """Change a room's name, how many it seats, or whether it is used for new groups."""
    room.is_active = is_active
    return _save_room(room, name, seats)


@action("closure.added", MANAGE_VENUES)
def add_closure(*, by: Viewer, first_day: date, last_day: date, why: str, venue_id: uuid.UUID | None = None) -> Closure:
    """Close one venue, or all, for some days; sessions planned already stay until they are moved."""
    closure = Closure(organisation_id=by.organisation_id)
    return _save_closure(closure, by, first_day, last_day, why, venue_id)


@action("closure.changed", MANAGE_VENUES)
def change_closure(
    *,
    by: Viewer,
    closure: Closure,
    first_day: date,
    last_day: date,
    why: str,
    venue_id: uuid.UUID | None = None,
) -> Closure:
    """Change the days, the reason or the venue of a closure."""
    return _save_closure(closure, by, first_day, last_day, why, venue_id)


@action("closure.removed", MANAGE_VENUES)
def remove_closure(*, by: Viewer, closure: Closure) -> None:
    """Take a closure out again; nothing moves by itself."""
    about(closure, first_day=closure.first_day.isoformat(), last_day=closure.last_day.isoformat())
    closure.delete()


def _save_venue(venue: Venue, by: Viewer, name: str, address: str, postcode: str) -> Venue:
    if not name.strip():
        raise RuleBroken("Enter the name of the venue.", "name")
    venue.name, venue.address = name.strip(), address.strip()
    venue.postcode = postcode.strip().upper()
    _save_once(venue, f"There is a venue called “{venue.name}” already.", "name")
    about(venue)
    return venue


def _save_room(room: Room, name: str, seats: int) -> Room:
    if not name.strip():
        raise RuleBroken("Enter the name of the room.", "name")
    if not 1 <= seats <= 500:
        raise RuleBroken("A room seats from 1 to 500 people.", "seats")
    room.name, room.seats = name.strip(), seats
    _save_once(room, f"This venue has a room called “{room.name}” already.", "name")
    about(room)
    return room


def _save_closure(
    closure: Closure, by: Viewer, first_day: date, last_day: date, why: str, venue_id: uuid.UUID | None
) -> Closure:
    if last_day < first_day:
        raise RuleBroken(f"The last day, {in_words(last_day)}, is before the first, {in_words(first_day)}.", "last_day")
    if (last_day - first_day).days >= LONGEST_CLOSURE:
        raise RuleBroken("A closure lasts a year at most. Check the years.", "last_day")
    if not why.strip():
        raise RuleBroken("Say why it is closed, for example “Half-term”.", "why")
    if venue_id is not None and not Venue.objects.of_organisation(by).filter(pk=venue_id).exists():
        raise RuleBroken("Choose one of the venues shown.", "venue")
    closure.first_day, closure.last_day, closure.why = first_day, last_day, why.strip()
    closure.venue_id = venue_id
    closure.save()
    about(closure, first_day=first_day.isoformat(), last_day=last_day.isoformat())
    return closure


def _save_once(record: Venue | Room, words: str, field: str) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as taken:
        raise RuleBroken(words, field) from taken
