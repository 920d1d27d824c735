"""Who takes part, for rooms that plan with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from trellis.features.journeys.models import Journey, Participant
from trellis.platform.access.pages import get_or_404

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def journey(viewer: Viewer, journey_id: uuid.UUID | str) -> Journey:
    """Return one journey with its family, referral, programme version and participants, or answer 404."""
    return get_or_404(_loaded(viewer), pk=journey_id)


def journey_of_referral(viewer: Viewer, referral_id: uuid.UUID | str) -> Journey:
    """Return the journey that came of a referral, or answer 404."""
    return get_or_404(_loaded(viewer), referral_id=referral_id)


def participants_by_id(viewer: Viewer, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Participant]:
    """Return participants of the organisation with person, journey and family loaded.

    For actions that keep a rule across the organisation; pages start from what a viewer may see.
    """
    found = Participant.objects.of_organisation(viewer).select_related("person", "journey__family")
    return found.in_bulk(list(ids))


def participants_of(viewer: Viewer, journey_id: uuid.UUID) -> list[Participant]:
    """Return who takes part in a journey that the viewer may see, in the order in which they were named."""
    found = Participant.objects.visible_to(viewer).filter(journey_id=journey_id)
    return list(found.select_related("person").order_by("pk"))


def _loaded(viewer: Viewer) -> QuerySet[Journey]:
    people = Participant.objects.select_related("person").order_by("pk")
    found = Journey.objects.visible_to(viewer).select_related("family", "referral", "programme_version")
    return found.prefetch_related(Prefetch("participants", people))
