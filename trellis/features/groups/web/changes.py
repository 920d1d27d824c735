"""Changing what is still to come: sessions, time and place, staff. Shown first, saved after."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from trellis.features.groups import actions, queries
from trellis.features.groups.queries.changes import planned_of, preview_change, sessions_to_come
from trellis.features.groups.rules import MAKE_GROUPS
from trellis.features.groups.rules.asked import duties_wanted
from trellis.features.groups.rules.schedule import Change
from trellis.features.groups.web.forms import SPREAD, CircleStaffForm, ScheduleForm, SlotForm
from trellis.features.groups.web.shared import posted, staff_choices
from trellis.features.programmes.queries import definition
from trellis.features.workforce.rules import duty_label
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.design_system import render

if TYPE_CHECKING:
    from trellis.features.groups.models import Circle, Group

BOTH = ("GET", "POST")


@page(MAKE_GROUPS, methods=BOTH)
def schedule(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Move a session and those after it: what would move is shown before it is saved."""
    viewer = request.viewer
    group = queries.group(viewer, group_id)
    circles = queries.circles_of(group)
    numbers = [
        (str(each.number), f"{each.number}, {in_words(each.day)}") for each in planned_of(circles) if not each.is_past
    ]
    form = ScheduleForm(posted(request), numbers=numbers)
    preview = None
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        change = Change(int(chosen["number"]), chosen["to"], only_this=chosen["spread"] != SPREAD)
        try:
            preview = preview_change(viewer, group, circles, change)
            if "save" in request.POST:
                result = actions.change_schedule(by=viewer, group_id=group.pk, change=change)
                messages.success(request, _moved_words(len(result.differences)))
                return redirect(_group(group))
        except RuleBroken as broken:
            form.add_rule_broken(broken)
            preview = None
    context = {"group": group, "form": form, "preview": preview, "numbers": numbers, "back": _group(group)}
    return render(request, "groups/schedule.jinja", context)


@page(MAKE_GROUPS, methods=BOTH)
def slot(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Change time, venue and rooms of what is still to come."""
    viewer = request.viewer
    group = queries.group(viewer, group_id)
    circles = queries.circles_of(group)
    venue_id = _known(request.POST.get("venue", ""), [str(each.pk) for each in queries.venues(viewer)], group)
    initial = {"venue": str(group.venue_id), "starts": group.starts}
    initial |= {f"room_{circle.pk}": str(circle.room_id or "") for circle in circles}
    titles = [(str(circle.pk), circle.title) for circle in circles]
    sent = request.POST if request.method == "POST" and "rooms" not in request.POST else None
    if "rooms" in request.POST:
        initial |= {"venue": venue_id, "starts": request.POST.get("starts", "")}
    form = SlotForm(sent, viewer=viewer, venue_id=venue_id, circles=titles, initial=initial)
    coming = len({session.number for session in sessions_to_come(circles)})
    if sent is not None and form.is_valid():
        rooms = {circle.pk: _id(form.cleaned_data[f"room_{circle.pk}"]) for circle in circles}
        try:
            changed = actions.change_slot(
                by=viewer,
                group_id=group.pk,
                venue_id=uuid.UUID(form.cleaned_data["venue"]),
                starts=form.cleaned_data["starts"],
                rooms=rooms,
            )
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"Saved. {_changed_words(changed)}")
            return redirect(_group(group))
    context = {"group": group, "form": form, "coming": coming, "back": _group(group)}
    return render(request, "groups/slot.jinja", context)


@page(MAKE_GROUPS, methods=BOTH)
def staff(request: HttpRequest, group_id: uuid.UUID, circle_id: uuid.UUID) -> HttpResponse:
    """Change who runs a circle from now on."""
    viewer = request.viewer
    group = queries.group(viewer, group_id)
    circle = next((each for each in queries.circles_of(group) if each.pk == circle_id), None)
    if circle is None:
        raise Http404
    duties = _duties(request, group, circle)
    form = CircleStaffForm(posted(request), duties=duties, initial=_initial_staff(circle))
    if request.method == "POST" and form.is_valid():
        chosen = [(uuid.UUID(pk), name.removeprefix("duty_")) for name, ids in form.cleaned_data.items() for pk in ids]
        try:
            actions.set_circle_staff(by=viewer, circle_id=circle.pk, staff=chosen)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"Saved for every session of the {circle.title.lower()} still to come.")
            return redirect(_group(group))
    context = {
        "form": form,
        "title": f"Staff of the {circle.title[:1].lower()}{circle.title[1:]}",
        "caption": group.name,
        "intro": "This changes sessions still to come; who ran those before stays as it was.",
        "submit_text": "Save",
        "back_href": _group(group),
        "back_text": group.name,
        "cancel_href": _group(group),
    }
    return render(request, "layouts/one_thing_page.jinja", context)


def _duties(request: HttpRequest, group: Group, circle: Circle) -> list[tuple[str, str, list[tuple[str, str]]]]:
    strand = definition(group.programme_version_id).strand(circle.strand_key)
    wanted = duties_wanted(strand)
    named = {duty for duty, _ in wanted}
    held = {row.duty for row in circle.staff.all()} - named
    wanted += [(duty, duty_label(duty)) for duty in sorted(held)]
    found = staff_choices(request.viewer, strand, wanted, group.first_day)
    return [(duty, label, _with_those_here(circle, duty, choices)) for duty, label, choices in found]


def _with_those_here(circle: Circle, duty: str, choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    known = {pk for pk, _ in choices}
    here = [(str(row.staff_id), row.staff.name) for row in circle.staff.all() if row.duty == duty]
    return [*choices, *(each for each in here if each[0] not in known)]


def _initial_staff(circle: Circle) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in circle.staff.all():
        found.setdefault(f"duty_{row.duty}", []).append(str(row.staff_id))
    return found


def _known(sent: str, venues: list[str], group: Group) -> str:
    return sent if sent in venues else str(group.venue_id)


def _id(sent: Any) -> uuid.UUID | None:
    return uuid.UUID(sent) if sent else None


def _moved_words(count: int) -> str:
    if not count:
        return "Nothing had to move."
    return "1 session moved." if count == 1 else f"{count} sessions moved."


def _changed_words(count: int) -> str:
    return "No session changed." if not count else "1 session changed." if count == 1 else f"{count} sessions changed."


def _group(group: Group) -> str:
    return reverse("groups:group", args=[group.pk])
