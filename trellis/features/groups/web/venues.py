"""Pages for venues, rooms and days closed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from trellis.features.groups import actions, queries
from trellis.features.groups.queries.venues import bank_holidays_between, closure, room
from trellis.features.groups.rules import MANAGE_VENUES, SEE_VENUES
from trellis.features.groups.web.forms import ChangeRoomForm, ClosureForm, RoomForm, VenueForm
from trellis.features.groups.web.shared import may_manage_venues, parts_of_groups, posted
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.design_system import render

BOTH = ("GET", "POST")
A_YEAR = timedelta(days=400)


@page(SEE_VENUES)
def venues(request: HttpRequest) -> HttpResponse:
    """List where groups meet."""
    viewer = request.viewer
    context = {
        "tabs": parts_of_groups(viewer, "groups:venues"),
        "venues": list(queries.venues(viewer, with_inactive=True)[:200]),
        "may_manage": may_manage_venues(viewer),
    }
    return render(request, "groups/venues.jinja", context)


@page(MANAGE_VENUES, methods=BOTH)
def add_venue(request: HttpRequest) -> HttpResponse:
    """Add a venue."""
    form = VenueForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_venue(by=request.viewer, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"{made.name} is added. Add its rooms next.")
            return redirect("groups:venue", venue_id=made.pk)
    return _one_thing(request, form, "Add a venue", reverse("groups:venues"))


@page(SEE_VENUES, methods=BOTH)
def venue(request: HttpRequest, venue_id: uuid.UUID) -> HttpResponse:
    """Show a venue with its rooms, and add a room to it."""
    viewer = request.viewer
    shown = queries.venue(viewer, venue_id)
    may_manage = may_manage_venues(viewer)
    form = RoomForm(posted(request)) if may_manage else None
    if request.method == "POST":
        viewer.must(MANAGE_VENUES)
        if form is not None and form.is_valid():
            try:
                made = actions.add_room(by=viewer, venue=shown, **form.cleaned_data)
            except RuleBroken as broken:
                form.add_rule_broken(broken)
            else:
                messages.success(request, f"{made.name} is added.")
                return redirect("groups:venue", venue_id=venue_id)
    context = {"venue": shown, "rooms": list(shown.rooms.all()), "form": form, "may_manage": may_manage}
    return render(request, "groups/venue.jinja", context)


@page(MANAGE_VENUES, methods=BOTH)
def change_venue(request: HttpRequest, venue_id: uuid.UUID) -> HttpResponse:
    """Change a venue."""
    shown = queries.venue(request.viewer, venue_id)
    back = reverse("groups:venue", args=[venue_id])
    initial = {"name": shown.name, "address": shown.address, "postcode": shown.postcode}
    form = VenueForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_venue(by=request.viewer, venue=shown, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    return _one_thing(request, form, f"Change {initial['name']}", back)


@page(MANAGE_VENUES, methods=("POST",))
def activity(request: HttpRequest, venue_id: uuid.UUID) -> HttpResponse:
    """Say that a venue is no longer used for new groups, or is again."""
    shown = queries.venue(request.viewer, venue_id)
    is_active = request.POST.get("is_active") == "yes"
    actions.set_venue_active(by=request.viewer, venue=shown, is_active=is_active)
    messages.success(request, f"{shown.name} is {'used for new groups again' if is_active else 'no longer offered'}.")
    return redirect("groups:venue", venue_id=venue_id)


@page(MANAGE_VENUES, methods=BOTH)
def change_room(request: HttpRequest, venue_id: uuid.UUID, room_id: uuid.UUID) -> HttpResponse:
    """Change a room."""
    shown = room(request.viewer, venue_id, room_id)
    back = reverse("groups:venue", args=[venue_id])
    initial = {"name": shown.name, "seats": shown.seats, "is_active": "yes" if shown.is_active else "no"}
    form = ChangeRoomForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "is_active": form.cleaned_data["is_active"] == "yes"}
        try:
            actions.change_room(by=request.viewer, room=shown, **values)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Saved.")
            return redirect(back)
    return _one_thing(request, form, f"Change {initial['name']}", back)


@page(SEE_VENUES, methods=BOTH)
def closures(request: HttpRequest) -> HttpResponse:
    """List the days closed and the bank holidays, and close further days."""
    viewer = request.viewer
    may_manage = may_manage_venues(viewer)
    form = ClosureForm(posted(request), viewer=viewer) if may_manage else None
    if request.method == "POST":
        viewer.must(MANAGE_VENUES)
        if form is not None and form.is_valid():
            try:
                made = actions.add_closure(by=viewer, **_closure_fields(form))
            except RuleBroken as broken:
                form.add_rule_broken(broken)
            else:
                messages.success(request, f"{made.why} is added. Sessions planned already do not move by themselves.")
                return redirect("groups:closures")
    today = timezone.localdate()
    context = {
        "tabs": parts_of_groups(viewer, "groups:closures"),
        "closures": list(queries.closures(viewer, from_day=None if request.GET.get("past") else today)[:200]),
        "with_past": bool(request.GET.get("past")),
        "bank_holidays": bank_holidays_between(today, today + A_YEAR),
        "form": form,
        "may_manage": may_manage,
    }
    return render(request, "groups/closures.jinja", context)


@page(MANAGE_VENUES, methods=BOTH)
def change_closure(request: HttpRequest, closure_id: uuid.UUID) -> HttpResponse:
    """Change the days, reason or venue of a closure."""
    shown = closure(request.viewer, closure_id)
    initial = {
        "why": shown.why,
        "first_day": shown.first_day,
        "last_day": shown.last_day,
        "venue": str(shown.venue_id or ""),
    }
    form = ClosureForm(posted(request), initial=initial, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_closure(by=request.viewer, closure=shown, **_closure_fields(form))
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Saved. Sessions planned already do not move by themselves.")
            return redirect("groups:closures")
    return _one_thing(request, form, f"Change {initial['why']}", reverse("groups:closures"))


@page(MANAGE_VENUES, methods=("POST",))
def remove_closure(request: HttpRequest, closure_id: uuid.UUID) -> HttpResponse:
    """Take a closure out."""
    shown = closure(request.viewer, closure_id)
    actions.remove_closure(by=request.viewer, closure=shown)
    messages.success(request, f"{shown.why} is taken out.")
    return redirect("groups:closures")


def _closure_fields(form: ClosureForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    chosen = values.pop("venue")
    return {**values, "venue_id": uuid.UUID(chosen) if chosen else None}


def _one_thing(request: HttpRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back_href": back, "submit_text": "Save", "cancel_href": back}
    return render(request, "layouts/one_thing_page.jinja", context)
