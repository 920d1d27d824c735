"""A journey that has begun."""

from __future__ import annotations

import uuid
from datetime import date

from django.utils import timezone

from trellis.features.journeys.actions.history import any_for_update, check_not_future, record
from trellis.features.journeys.models import Journey
from trellis.features.journeys.permissions import MANAGE
from trellis.features.journeys.rules import JourneyStatus, check_next
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("journey.started", MANAGE)
def start_journey(*, by: Viewer, journey_id: uuid.UUID, on: date) -> Journey:
    """Begin a journey with the first session that somebody came to; one that has begun stays as it is.

    Recording a register and starting a group call it, under the permission of their own action.
    """
    check_not_future(on, timezone.localdate(), "A start")
    journey = any_for_update(by, journey_id)
    if journey.status == JourneyStatus.WAITING:
        before = journey.status
        check_next(JourneyStatus(before), JourneyStatus.IN_PROGRAMME)
        journey.status, journey.started_on, journey.waiting_for = JourneyStatus.IN_PROGRAMME, on, ""
        journey.save(update_fields=["status", "started_on", "waiting_for"])
        record(by, journey, "started", on, from_status=before)
    about(journey)
    return journey


@action("journey.attention_noted", MANAGE)
def note_attention(*, by: Viewer, journey_id: uuid.UUID, words: str) -> bool:
    """Keep what calls for a review, in words, or nothing; return whether something new calls for one.

    Recording a register calls it, under its own permission.
    """
    journey = any_for_update(by, journey_id)
    today = timezone.localdate()
    is_new = bool(words) and words != journey.attention
    if words != journey.attention:
        journey.attention = words
        journey.attention_since = (journey.attention_since or today) if words else None
        journey.save(update_fields=["attention", "attention_since"])
        record(by, journey, "attention" if words else "attention_over", today, note=words)
    about(journey)
    return is_new
