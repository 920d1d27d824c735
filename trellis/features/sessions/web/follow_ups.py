"""Absences to follow up."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.sessions import actions, queries
from trellis.features.sessions.permissions import REGISTER
from trellis.features.sessions.queries.days import follow_up as one_follow_up
from trellis.features.sessions.rules import AbsenceReason
from trellis.features.sessions.web.forms import FollowUpForm
from trellis.features.sessions.web.shared import label_of
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.audit.actions import viewed

PER_PAGE = 25


@page(REGISTER)
def follow_ups(request: HttpRequest) -> HttpResponse:
    """List the absences that have not been followed up, oldest first."""
    number = max(1, int(asked)) if (asked := request.GET.get("page", "1")).isdecimal() and len(asked) < 6 else 1
    start = (number - 1) * PER_PAGE
    rows = list(queries.follow_ups(request.viewer)[start : start + PER_PAGE + 1])
    context = {
        "rows": [
            {
                "attendance": row,
                "label": label_of(row.session),
                "reason": AbsenceReason(row.reason).label,
                "catch_up": f"{reverse('sessions:book', args=[row.participant.journey_id])}"
                f"?what=catch_up&missed={row.session_id}&for={row.participant_id}",
            }
            for row in rows[:PER_PAGE]
        ],
        "number": number,
        "more": len(rows) > PER_PAGE,
    }
    return render(request, "sessions/follow_ups.jinja", context)


@page(REGISTER, methods=("GET", "POST"))
def follow_up(request: HttpRequest, attendance_id: uuid.UUID) -> HttpResponse:
    """Say what was done after an absence."""
    row = get_or_404(one_follow_up(request.viewer, attendance_id))
    form = FollowUpForm(request.POST or None, has_words=bool(row.follow_up))
    if request.method == "POST" and form.is_valid():
        try:
            actions.finish_follow_up(by=request.viewer, attendance_id=row.pk, words=form.cleaned_data["words"])
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"{row.participant.person.short_name} is marked as followed up.")
            return redirect("sessions:follow_ups")
    viewed(request.viewer, row, people=[row.participant.person])
    intro = f"{label_of(row.session)}. Reason: {AbsenceReason(row.reason).label.lower()}."
    context = {
        "form": form,
        "title": f"Follow up {row.participant.person.short_name}",
        "caption": row.participant.journey.family.name,
        "intro": f"{intro} Written so far: {row.follow_up}" if row.follow_up else intro,
        "submit_text": "Mark as followed up",
        "back_href": reverse("sessions:follow_ups"),
        "back_text": "Follow-ups",
    }
    return render(request, "layouts/one_thing_page.jinja", context)
