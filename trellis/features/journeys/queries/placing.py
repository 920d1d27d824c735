"""Families for whom a place is looked for, for the room that gives places."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet

from trellis.features.journeys.models import Journey, Participant
from trellis.features.journeys.rules import JourneyStatus

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def journeys_waiting(viewer: Viewer, programme_key: str) -> QuerySet[Journey]:
    """Return the journeys of a programme that wait, the most urgent and longest waiting first."""
    found = Journey.objects.visible_to(viewer).filter(programme_key=programme_key, status=JourneyStatus.WAITING)
    return _with_people(found).order_by("priority_order", "waiting_since", "pk")


def journeys_in_programme(viewer: Viewer, ids: Any) -> QuerySet[Journey]:
    """Return, of these journeys (ids or a query for them), those that have begun and not ended."""
    found = Journey.objects.visible_to(viewer).filter(pk__in=ids, status=JourneyStatus.IN_PROGRAMME)
    return _with_people(found).order_by("priority_order", "waiting_since", "pk")


def journeys_with_people(viewer: Viewer, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Journey]:
    """Return journeys of the organisation with their family, referral and participants.

    For actions that keep a rule across the organisation; pages start from what a viewer may see.
    """
    found = _with_people(Journey.objects.of_organisation(viewer).filter(pk__in=list(ids)))
    return {journey.pk: journey for journey in found}


def _with_people(found: QuerySet[Journey]) -> QuerySet[Journey]:
    people = Participant.objects.select_related("person").order_by("pk")
    return found.select_related("family", "referral").prefetch_related(Prefetch("participants", people))
