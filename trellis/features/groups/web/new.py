"""Making a group in steps: programme, place, circles, staff, and a preview before anything is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from trellis.features.groups import actions, queries
from trellis.features.groups.queries.preview import GroupPreview, preview_of
from trellis.features.groups.rules import MAKE_GROUPS
from trellis.features.groups.web.draft import STEPS, TITLES, Draft
from trellis.features.groups.web.shared import by_outcome
from trellis.features.workforce.queries import staff_by_id
from trellis.features.workforce.rules import duty_label
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.design_system import render


@page(MAKE_GROUPS)
def first(request: HttpRequest) -> HttpResponse:
    """Begin with the programme."""
    return _step(request, "programme")


@page(MAKE_GROUPS)
def step(request: HttpRequest, step: str) -> HttpResponse:
    """Ask one step; the address holds the answers to the others."""
    if step not in STEPS:
        raise Http404
    return _step(request, step)


@page(MAKE_GROUPS, methods=("GET", "POST"))
def preview(request: HttpRequest) -> HttpResponse:
    """Show the group as it would be, with its schedule; save it when it is confirmed."""
    viewer = request.viewer
    draft = Draft.read(viewer, request.POST if request.method == "POST" else request.GET)
    if unfinished := draft.first_unfinished():
        return redirect(f"{_address(unfinished)}?{draft.query.urlencode()}&go=1")
    asked = draft.asked()
    problems: list[dict[str, str]] = []
    shown: GroupPreview | None = None
    try:
        shown = preview_of(viewer, asked)
        problems = [{"text": words, "href": ""} for words in shown.hindrances]
        if request.method == "POST":
            made = actions.make_group(by=viewer, asked=asked)
            messages.success(request, f"{made.name} is made. Place families in it next.")
            return redirect("groups:group", group_id=made.pk)
    except RuleBroken as broken:
        problems = [{"text": words, "href": ""} for _, words in broken.problems]
    context = {
        "asked": asked,
        "rule": draft.rule,
        "preview": shown,
        "rows": _rows(shown, asked) if shown else [],
        "reasons": by_outcome(shown.reasons) if shown else by_outcome([]),
        "answers": _answers(draft, asked),
        "hidden": draft.hidden(),
        "back": f"{_address('staff')}?{draft.query.urlencode()}",
        "errors": problems,
        "titles": [circle.title for circle in asked.circles],
    }
    return render(request, "groups/new_preview.jinja", context, status=200)


def _step(request: HttpRequest, key: str) -> HttpResponse:
    viewer = request.viewer
    draft = Draft.read(viewer, request.GET)
    form = draft.form(key, request.GET if "go" in request.GET else None)
    if form is None:
        earlier = STEPS[STEPS.index(key) - 1]
        return redirect(f"{_address(earlier)}?{draft.query.urlencode()}&go=1")
    if form.is_bound and form.is_valid():
        following = STEPS[STEPS.index(key) + 1 :]
        target = _address(following[0]) if following else reverse("groups:preview")
        return redirect(f"{target}?{draft.merged(form)}")
    at = STEPS.index(key)
    back = f"{_address(STEPS[at - 1])}?{draft.query.urlencode()}" if at else reverse("groups:groups")
    context = {
        "form": form,
        "step": key,
        "title": TITLES[key],
        "number": at + 1,
        "total": len(STEPS),
        "hidden": draft.hidden(form),
        "back": back,
        "action": _address(key),
        "nothing_offered": key == "programme" and not form.fields["programme"].choices,
        "no_venues": key == "place" and not queries.venues(viewer).exists(),
    }
    return render(request, "groups/new_step.jinja", context)


def _address(key: str) -> str:
    return reverse("groups:new") if key == STEPS[0] else reverse("groups:new_step", args=[key])


def _answers(draft: Draft, asked: Any) -> list[dict[str, Any]]:
    viewer = draft.viewer
    venue = queries.venue(viewer, asked.venue_id)
    rooms = {room.pk: room.name for room in venue.rooms.all()}
    staff = staff_by_id(viewer, {pk for circle in asked.circles for pk, _ in circle.staff})
    query = draft.query.urlencode()
    rows = [
        {
            "key": "Programme",
            "value": draft.rule.name if draft.rule else "",
            "href": f"{_address('programme')}?{query}",
        },
        {"key": "Name", "value": asked.name, "href": f"{_address('place')}?{query}"},
        {"key": "Venue", "value": venue.name, "href": f"{_address('place')}?{query}"},
    ]
    for circle in asked.circles:
        rows.append(
            {
                "key": circle.title,
                "value": rooms.get(circle.room_id, "No room yet"),
                "href": f"{_address('circles')}?{query}",
            }
        )
        names = [f"{staff[pk].name} ({duty_label(duty).lower()})" for pk, duty in circle.staff if pk in staff]
        rows.append(
            {
                "key": f"Staff of the {circle.title[:1].lower()}{circle.title[1:]}",
                "value": ", ".join(names) or "Nobody yet",
                "href": f"{_address('staff')}?{query}",
            }
        )
    return rows


def _rows(shown: GroupPreview, asked: Any) -> list[dict[str, Any]]:
    by_day: list[tuple[Any, dict[str, Any]]] = [
        (each.day, {"day": each.day, "state": "break", "note": each.why}) for each in shown.schedule.skipped
    ]
    for week in shown.schedule.weeks:
        cells = []
        for circle in asked.circles:
            sitting = week.sittings.get(circle.key)
            cells.append(
                (sitting.title + (", each family by itself" if sitting.each_family else "")) if sitting else ""
            )
        row = {
            "number": week.number,
            "day": week.day,
            "state": "to_come",
            "note": "All together in one room" if week.together and len(asked.circles) > 1 else "",
            "cells": cells,
        }
        by_day.append((week.day, row))
    return [row for _, row in sorted(by_day, key=lambda each: each[0])]
