"""Venues, rooms and the days on which nothing is held."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from trellis.features.groups.models import Closure, Room, Venue
from trellis.features.sessions.rules.schedule import LONGEST, Calendar, closed_days
from trellis.kernel.working_days import bank_holiday
from trellis.platform.access.pages import get_or_404

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def venues(viewer: Viewer, *, with_inactive: bool = False) -> QuerySet[Venue]:
    """Return the venues with their rooms, by name."""
    found = Venue.objects.visible_to(viewer).prefetch_related("rooms")
    if not with_inactive:
        found = found.filter(is_active=True)
    return found.order_by("-is_active", "name", "pk")


def venue(viewer: Viewer, venue_id: uuid.UUID | str) -> Venue:
    """Return one venue with its rooms, or answer 404."""
    return get_or_404(Venue.objects.visible_to(viewer).prefetch_related("rooms"), pk=venue_id)


def room_choices(viewer: Viewer, venue_id: uuid.UUID | str) -> list[tuple[str, str]]:
    """List the rooms of a venue that are in use, with how many they seat."""
    found = Room.objects.visible_to(viewer).filter(venue_id=venue_id, is_active=True).order_by("name", "pk")
    return [(str(room.pk), f"{room.name}, seats {room.seats}") for room in found]


def rooms_by_id(viewer: Viewer, ids: list[uuid.UUID]) -> dict[uuid.UUID, Room]:
    """Return rooms with their venue; ids that the viewer may not see are left out."""
    return Room.objects.visible_to(viewer).select_related("venue").in_bulk(ids)


def closures(viewer: Viewer, *, from_day: date | None = None) -> QuerySet[Closure]:
    """Return closures by day; from a day on when one is given."""
    found = Closure.objects.visible_to(viewer).select_related("venue")
    if from_day is not None:
        found = found.filter(last_day__gte=from_day)
    return found.order_by("first_day", "pk")


def closure(viewer: Viewer, closure_id: uuid.UUID | str) -> Closure:
    """Return one closure, or answer 404."""
    return get_or_404(Closure.objects.visible_to(viewer), pk=closure_id)


def closures_between(viewer: Viewer, first: date, last: date) -> list[tuple[date, date, str]]:
    """List the closures of the whole organisation that touch these days: first, last, why.

    Answers the hook "closures" of sessions; a closure of one venue counts only for groups that meet there.
    """
    found = Closure.objects.of_organisation(viewer).filter(venue__isnull=True, first_day__lte=last, last_day__gte=first)
    return list(found.order_by("first_day").values_list("first_day", "last_day", "why"))


def calendar_for(viewer: Viewer, venue_id: uuid.UUID | None, first: date) -> Calendar:
    """Return the days closed from a day on for what meets at a venue: its own closures and everybody's."""
    last = first + timedelta(days=LONGEST)
    found = Closure.objects.of_organisation(viewer).filter(
        Q(venue__isnull=True) | Q(venue_id=venue_id), first_day__lte=last, last_day__gte=first
    )
    return Calendar(closed_days(found.values_list("first_day", "last_day", "why")))


def bank_holidays_between(first: date, last: date) -> list[tuple[date, str]]:
    """List the bank holidays of England and Wales in a span, both ends counted."""
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [(day, name) for day in days if (name := bank_holiday(day))]


def room(viewer: Viewer, venue_id: uuid.UUID, room_id: uuid.UUID) -> Room:
    """Return one room of a venue, or answer 404."""
    return get_or_404(Room.objects.visible_to(viewer).filter(venue_id=venue_id), pk=room_id)


def is_closed_on(viewer: Viewer, venue_id: uuid.UUID, days: Collection[date]) -> bool:
    """Say whether this venue is closed on any of these days; answers the hook "venue_closed".

    Of days on which every venue is closed, as holidays, the calendar warns; one family may still be met then.
    """
    own = Closure.objects.of_organisation(viewer).filter(venue_id=venue_id)
    return any(own.filter(first_day__lte=day, last_day__gte=day).exists() for day in set(days))
