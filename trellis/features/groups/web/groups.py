"""The list of groups, and a group as its sheet on the wall."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from trellis.features.groups import queries
from trellis.features.groups.queries.groups import sessions_of_circles
from trellis.features.groups.rules import MAKE_GROUPS, PLACE_FAMILIES, SEE_GROUPS, GroupStatus
from trellis.features.groups.web.forms import GroupFilterForm
from trellis.features.groups.web.shared import (
    age_words,
    by_outcome,
    parts_of_groups,
    slot_of,
    staff_by_duty,
    status_of,
    tabs_of,
)
from trellis.features.groups.web.sheet import sheet_of
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system import render

if TYPE_CHECKING:
    from datetime import date

    from trellis.features.groups.models import Circle, Group, Place

PER_PAGE = 20


@page(SEE_GROUPS)
def groups(request: HttpRequest) -> HttpResponse:
    """List groups: those that form and run first."""
    viewer = request.viewer
    sent = request.GET if "status" in request.GET else None
    form = GroupFilterForm(sent, initial={"status": "open"})
    chosen = form.cleaned_data.get("status", "") if sent is not None and form.is_valid() else "open"
    found, number, more = _page(request, queries.groups_list(viewer, status=chosen))
    rows = [
        {
            "group": group,
            "status": status_of(group),
            "slot": slot_of(group),
            "href": reverse("groups:group", args=[group.pk]),
        }
        for group in found
    ]
    context = {
        "tabs": parts_of_groups(viewer, "groups:groups"),
        "rows": rows,
        "form": form,
        "number": number,
        "more": more,
        "may_make": viewer.may(MAKE_GROUPS),
    }
    return render(request, "groups/groups.jinja", context)


@page(SEE_GROUPS)
def group(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Show a group: its weeks, the people and staff of each circle, and its rules."""
    viewer = request.viewer
    shown = queries.group(viewer, group_id)
    circles = queries.circles_of(shown)
    sessions = sessions_of_circles(circles)
    places = queries.places_of(viewer, shown)
    today = timezone.localdate()
    viewed(viewer, shown, people=[place.participant.person for place in places])
    may_place = viewer.may(PLACE_FAMILIES)
    status = GroupStatus(shown.status)
    context = {
        "group": shown,
        "status": status_of(shown),
        "slot": slot_of(shown),
        "tabs": tabs_of(viewer, shown, "group"),
        "circles": [_circle(shown, circle, places) for circle in circles],
        "rows": sheet_of(viewer, shown, circles, today, sessions),
        "families": len({place.participant.journey_id for place in places}),
        "people": len(places),
        "reasons": by_outcome(queries.reasons_of(viewer, shown, circles=circles, sessions=sessions))
        if may_place and _is_open(status)
        else None,
        "may_place": may_place,
        "may_make": viewer.may(MAKE_GROUPS),
        "is_open": _is_open(status),
        "is_forming": status is GroupStatus.FORMING,
        "is_running": status is GroupStatus.RUNNING,
        "today": today,
    }
    return render(request, "groups/group.jinja", context)


@page(SEE_GROUPS)
def sheet(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Print the sheet for the wall: weeks and circles, with nobody's name on it."""
    viewer = request.viewer
    shown = queries.group(viewer, group_id)
    circles = queries.circles_of(shown)
    context = {
        "group": shown,
        "slot": slot_of(shown),
        "circles": circles,
        "rows": sheet_of(viewer, shown, circles, timezone.localdate()),
    }
    return render(request, "groups/sheet.jinja", context)


def _is_open(status: GroupStatus) -> bool:
    return status in {GroupStatus.FORMING, GroupStatus.RUNNING}


def _circle(group: Group, circle: Circle, places: Sequence[Place]) -> dict[str, Any]:
    return {
        "circle": circle,
        "room": circle.room.name if circle.room else "No room yet",
        "staff": staff_by_duty(circle),
        "people": [_person(place, group.first_day) for place in places if place.circle_id == circle.pk],
    }


def _person(place: Place, day: date) -> dict[str, str]:
    person = place.participant.person
    return {
        "name": person.full_name,
        "age": age_words(person.birth_date, day),
        "family": place.participant.journey.family.name,
        "href": reverse("journeys:journey", args=[place.participant.journey_id]),
        "despite": place.despite,
    }


def _page(request: HttpRequest, found: Any) -> tuple[list[Any], int, bool]:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and 0 < int(asked) <= 10_000 else 1
    start = (number - 1) * PER_PAGE
    rows = list(found[start : start + PER_PAGE + 1])
    return rows[:PER_PAGE], number, len(rows) > PER_PAGE
