"""How a journey ends: completed by the programme's rule, early with a reason, or before it began."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from trellis.features.journeys.actions.history import check_not_future, record, seen_for_update
from trellis.features.journeys.models import ClosingSummary, Journey
from trellis.features.journeys.permissions import END, MANAGE
from trellis.features.journeys.queries.completing import completion_of
from trellis.features.journeys.rules import JourneyStatus, check_next
from trellis.features.programmes.queries import definition
from trellis.features.programmes.rules.delivery import EndingKind
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import Outcome, RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.contributions.registry import hooks

JOURNEY_ENDED = "journey_ended"


@action("journey.ended", END)
def end_journey(
    *,
    by: Viewer,
    journey_id: uuid.UUID,
    outcome: str,
    reason: str,
    summary_sections: Sequence[Mapping[str, str]],
    on: date,
) -> Journey:
    """End a journey that has begun, with its closing summary.

    `outcome` is "completed", which the programme's own rule must allow, or "ended_early". `reason` is the key of one
    of the programme's reasons for that kind of ending. `summary_sections` are {key, title, words}, at least one with
    words. What is still planned is cleared by the rooms that planned it (hook "journey_ended": by, journey).
    """
    journey = seen_for_update(by, journey_id)
    status = JourneyStatus(outcome)
    if status not in {JourneyStatus.COMPLETED, JourneyStatus.ENDED_EARLY}:
        raise RuleBroken("Choose whether the programme was completed or ended early.", "outcome")
    check_next(JourneyStatus(journey.status), status)
    check_not_future(on, timezone.localdate(), "An end")
    if journey.started_on and on < journey.started_on:
        raise RuleBroken(f"The end cannot be before the start on {in_words(journey.started_on)}.", "on")
    _check_reason(journey, EndingKind(status.value), reason)
    sections = _sections(summary_sections)
    if status is JourneyStatus.COMPLETED:
        _check_completed(by, journey)
    summary = ClosingSummary.objects.create(
        organisation_id=by.organisation_id, journey=journey, sections=sections, by_id=by.membership_id
    )
    _end(by, journey, status, on, reason, summary)
    return journey


@action("journey.closed_before_start", MANAGE)
def close_before_start(
    *, by: Viewer, journey_id: uuid.UUID, reason: str, note: str = "", on: date | None = None
) -> Journey:
    """Close a journey that never began, with one of the programme's reasons for that."""
    journey = seen_for_update(by, journey_id)
    on = on or timezone.localdate()
    check_next(JourneyStatus(journey.status), JourneyStatus.CLOSED_BEFORE_START)
    check_not_future(on, timezone.localdate(), "An end")
    _check_reason(journey, EndingKind.CLOSED_BEFORE_START, reason)
    _end(by, journey, JourneyStatus.CLOSED_BEFORE_START, on, reason, None, note)
    return journey


def _end(
    by: Viewer,
    journey: Journey,
    status: JourneyStatus,
    on: date,
    reason: str,
    summary: ClosingSummary | None,
    note: str = "",
) -> None:
    before = journey.status
    journey.status, journey.ended_on, journey.end_reason, journey.closing_summary = status, on, reason, summary
    journey.attention, journey.attention_since = "", None
    journey.save()
    record(by, journey, "ended", on, from_status=before, note=note.strip())
    for hook in hooks(JOURNEY_ENDED):
        hook.call(by=by, journey=journey)
    about(journey, status=status.value, reason=reason)


def _check_reason(journey: Journey, kind: EndingKind, reason: str) -> None:
    allowed = {each.key for each in definition(journey.programme_version_id).endings(kind)}
    if reason not in allowed:
        raise RuleBroken("Choose why it ends from the reasons that this programme knows.", "reason")


def _sections(given: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    sections = [{"key": each["key"], "title": each["title"], "words": each["words"].strip()} for each in given]
    if not any(section["words"] for section in sections):
        raise RuleBroken(
            "Write the closing summary first: a journey that has begun does not end without one.",
            "summary_sections",
        )
    return sections


def _check_completed(by: Viewer, journey: Journey) -> None:
    decision = completion_of(by, journey)
    if decision.outcome is not Outcome.MET:
        open_reasons = [r for r in decision.reasons if r.outcome is not Outcome.MET]
        words = " ".join(reason.words for reason in open_reasons)
        raise RuleBroken(
            f"This programme does not count as completed yet. {words} "
            "Record what is missing, or end it early with a reason.",
            "outcome",
        )
