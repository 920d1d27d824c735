"""Unusual looking: what waits for a review, and the review."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.looking import actions, queries
from trellis.features.looking.rules import Outcome
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import GovukForm, LongText, Radios
from trellis.platform.design_system.lists import page_of


class ReviewForm(GovukForm):
    """What came of a review."""

    outcome = Radios(label="What came of it?", choices=Outcome)
    note = LongText(
        label="What did you find out, and what was agreed?", required=False, max_length=2000, rows=5, noun="note"
    )


@page("looking.review")
def reviews(request: HttpRequest) -> HttpResponse:
    """List what waits for a review, or what was reviewed."""
    is_done = request.GET.get("show") == "reviewed"
    found = queries.reviewed_looks(request.viewer) if is_done else queries.open_looks(request.viewer)
    context = {
        "shown": page_of(request, found),
        "is_done": is_done,
        "waiting": queries.open_looks(request.viewer).count(),
    }
    return render(request, "looking/reviews.jinja", context)


@page("looking.review", methods=("GET", "POST"))
def review(request: HttpRequest, look_id: uuid.UUID) -> HttpResponse:
    """Show one look that came up, and write down what came of it."""
    look = queries.unusual_look(request.viewer, look_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review(
                by=request.viewer, look=look, outcome=form.cleaned_data["outcome"], note=form.cleaned_data["note"]
            )
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The review has been written down.")
            return redirect(reverse("looking:reviews"))
    viewed(request.viewer, look)
    return render(request, "looking/review.jinja", {"look": look, "form": form})
