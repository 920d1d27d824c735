"""Who has a place, and who could be given one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet

from trellis.features.groups.models import Group, Place
from trellis.features.journeys.queries.placing import journeys_in_programme, journeys_waiting

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey
    from trellis.platform.access.viewer import Viewer

_PEOPLE = ("participant__person", "participant__journey__family", "circle")


def places_of(viewer: Viewer, group: Group) -> list[Place]:
    """Return the places of a group that are taken, of families whom the viewer may see."""
    found = Place.objects.visible_to(viewer).filter(group=group, left_on__isnull=True)
    return list(found.select_related(*_PEOPLE).order_by("created_at", "pk"))


def left_places_of(viewer: Viewer, group: Group) -> list[Place]:
    """Return the places of a group that were given up, newest first."""
    found = Place.objects.visible_to(viewer).filter(group=group, left_on__isnull=False)
    return list(found.select_related(*_PEOPLE).order_by("-left_on", "-pk")[:100])


def place_of_journey(viewer: Viewer, journey_id: uuid.UUID) -> list[Place]:
    """Return the places that the people of a journey have now, with group, circle, room and venue."""
    found = Place.objects.visible_to(viewer).filter(participant__journey_id=journey_id, left_on__isnull=True)
    related = ("participant__person", "group__venue", "circle__room")
    return list(found.select_related(*related).order_by("circle_id", "pk"))


def families_to_place(viewer: Viewer, programme_key: str) -> QuerySet[Journey]:
    """Return the journeys that wait for a programme and have no place, the most urgent first."""
    return journeys_waiting(viewer, programme_key).exclude(Exists(_places_now()))


def families_without_group(viewer: Viewer, programme_key: str) -> list[Journey]:
    """Return journeys that have begun and whose group was cancelled or left, so that they need another."""
    left = Place.objects.of_organisation(viewer).filter(left_on__isnull=False, group__programme_key=programme_key)
    begun = journeys_in_programme(viewer, left.values("participant__journey_id"))
    return list(begun.exclude(Exists(_places_now()))[:50])


def journey_to_place(viewer: Viewer, programme_key: str, journey_id: uuid.UUID) -> Journey | None:
    """Return one journey of a programme that waits or runs, when the viewer may see it."""
    waiting = journeys_waiting(viewer, programme_key).filter(pk=journey_id).first()
    if waiting is not None:
        return waiting
    found = journeys_in_programme(viewer, [journey_id]).filter(programme_key=programme_key)
    return found.first()


def _places_now() -> QuerySet[Any]:
    return Place.objects.filter(participant__journey_id=OuterRef("pk"), left_on__isnull=True)
