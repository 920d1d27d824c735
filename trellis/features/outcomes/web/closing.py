"""Closing a journey: the summary, on the screen, on paper and as a PDF."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from trellis.features.journeys import queries as journeys
from trellis.features.outcomes import actions, queries
from trellis.features.outcomes.rules import Point
from trellis.features.outcomes.web.forms import ClosingForm
from trellis.features.programmes.queries import definition
from trellis.features.programmes.rules.delivery import EndingKind
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.documents.paper import pdf_from_html

BOTH = ("GET", "POST")


@page("outcomes.close", methods=BOTH)
def close(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """End a journey with its closing summary; what is known is filled in to be changed."""
    journey = journeys.journey(request.viewer, journey_id)
    if journey.closing_summary_id:
        return redirect("outcomes:summary", journey.pk)
    if journey.started_on is None or journey.ended_on is not None:
        raise Http404
    programme = definition(journey.programme_version_id)
    form = ClosingForm(
        request.POST or None,
        initial={"on": timezone.localdate(), **_drafted(request, journey)},
        completed=[(one.key, one.label) for one in programme.endings(EndingKind.COMPLETED)],
        early=[(one.key, one.label) for one in programme.endings(EndingKind.ENDED_EARLY)],
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_journey(
                by=request.viewer,
                journey=journey,
                outcome=form.cleaned_data["outcome"],
                reason=form.reason,
                sections=form.sections(),
                on=form.cleaned_data["on"],
            )
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The journey has been closed. Give the family their summary.")
            return redirect("outcomes:summary", journey.pk)
    context = {
        "form": form,
        "journey": journey,
        "programme": programme,
        "completion": journeys.completion_of(request.viewer, journey),
        "back_href": reverse("journeys:journey", args=[journey.pk]),
    }
    return render(request, "outcomes/close.jinja", context)


@page("outcomes.see")
def summary(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Show a closing summary."""
    context = _summary_context(request, journey_id)
    viewed(request.viewer, context["journey"], context["journey"].family)
    return render(request, "outcomes/summary.jinja", context)


@page("outcomes.see")
def paper(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Show a closing summary as the page that is given to the family."""
    context = _summary_context(request, journey_id)
    viewed(request.viewer, context["journey"], context["journey"].family)
    return render(request, "outcomes/paper.jinja", context)


@page("outcomes.see")
def pdf(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Give a closing summary as a PDF."""
    context = _summary_context(request, journey_id)
    viewed(request.viewer, context["journey"], context["journey"].family)
    made = pdf_from_html(render_to_string("outcomes/paper.jinja", context, request))
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="closing-summary.pdf"'
    return answer


def _summary_context(request: HttpRequest, journey_id: uuid.UUID) -> dict[str, Any]:
    journey = journeys.journey(request.viewer, journey_id)
    if not journey.closing_summary_id:
        raise Http404
    programme = definition(journey.programme_version_id)
    reasons = {one.key: one.label for one in programme.ending_reasons}
    return {
        "journey": journey,
        "programme": programme,
        "summary": journey.closing_summary,
        "reason": reasons.get(journey.end_reason, journey.end_reason),
        "people": [one.person for one in journey.participants.select_related("person").order_by("pk")],
        "organisation": request.viewer.organisation_name,
        "incident_words": "",
    }


def _drafted(request: HttpRequest, journey: Any) -> dict[str, str]:
    """Return first words for the summary from what is known; the writer makes them the family's."""
    programme = definition(journey.programme_version_id)
    found = queries.change_of(request.viewer, journey, timezone.localdate())
    goals = queries.goals_of(request.viewer, journey.pk)
    changed = [
        f"{line.title} ({line.whose}): {line.change.words}." for line in found.goals + found.scales if line.change
    ]
    if found.incident_change:
        changed.insert(0, f"Incidents: {found.incident_change.words}.")
    for one in found.attending:
        first, last = one.at.get(Point.START), one.at.get(Point.END)
        if first and last and first[1] is not None and last[1] is not None:
            changed.append(f"{one.whose}: school attendance was {first[1]}%, and is now {last[1]}%.")
    completion = journeys.completion_of(request.viewer, journey)
    return {
        "set_out": "\n".join(goal.words for goal in goals),
        "did": "\n".join([programme.name + ".", *(reason.words for reason in completion.reasons)]),
        "changed": "\n".join(changed),
    }
