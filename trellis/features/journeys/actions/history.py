"""The lock on a journey, and the rows of its history."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import Max

from trellis.features.journeys.models import Journey, JourneyEvent
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer


def seen_for_update(by: Viewer, journey_id: uuid.UUID) -> Journey:
    """Return a journey that `by` may see, locked; raises Journey.DoesNotExist for any other."""
    return Journey.objects.visible_to(by).select_for_update(of=("self",)).get(pk=journey_id)


def any_for_update(by: Viewer, journey_id: uuid.UUID) -> Journey:
    """Return a journey of the organisation, locked, for work whose right was checked elsewhere."""
    return Journey.objects.of_organisation(by).select_for_update(of=("self",)).get(pk=journey_id)


def record(by: Viewer, journey: Journey, kind: str, on: date, *, from_status: str = "", note: str = "") -> JourneyEvent:
    """Write one step of the history; the journey must be locked by the caller."""
    last = JourneyEvent.objects.filter(journey=journey).aggregate(last=Max("sequence"))["last"] or 0
    return JourneyEvent.objects.create(
        organisation_id=journey.organisation_id,
        journey=journey,
        sequence=last + 1,
        kind=kind,
        from_status=from_status,
        to_status=journey.status,
        on=on,
        by_id=by.membership_id,
        note=note,
    )


def check_not_future(on: date, today: date, what: str, field: str = "on") -> None:
    """Raise RuleBroken when something that has happened is dated after today."""
    if on > today:
        raise RuleBroken(f"{what} on {in_words(on)} is in the future. Enter today or an earlier day.", field)
