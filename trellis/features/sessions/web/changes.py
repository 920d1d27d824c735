"""Moving and cancelling what is still to come, and who runs it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.sessions import actions, queries
from trellis.features.sessions.permissions import BOOK
from trellis.features.sessions.rules import SessionKind
from trellis.features.sessions.rules.plans import Runs
from trellis.features.sessions.web.choices import staff_choices
from trellis.features.sessions.web.forms import CancelForm, MoveForm, StaffForm
from trellis.features.sessions.web.shared import label_of, whose
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page


@page(BOOK, methods=("GET", "POST"))
def move(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Move a session: first what would change is shown, then it is saved."""
    one = queries.session(request.viewer, session_id)
    initial = {"day": one.day, "starts": one.starts, "ends": one.ends, "where": one.where, "later": "stay"}
    form = MoveForm(request.POST or None, initial=initial, may_shift=one.kind == SessionKind.CORE)
    preview = None
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        later = chosen.get("later") or "stay"
        try:
            preview = queries.preview_move(request.viewer, one.pk, chosen["day"], later=later)
            if "save" in request.POST:
                moved = actions.move_session(
                    by=request.viewer,
                    session_id=one.pk,
                    day=chosen["day"],
                    starts=chosen["starts"],
                    ends=chosen["ends"],
                    where=chosen["where"],
                    later=later,
                )
                messages.success(request, "Moved." if len(moved) == 1 else f"{len(moved)} sessions moved.")
                return redirect("sessions:session", session_id=one.pk)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
            preview = None
    context = {"session": one, "label": label_of(one), "whose": whose(one), "form": form, "preview": preview}
    return render(request, "sessions/move.jinja", context)


@page(BOOK, methods=("GET", "POST"))
def cancel(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Cancel a session with a reason."""
    one = queries.session(request.viewer, session_id)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_session(by=request.viewer, session_id=one.pk, why=form.cleaned_data["why"])
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The session is cancelled. Tell those who were expected.")
            return redirect("sessions:session", session_id=one.pk)
    return _one_thing(request, one, form, "Cancel this session", "Cancel the session")


@page(BOOK, methods=("GET", "POST"))
def staff(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Say who runs a session."""
    one = queries.session(request.viewer, session_id)
    running = {str(row.staff_id): row.duty for row in one.staff.all()}
    form = StaffForm(request.POST or None, initial={"staff": list(running)}, staff=staff_choices(request.viewer))
    if request.method == "POST" and form.is_valid():
        chosen = [Runs(uuid.UUID(key), running.get(key, "practitioner")) for key in form.cleaned_data["staff"]]
        try:
            actions.set_staff(by=request.viewer, session_id=one.pk, staff=chosen)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Saved.")
            return redirect("sessions:session", session_id=one.pk)
    return _one_thing(request, one, form, "Who runs this session", "Save")


def _one_thing(request: HttpRequest, one: Any, form: Any, title: str, submit: str) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "caption": f"{label_of(one)}, {whose(one)}",
        "submit_text": submit,
        "back_href": reverse("sessions:session", args=[one.pk]),
        "back_text": "The session",
    }
    return render(request, "layouts/one_thing_page.jinja", context)
