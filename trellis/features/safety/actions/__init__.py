"""Writes of safety work."""

from trellis.features.safety.actions.communication import (
    change_readers,
    make_communication_plan,
    new_communication_version,
)
from trellis.features.safety.actions.exploitation import follow_up, record_outcome, refer_concern, write_concern
from trellis.features.safety.actions.flags import raise_flag, review_flag, review_note
from trellis.features.safety.actions.incidents import mark_significant, record_incident, withdraw_incident
from trellis.features.safety.actions.plans import PlanWords, end_plan, make_plan, new_version
from trellis.features.safety.actions.risk import judge, record_assessment, withdraw_assessment, write_note

__all__ = [
    "PlanWords",
    "change_readers",
    "end_plan",
    "follow_up",
    "judge",
    "make_communication_plan",
    "make_plan",
    "mark_significant",
    "new_communication_version",
    "new_version",
    "raise_flag",
    "record_assessment",
    "record_incident",
    "record_outcome",
    "refer_concern",
    "review_flag",
    "review_note",
    "withdraw_assessment",
    "withdraw_incident",
    "write_concern",
    "write_note",
]
