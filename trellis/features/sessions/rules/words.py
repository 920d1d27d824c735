"""Words for sessions and attendance."""

from __future__ import annotations

from trellis.kernel.labelled import LabelledEnum


class SessionKind(LabelledEnum):
    """What a session is for."""

    CORE = "core", "Programme session"
    PRE_ENGAGEMENT = "pre_engagement", "Pre-engagement session"
    FAMILY = "family", "Family session"
    INITIAL_INTERVIEW = "initial_interview", "Initial interview"
    FINAL_INTERVIEW = "final_interview", "Final interview"
    INDUCTION = "induction", "Induction session"
    REVIEW = "review", "Joint review"
    STEP_DOWN = "step_down", "Step-down session"
    CATCH_UP = "catch_up", "Catch-up"


class SessionStatus(LabelledEnum):
    """Whether a session took place."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class Presence(LabelledEnum):
    """Whether a person came."""

    ATTENDED = "attended", "Attended"
    LATE = "late", "Came late"
    ABSENT = "absent", "Absent"


class AbsenceReason(LabelledEnum):
    """Why a person did not come."""

    ILL = "ill", "Ill"
    TRANSPORT = "transport", "Transport did not come"
    SCHOOL_OR_WORK = "school_or_work", "School or work"
    FAMILY_EMERGENCY = "family_emergency", "Something urgent in the family"
    CHOSE_NOT_TO = "chose_not_to", "Chose not to come"
    NO_CONTACT = "no_contact", "No word from them"
    OTHER = "other", "Another reason"


class Transport(LabelledEnum):
    """Whether the arranged transport came."""

    CAME = "came", "Came"
    DID_NOT_COME = "did_not_come", "Did not come"
    NOT_NEEDED = "not_needed", "Not needed"
