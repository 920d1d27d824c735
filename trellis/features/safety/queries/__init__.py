"""Reads of safety work; the first argument is the viewer."""

from trellis.features.safety.queries.chronology import chronology_entries
from trellis.features.safety.queries.communication import communication_plans_of, staff_to_choose
from trellis.features.safety.queries.due import Due, due
from trellis.features.safety.queries.exploitation import concerns_of, referrals_of
from trellis.features.safety.queries.flags import Shown, as_shown, at_the_top, flags_of, open_flags
from trellis.features.safety.queries.incidents import (
    Asked,
    counts_by_family,
    days_and_severity,
    incidents_asked,
    incidents_of,
)
from trellis.features.safety.queries.plans import current_version, paper_of, paper_of_home, plans_of
from trellis.features.safety.queries.risk import (
    Standing,
    assessments_of,
    latest_of_each_pair,
    level_now,
    notes_of,
    standings,
)

__all__ = [
    "Asked",
    "Due",
    "Shown",
    "Standing",
    "as_shown",
    "assessments_of",
    "at_the_top",
    "chronology_entries",
    "communication_plans_of",
    "concerns_of",
    "counts_by_family",
    "current_version",
    "days_and_severity",
    "due",
    "flags_of",
    "incidents_asked",
    "incidents_of",
    "latest_of_each_pair",
    "level_now",
    "notes_of",
    "open_flags",
    "paper_of",
    "paper_of_home",
    "plans_of",
    "referrals_of",
    "staff_to_choose",
    "standings",
]
