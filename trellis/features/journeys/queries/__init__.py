"""Reads of journeys; the first argument is the viewer."""

from trellis.features.journeys.queries.caseload import (
    CaseloadFilter,
    caseload,
    events_of,
    journeys_of_family,
    keyworkers_of,
    needing_review,
    open_journeys,
    support_of,
)
from trellis.features.journeys.queries.completing import completion_of, evidence_of, people_of
from trellis.features.journeys.queries.participants import (
    journey,
    journey_of_referral,
    participants_by_id,
    participants_of,
)
from trellis.features.journeys.queries.waiting import strip, waiting_all, waiting_page

__all__ = [
    "CaseloadFilter",
    "caseload",
    "completion_of",
    "events_of",
    "evidence_of",
    "journey",
    "journey_of_referral",
    "journeys_of_family",
    "keyworkers_of",
    "needing_review",
    "open_journeys",
    "participants_by_id",
    "participants_of",
    "people_of",
    "strip",
    "support_of",
    "waiting_all",
    "waiting_page",
]
