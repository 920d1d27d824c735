"""When things happen: cadence, the sessions around the core, reviews, clocks, completion."""

import operator

from pydantic import Field

from trellis.features.programmes.rules.parts import (
    Confidence,
    Count,
    Key,
    Minutes,
    Number,
    Part,
    SourcedPart,
    Whole,
    Words,
    YesNo,
)
from trellis.kernel.labelled import LabelledEnum


class Cadence(SourcedPart):
    """Say how sessions follow each other, and how strands keep step.

    ``same_week``: parallel strands hold the same number and theme in the same week. ``same_time``: they
    meet at once, in separate rooms when ``separate_rooms``, which needs a safety plan for the building
    when ``safety_plan_needed``. ``max_gap_days`` 0 and ``max_weeks`` 0 mean no limit. ``family_together``: the
    programme is made for parent and child together, so people of one family who are kept apart elsewhere may take part
    in it side by side; it then asks for separate rooms and a safety plan.
    """

    sessions_per_week: Count = 1
    min_gap_days: Whole = 1
    max_gap_days: Whole = 0
    max_weeks: Whole = 0
    same_week: YesNo = False
    same_time: YesNo = False
    separate_rooms: YesNo = False
    safety_plan_needed: YesNo = False
    # Left out where a file does not say it, so that versions loaded before the word existed still say the same.
    family_together: YesNo = Field(default=False, exclude_if=operator.not_)
    why: str = ""


class PreEngagement(SourcedPart):
    """Prepare people for a strand before it starts: how many sessions, with whom."""

    strand: Key
    title: Words
    least: Count
    most: Count
    minutes: Minutes
    outline: tuple[Words, ...] = Field(min_length=1)


class FamilySession(SourcedPart):
    """Bring one family together during the programme, after a numbered session."""

    key: Key
    title: Words
    strands: tuple[Key, ...] = Field(min_length=1)
    after_session: Number
    minutes: Minutes
    aim: Words
    outline: tuple[Words, ...] = Field(min_length=1)
    reinforce: str = ""


class InterviewKind(LabelledEnum):
    """Say where an interview stands in the course."""

    INITIAL = "initial", "Before the first session"
    FINAL = "final", "After the last session"


class Interview(SourcedPart):
    """Meet each person of a strand before or after the course.

    ``within_weeks`` counts from the papers' arrival or the last session; 0 means no limit.
    """

    key: Key
    kind: InterviewKind
    title: Words
    strands: tuple[Key, ...] = Field(min_length=1)
    minutes: Minutes
    within_weeks: Whole = 0
    by: str = ""
    aim: Words


class WaitingSupport(SourcedPart):
    """Say what is offered while a family waits, to whom and how often."""

    to: Words
    every_days: Count
    words: Words
    outline: tuple[Words, ...] = ()


class Induction(SourcedPart):
    """Welcome people before the work begins."""

    words: Words
    sessions: Count
    minutes: Minutes
    outline: tuple[Words, ...] = ()


class JointReview(SourcedPart):
    """Bring child and parent together to look at how it goes, after a numbered session."""

    key: Key
    title: Words
    strands: tuple[Key, ...] = Field(min_length=1)
    after_session: Number
    minutes: Minutes
    aim: Words
    outline: tuple[Words, ...] = ()


class StepDown(SourcedPart):
    """Ease out of the programme, or meet again, some weeks after the last session."""

    key: Key
    title: Words
    strands: tuple[Key, ...] = Field(min_length=1)
    weeks_after: Whole
    minutes: Minutes
    aim: Words
    outline: tuple[Words, ...] = ()


class ClockEvent(LabelledEnum):
    """Name a moment from which, or to which, time is counted."""

    REFERRAL_SUBMITTED = "referral_submitted", "The referral is sent"
    DOCUMENTS_RECEIVED = "documents_received", "The documents have all come"
    SUITABILITY_REPORT = "suitability_report", "The suitability report is sent"
    ACCEPTED = "accepted", "The family is accepted"
    FIRST_SESSION = "first_session", "The first session"
    LAST_SESSION = "last_session", "The last session"
    FINAL_REPORT = "final_report", "The final report is filed"


class KindOfDay(LabelledEnum):
    """Say which days a clock counts."""

    CALENDAR = "calendar", "Every day"
    WORKING = "working", "Working days"


class Clock(SourcedPart):
    """Give the time from one moment to another, in days of one kind."""

    key: Key
    label: Words
    starts: ClockEvent
    ends: ClockEvent
    days: Count
    kind_of_day: KindOfDay = KindOfDay.CALENDAR


class MeasureKind(LabelledEnum):
    """Say what a measure records."""

    INCIDENTS = "incidents", "Incidents of abuse over time"
    GOALS = "goals", "The family's own goals, rated 0 to 10"
    EDUCATION = "education", "School attendance"
    WORK = "work", "Training and work"
    SAFETY = "safety", "How safe each person feels, 0 to 10"
    RELATIONSHIP = "relationship", "How they get on, 0 to 10"
    CONFIDENCE = "confidence", "Confidence as a parent, 0 to 10"
    READINESS = "readiness", "Importance, confidence and readiness, 0 to 10"
    REPORT = "report", "What the assessor finds"


class MeasuredWhen(LabelledEnum):
    """Name a point of the journey at which measures are taken."""

    START = "start", "At the start"
    MIDDLE = "middle", "In the middle"
    END = "end", "At the end"
    FOLLOW_UP = "follow_up", "Some time afterwards"


class Measure(SourcedPart):
    """Say what is measured, for which aims, and when."""

    key: Key
    label: Words
    kind: MeasureKind
    aims: tuple[Key, ...] = Field(min_length=1)
    when: tuple[MeasuredWhen, ...] = Field(min_length=1)


class Attended(Part):
    """Ask for a number of a strand's sessions."""

    strand: Key
    at_least: Number


class Completion(SourcedPart):
    """Say when a person or family counts as having completed.

    Every strand in ``attended`` that the family takes part in must reach its number.
    """

    attended: tuple[Attended, ...] = Field(min_length=1)
    family_sessions: YesNo = False
    final_interview: YesNo = False
    words: Words
    confidence: Confidence = Confidence.OWN_OUTLINE

    def at_least(self, strand_key: str) -> int:
        """Return how many sessions of a strand are asked for; 0 when nothing is asked."""
        return next((rule.at_least for rule in self.attended if rule.strand == strand_key), 0)


class CatchUp(LabelledEnum):
    """Say by when a missed session is caught up."""

    BEFORE_NEXT = "before_next", "Before the next session"
    BEFORE_END = "before_end", "Before the programme ends"
    NOT_NEEDED = "not_needed", "Not caught up"


class Attention(SourcedPart):
    """Say what missed sessions call for: a review after so many, and catching up."""

    review_after_missed_in_a_row: Count = 2
    review_after_missed_in_all: Count = 3
    catch_up: CatchUp = CatchUp.BEFORE_NEXT
    debrief_minutes: Whole = 0
    supervision_every_weeks: Whole = 0
    confidence: Confidence = Confidence.OWN_OUTLINE


class EndingKind(LabelledEnum):
    """Say what an ending counts as."""

    COMPLETED = "completed", "Completed"
    ENDED_EARLY = "ended_early", "Ended early"
    CLOSED_BEFORE_START = "closed_before_start", "Closed before it started"


class EndingReason(Part):
    """Name a reason for which a journey ends."""

    key: Key
    label: Words
    counts_as: EndingKind
