"""Changes to one journey, one thing on a page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from trellis.features.journeys import actions, queries
from trellis.features.journeys.permissions import MANAGE, SUPPORT
from trellis.features.journeys.rules.waiting import support_kinds
from trellis.features.journeys.web import forms
from trellis.features.programmes.queries import definition
from trellis.features.programmes.rules.delivery import EndingKind
from trellis.features.workforce.queries import staff_members
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed


@page(MANAGE, methods=("GET", "POST"))
def priority(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Set how soon a family should start, and why."""
    journey = queries.journey(request.viewer, journey_id)
    initial = {"priority": journey.priority, "priority_why": journey.priority_why}
    form = forms.PriorityForm(request.POST or None, initial=initial)

    def save(data: dict[str, Any]) -> None:
        actions.set_priority(
            by=request.viewer, journey_id=journey.pk, priority=data["priority"], why=data["priority_why"]
        )

    return _change(request, journey, form, "Priority", save)


@page(MANAGE, methods=("GET", "POST"))
def waiting_for(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Say what a family waits for."""
    journey = queries.journey(request.viewer, journey_id)
    form = forms.WaitingForForm(request.POST or None, initial={"waiting_for": journey.waiting_for})

    def save(data: dict[str, Any]) -> None:
        actions.set_waiting_for(by=request.viewer, journey_id=journey.pk, waiting_for=data["waiting_for"])

    return _change(request, journey, form, "What this family waits for", save)


@page(SUPPORT, methods=("GET", "POST"))
def evenings(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Say on which days a family can come."""
    journey = queries.journey(request.viewer, journey_id)
    form = forms.EveningsForm(
        request.POST if request.method == "POST" else None,
        initial={"evenings": [str(day) for day in journey.evenings]},
    )

    def save(data: dict[str, Any]) -> None:
        days = [int(day) for day in data["evenings"]]
        actions.set_evenings(by=request.viewer, journey_id=journey.pk, evenings=days)

    return _change(request, journey, form, "When this family can come", save)


@page(MANAGE, methods=("GET", "POST"))
def keyworker(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Give a family a keyworker."""
    journey = queries.journey(request.viewer, journey_id)
    staff = [(str(member.pk), member.name) for member in staff_members(request.viewer)]
    form = forms.KeyworkerForm(request.POST or None, staff=staff)

    def save(data: dict[str, Any]) -> None:
        actions.give_keyworker(by=request.viewer, journey_id=journey.pk, staff_id=uuid.UUID(data["staff_id"]))

    return _change(request, journey, form, "Give a keyworker", save)


@page(MANAGE, methods=("POST",))
def end_keyworker(request: HttpRequest, journey_id: uuid.UUID, keyworker_id: uuid.UUID) -> HttpResponse:
    """End somebody's work as keyworker."""
    journey = queries.journey(request.viewer, journey_id)
    if keyworker_id not in {each.pk for each in queries.keyworkers_of(request.viewer, journey.pk)}:
        raise Http404
    actions.end_keyworker(by=request.viewer, keyworker_id=keyworker_id)
    messages.success(request, "Saved.")
    return redirect("journeys:journey", journey_id=journey.pk)


@page(SUPPORT, methods=("GET", "POST"))
def support(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Record support given beside the sessions."""
    journey = queries.journey(request.viewer, journey_id)
    people = {str(p.person_id): p.person.full_name for p in queries.participants_of(request.viewer, journey.pk)}
    form = forms.SupportForm(
        request.POST or None,
        kinds=support_kinds(definition(journey.programme_version_id)),
        people=list(people.items()),
    )

    def save(data: dict[str, Any]) -> None:
        actions.record_support(
            by=request.viewer,
            journey_id=journey.pk,
            on=data["on"],
            kind=data["kind"],
            note=data["note"],
            person_id=uuid.UUID(data["person_id"]) if data["person_id"] else None,
        )

    return _change(request, journey, form, "Record support", save)


@page(MANAGE, methods=("GET", "POST"))
def close(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Close a journey that has not begun, with a reason."""
    journey = queries.journey(request.viewer, journey_id)
    reasons = definition(journey.programme_version_id).endings(EndingKind.CLOSED_BEFORE_START)
    form = forms.CloseForm(request.POST or None, reasons=[(each.key, each.label) for each in reasons])

    def save(data: dict[str, Any]) -> None:
        actions.close_before_start(
            by=request.viewer,
            journey_id=journey.pk,
            reason=data["reason"],
            note=data["note"],
            on=timezone.localdate(),
        )

    return _change(request, journey, form, "Close before the start", save, "Close")


def _change(
    request: HttpRequest,
    journey: Any,
    form: Any,
    title: str,
    save: Callable[[dict[str, Any]], None],
    submit: str = "Save",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Saved.")
            return redirect("journeys:journey", journey_id=journey.pk)
    viewed(request.viewer, journey)
    context = {
        "form": form,
        "title": title,
        "caption": journey.family.name,
        "submit_text": submit,
        "back_href": reverse("journeys:journey", args=[journey.pk]),
        "back_text": journey.family.name,
    }
    return render(request, "layouts/one_thing_page.jinja", context)
