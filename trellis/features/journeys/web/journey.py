"""One family's journey: who takes part, the way so far, what is next."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.features.journeys import queries
from trellis.features.journeys.permissions import MANAGE, SEE, SUPPORT
from trellis.features.journeys.rules import JourneyStatus, Priority
from trellis.features.journeys.rules.waiting import days_waiting, evenings_in_words, support_label
from trellis.features.journeys.web.shared import LOOKS
from trellis.features.programmes.queries import definition
from trellis.kernel.dates import in_words
from trellis.platform.access.pages import page
from trellis.platform.access.panels import drawn_panels
from trellis.platform.audit.actions import viewed

EVENTS = {
    "accepted": "Accepted",
    "priority": "Priority set",
    "waiting_for": "What it waits for",
    "keyworker": "Keyworker given",
    "keyworker_ended": "Keyworker ended",
    "started": "Programme started",
    "attention": "Review called for",
    "attention_over": "Review no longer called for",
    "ended": "Ended",
}


@page(SEE)
def journey(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Show one journey with what every room adds to it."""
    viewer = request.viewer
    shown = queries.journey(viewer, journey_id)
    people = list(shown.participants.all())
    rule = definition(shown.programme_version_id)
    today = timezone.localdate()
    status = JourneyStatus(shown.status)
    viewed(viewer, shown, people=[each.person for each in people])
    endings = {each.key: each.label for each in rule.ending_reasons}
    context = {
        "journey": shown,
        "programme": rule.name,
        "status": status,
        "look": LOOKS[status],
        "people": [{"person": each.person, "strand": rule.strand(each.strand_key).title} for each in people],
        "way": _way(shown, status),
        "is_waiting": status is JourneyStatus.WAITING,
        "is_open": status in {JourneyStatus.WAITING, JourneyStatus.IN_PROGRAMME},
        "days": days_waiting(shown.waiting_since, today),
        "priority": Priority(shown.priority),
        "evenings": evenings_in_words(shown.evenings),
        "keyworkers": queries.keyworkers_of(viewer, shown.pk),
        "support": [
            {"given": each, "label": support_label(rule, each.kind)} for each in queries.support_of(viewer, shown.pk)
        ],
        "history": _history(viewer, shown),
        "ending": endings.get(shown.end_reason, ""),
        "panels": drawn_panels(request, viewer, "journey", shown),
        "may_manage": viewer.may(MANAGE),
        "may_support": viewer.may(SUPPORT),
    }
    return render(request, "journeys/journey.jinja", context)


def _way(shown: Any, status: JourneyStatus) -> list[dict[str, Any]]:
    """Return the steps from referral to afterwards, with their days."""
    waiting = status is JourneyStatus.WAITING
    running = status is JourneyStatus.IN_PROGRAMME
    closed = status is JourneyStatus.CLOSED_BEFORE_START
    steps = [
        {"name": "Referral", "state": "done", "when": in_words(shown.waiting_since)},
        {"name": "Screening", "state": "done", "when": f"Accepted {in_words(shown.accepted_on)}"},
        {"name": "Waiting", "state": "now" if waiting else "done", "when": "Waits now" if waiting else ""},
    ]
    if closed:
        steps.append({"name": "Closed before the start", "state": "now", "when": in_words(shown.ended_on)})
        return steps
    started = in_words(shown.started_on) if shown.started_on else ""
    steps.append(
        {
            "name": "Programme",
            "state": "now" if running else "to_come" if waiting else "done",
            "when": f"Since {started}" if running else f"Started {started}" if started else "",
        }
    )
    ended = status in {JourneyStatus.COMPLETED, JourneyStatus.ENDED_EARLY}
    steps.append(
        {
            "name": status.label if ended else "After",
            "state": "now" if ended else "to_come",
            "when": in_words(shown.ended_on) if ended else "",
        }
    )
    return steps


def _history(viewer: Any, shown: Any) -> list[dict[str, Any]]:
    return [
        {
            "title": EVENTS.get(event.kind, event.kind),
            "by": event.by.user.name,
            "at": event.on,
            "text": event.note,
        }
        for event in queries.events_of(viewer, shown.pk)
    ]
