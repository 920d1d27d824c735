"""Reads of journeys; the first argument is the viewer."""

from trellis.features.journeys.queries.completing import completion_of, evidence_of, people_of
from trellis.features.journeys.queries.participants import (
    journey,
    journey_of_referral,
    participants_by_id,
    participants_of,
)

__all__ = [
    "completion_of",
    "evidence_of",
    "journey",
    "journey_of_referral",
    "participants_by_id",
    "participants_of",
    "people_of",
]
