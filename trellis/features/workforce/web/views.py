"""Pages about the people who run sessions."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from trellis.features.programmes.queries import latest_versions
from trellis.features.workforce import actions, queries
from trellis.features.workforce.rules import MANAGE_STAFF, SEE_STAFF, duty_label, training_in_words
from trellis.features.workforce.web.forms import StaffForm, TrainingForm
from trellis.kernel.dates import Period
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.design_system import lists, render

BOTH = ("GET", "POST")


@page(SEE_STAFF)
def staff(request: HttpRequest) -> HttpResponse:
    """List who runs sessions, with what they do and are trained in."""
    viewer = request.viewer
    with_inactive = request.GET.get("left") == "yes"
    found = lists.page_of(request, queries.staff_members(viewer, with_inactive=with_inactive))
    names = _programme_names()
    today = timezone.localdate()
    rows = [
        {
            "member": member,
            "duties": [duty_label(duty) for duty in member.duties],
            "trained": sorted(
                {
                    names.get(each.programme_key, each.programme_key)
                    for each in queries.trained_of(member)
                    if today in each.period
                }
            ),
        }
        for member in found
    ]
    context = {
        "rows": rows,
        "page_of_staff": found,
        "with_inactive": with_inactive,
        "may_manage": viewer.may(MANAGE_STAFF),
    }
    return render(request, "workforce/staff.jinja", context)


@page(SEE_STAFF)
def member(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Show one member of staff with their training."""
    return _member_page(request, staff_id, None)


@page(MANAGE_STAFF, methods=BOTH)
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody who runs sessions."""
    form = StaffForm(posted(request), viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_staff_member(by=request.viewer, **_fields(form))
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"{made.name} is added.")
            return redirect("workforce:member", staff_id=made.pk)
    context = _one_thing(form, "Add somebody who runs sessions", reverse("workforce:staff"))
    return render(request, "layouts/one_thing_page.jinja", context)


@page(MANAGE_STAFF, methods=BOTH)
def change(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Change who somebody is and what they do."""
    viewer = request.viewer
    shown = _found(request, staff_id)
    initial = {
        "name": shown.name,
        "gender": shown.gender,
        "duties": shown.duties,
        "membership": str(shown.membership_id or ""),
    }
    form = StaffForm(posted(request), viewer=viewer, member=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_staff_member(by=viewer, member=shown, **_fields(form))
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Saved.")
            return redirect("workforce:member", staff_id=staff_id)
    back = reverse("workforce:member", kwargs={"staff_id": staff_id})
    return render(request, "layouts/one_thing_page.jinja", _one_thing(form, f"Change {initial['name']}", back))


@page(MANAGE_STAFF, methods=("POST",))
def activity(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Say that somebody no longer runs sessions, or does again."""
    shown = _found(request, staff_id)
    is_active = request.POST.get("is_active") == "yes"
    actions.set_active(by=request.viewer, member=shown, is_active=is_active)
    words = "runs sessions again" if is_active else "is no longer offered for new groups; what they run stays"
    messages.success(request, f"{shown.name} {words}.")
    return redirect("workforce:member", staff_id=staff_id)


@page(MANAGE_STAFF, methods=("POST",))
def add_training(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Record training in a programme."""
    shown = _found(request, staff_id)
    form = TrainingForm(request.POST, viewer=request.viewer)
    if form.is_valid():
        try:
            actions.add_training(by=request.viewer, member=shown, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The training is recorded.")
            return redirect("workforce:member", staff_id=staff_id)
    return _member_page(request, staff_id, form)


@page(MANAGE_STAFF, methods=("POST",))
def remove_training(request: HttpRequest, staff_id: uuid.UUID, training_id: uuid.UUID) -> HttpResponse:
    """Take out training that was recorded by mistake."""
    shown = _found(request, staff_id)
    training = get_or_404(queries.trainings_of(request.viewer, shown), pk=training_id)
    actions.remove_training(by=request.viewer, training=training)
    messages.success(request, "The training is taken out.")
    return redirect("workforce:member", staff_id=staff_id)


def _member_page(request: HttpRequest, staff_id: uuid.UUID, form: TrainingForm | None) -> HttpResponse:
    viewer = request.viewer
    shown = _found(request, staff_id)
    today = timezone.localdate()
    names = _programme_names()
    may_manage = viewer.may(MANAGE_STAFF)
    context = {
        "member": shown,
        "duties": [duty_label(duty) for duty in shown.duties],
        "trainings": [
            {
                "id": training.pk,
                "programme": names.get(training.programme_key, training.programme_key),
                "words": training_in_words(Period(training.valid_from, training.valid_to), today),
            }
            for training in queries.trainings_of(viewer, shown)
        ],
        "form": (form or TrainingForm(viewer=viewer)) if may_manage else None,
        "may_manage": may_manage,
    }
    return render(request, "workforce/member.jinja", context)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent by a form, also when it was empty; nothing for a page that was only opened."""
    return request.POST if request.method == "POST" else None


def _found(request: HttpRequest, staff_id: uuid.UUID) -> Any:
    return get_or_404(queries.staff_members(request.viewer, with_inactive=True), pk=staff_id)


def _fields(form: StaffForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    chosen = values.pop("membership")
    return {**values, "membership_id": uuid.UUID(chosen) if chosen else None}


def _one_thing(form: StaffForm, title: str, back: str) -> dict[str, Any]:
    return {"form": form, "title": title, "back_href": back, "submit_text": "Save", "cancel_href": back}


def _programme_names() -> dict[str, str]:
    return {version.key: version.name for version in latest_versions()}
