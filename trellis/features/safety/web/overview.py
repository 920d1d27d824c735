"""The Safety page of a family, and the list of what is due for everybody one works with."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.features.families import queries as families
from trellis.features.safety import queries
from trellis.features.safety.rules.flags import FlagState
from trellis.features.safety.rules.plans import Paper
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.lists import page_of

LATEST = 5


@page("safety.see")
def safety(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show what keeps a family safe and what threatens it: flags, risk, plans, incidents, concerns."""
    viewer = request.viewer
    family = families.family(viewer, family_id)
    viewed(viewer, family)
    today = timezone.localdate()
    flags = queries.open_flags(viewer, family.pk, today)
    assessments = queries.latest_of_each_pair(list(queries.assessments_of(viewer, family.pk)))
    notes = list(queries.notes_of(viewer, family.pk).prefetch_related(None))
    incidents = list(queries.incidents_of(viewer, family.pk)[: LATEST + 1])
    plans = [plan for plan in queries.plans_of(viewer, family.pk) if plan.ended_on is None]
    context = {
        "family": family,
        "today": today,
        "flags": [one for one in flags if one.state.at_the_top],
        "faded": sum(1 for one in flags if one.state is FlagState.FADED),
        "standings": queries.standings(viewer, family.pk, assessments),
        "notes": [note for note in notes if note.ended_on is None],
        "incidents": incidents[:LATEST],
        "more_incidents": len(incidents) > LATEST,
        "plans": [(plan, queries.current_version(plan)) for plan in plans],
        "paper": queries.paper_of(plans),
        "Paper": Paper,
        "communication": list(queries.communication_plans_of(viewer, family.pk).prefetch_related(None)),
        "concerns": list(queries.concerns_of(viewer, family.pk)),
    }
    return render(request, "safety/safety.jinja", context)


@page("safety.see")
def reviews(request: HttpRequest) -> HttpResponse:
    """List every look that is due in the families that the viewer may see, the longest overdue first."""
    today = timezone.localdate()
    shown = page_of(request, queries.due(request.viewer, today))
    return render(request, "safety/due.jinja", {"shown": shown, "today": today})
