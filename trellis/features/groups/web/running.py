"""Starting, finishing and cancelling a group."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from trellis.features.groups import actions, queries
from trellis.features.groups.rules import MAKE_GROUPS
from trellis.features.groups.rules.checks import stops_start
from trellis.features.groups.web.forms import StartForm, WhyForm
from trellis.features.groups.web.shared import by_outcome, posted
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.design_system import render

if TYPE_CHECKING:
    from trellis.features.groups.models import Group

BOTH = ("GET", "POST")


@page(MAKE_GROUPS, methods=BOTH)
def start(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Start a group: every rule is shown first, and a broken one needs a reason."""
    viewer = request.viewer
    group = queries.group(viewer, group_id)
    reasons = queries.reasons_of(viewer, group)
    broken = stops_start(reasons)
    form = StartForm(posted(request)) if broken else None
    errors: list[dict[str, str]] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            actions.start_group(
                by=viewer, group_id=group.pk, despite=form.cleaned_data["despite"] if form is not None else ""
            )
        except RuleBroken as refused:
            errors = [{"text": words, "href": ""} for _, words in refused.problems]
        else:
            messages.success(request, f"{group.name} is running.")
            return redirect(_group(group))
    context: dict[str, Any] = {
        "group": group,
        "form": form,
        "broken": broken,
        "reasons": by_outcome(reasons),
        "errors": errors,
        "back": _group(group),
    }
    return render(request, "groups/start.jinja", context)


@page(MAKE_GROUPS, methods=("POST",))
def finish(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Say that a group is over."""
    group = queries.group(request.viewer, group_id)
    try:
        actions.finish_group(by=request.viewer, group_id=group.pk)
    except RuleBroken as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"{group.name} is finished.")
    return redirect(_group(group))


@page(MAKE_GROUPS, methods=BOTH)
def cancel(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Cancel a group with a reason."""
    group = queries.group(request.viewer, group_id)
    form = WhyForm(
        posted(request),
        label="Why is the group cancelled?",
        hint="Referrers are told that it is.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_group(by=request.viewer, group_id=group.pk, why=form.cleaned_data["why"])
        except RuleBroken as refused:
            form.add_rule_broken(refused)
        else:
            messages.success(request, f"{group.name} is cancelled. Its families wait again, as long as before.")
            return redirect(_group(group))
    context = {
        "form": form,
        "title": f"Cancel {group.name}",
        "intro": "Sessions still to come are cancelled. Families go back to the waiting list and keep the day from "
        "which they have waited. This cannot be undone.",
        "submit_text": "Cancel the group",
        "back_href": _group(group),
        "back_text": group.name,
        "cancel_href": _group(group),
    }
    return render(request, "layouts/one_thing_page.jinja", context)


def _group(group: Group) -> str:
    return reverse("groups:group", args=[group.pk])
