"""Pages of break-glass: opening a file in need, closing it, and its review."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.confidentiality import actions, queries
from trellis.features.confidentiality.web.asking import BOTH, ask, done, saved
from trellis.features.confidentiality.web.forms import OpenInNeedForm, ReviewForm
from trellis.platform.access.pages import page

OVERVIEW = "confidentiality:overview"


@page("confidentiality.break_glass", methods=BOTH)
def open_in_need(request: HttpRequest) -> HttpResponse:
    """Open the file of somebody in need of help now."""
    form = OpenInNeedForm(request.POST or None)
    opened: list[Any] = []

    def save() -> None:
        given = dict(form.cleaned_data)
        opened.append(actions.break_glass(by=request.viewer, minutes=int(given.pop("minutes")), **given))

    if request.method == "POST" and saved(form, save):
        words = (
            f"The file is open to you until {timezone.localtime(opened[0].until):%H:%M}. Your supervisor has been told."
        )
        return done(request, reverse("families:family", args=[opened[0].family_id]), words)
    return ask(
        request,
        form,
        "Open a file in need",
        reverse(OVERVIEW),
        intro="For when somebody may come to harm if you do not see a file now. It is written down, your supervisor is "
        "told at once, and it is reviewed within days.",
        submit_text="Open the file",
    )


@page("confidentiality.break_glass", methods=("POST",))
def close_again(request: HttpRequest, opened_id: uuid.UUID) -> HttpResponseRedirect:
    """Close a file that one opened in need before its time is up."""
    actions.end_break_glass(by=request.viewer, opened=queries.opened_by_me(request.viewer, opened_id))
    return done(request, reverse(OVERVIEW), "The file is closed again.")


@page("confidentiality.review", methods=BOTH)
def review(request: HttpRequest, opened_id: uuid.UUID) -> HttpResponse:
    """Review a file that was opened in need."""
    opened = queries.opened(request.viewer, opened_id)
    form = ReviewForm(request.POST or None)

    def save() -> None:
        given = form.cleaned_data
        actions.review_break_glass(
            by=request.viewer, opened=opened, was_right=given["was_right"] == "yes", note=given["note"]
        )

    if request.method == "POST" and saved(form, save):
        return done(request, reverse(OVERVIEW), "The review is saved.")
    return render(request, "confidentiality/review.jinja", {"opened": opened, "form": form})
