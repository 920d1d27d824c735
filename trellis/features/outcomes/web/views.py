"""Pages of change: goals, looks at how things are, the picture."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from trellis.features.journeys import queries as journeys
from trellis.features.outcomes import actions, charts, queries
from trellis.features.outcomes.rules import Point
from trellis.features.outcomes.web.forms import GoalForm, ReviewPointForm
from trellis.features.programmes.queries import definition
from trellis.kernel.dates import age_on, in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed

BOTH = ("GET", "POST")
YOUNG = 19
OFFERED_BEFORE = datetime.timedelta(weeks=3)


@page("outcomes.see")
def change(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Show how a family's life changed: incidents, ratings, school and work, each drawn and in a table."""
    journey = journeys.journey(request.viewer, journey_id)
    today = timezone.localdate()
    found = queries.change_of(request.viewer, journey, today)
    viewed(request.viewer, journey, journey.family)
    context = {
        "journey": journey,
        "programme": definition(journey.programme_version_id),
        "change": found,
        "incident_chart": _incident_chart(journey, found, today),
        "goal_chart": _rating_chart(found.goals),
        "scale_chart": _rating_chart(found.scales),
        "taken": [(point, found.points[point]) for point in Point if point in found.points],
        "due": [(point, day) for point, day in found.due if day <= today or point == Point.START][:1] or found.due[:1],
        "points": list(Point),
        "goals": queries.goals_of(request.viewer, journey.pk),
        "today": today,
        "soon": today + OFFERED_BEFORE,
        "may_record": request.viewer.may("outcomes.record"),
    }
    return render(request, "outcomes/change.jinja", context)


@page("outcomes.record", methods=BOTH)
def set_goal(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Write down a goal."""
    journey = journeys.journey(request.viewer, journey_id)
    people = {str(one.person_id): one.person for one in journey.participants.select_related("person")}
    form = GoalForm(request.POST or None, people=[(key, person.short_name) for key, person in people.items()])
    back = reverse("outcomes:change", args=[journey.pk])
    if request.method == "POST" and form.is_valid():
        person = people.get(form.cleaned_data["person"])
        try:
            actions.set_goal(by=request.viewer, journey=journey, words=form.cleaned_data["words"], person=person)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The goal has been written down.")
            return redirect(back)
    context = {
        "form": form,
        "title": "Write down a goal",
        "back_href": back,
        "cancel_href": back,
        "submit_text": "Save",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


@page("outcomes.record", methods=("POST",))
def put_aside(request: HttpRequest, journey_id: uuid.UUID, goal_id: uuid.UUID) -> HttpResponse:
    """Put a goal aside."""
    journey = journeys.journey(request.viewer, journey_id)
    goal = next((g for g in queries.goals_of(request.viewer, journey.pk, current_only=True) if g.pk == goal_id), None)
    if goal is None:
        raise Http404
    actions.put_goal_aside(by=request.viewer, goal=goal)
    messages.success(request, "The goal has been put aside. Its ratings stay.")
    return redirect("outcomes:change", journey.pk)


@page("outcomes.record", methods=BOTH)
def review_point(request: HttpRequest, journey_id: uuid.UUID, point: str) -> HttpResponse:
    """Write down one look at how things are."""
    if point not in set(Point):
        raise Http404
    journey = journeys.journey(request.viewer, journey_id)
    form = _review_form(request, journey, Point(point))
    back = reverse("outcomes:change", args=[journey.pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_review_point(by=request.viewer, journey=journey, point=point, **form.values())
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"How things are at the {Point(point).label.lower()} has been written down.")
            return redirect(back)
    context = {
        "form": form,
        "title": f"How things are: {Point(point).label.lower()}",
        "caption": journey.family.name,
        "intro": "Leave empty what was not looked at. Incidents are written down on the family’s own page.",
        "back_href": back,
        "cancel_href": back,
        "submit_text": "Save",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


def _review_form(request: HttpRequest, journey: Any, point: Point) -> ReviewPointForm:
    today = timezone.localdate()
    people = {one.person_id: one.person for one in journey.participants.select_related("person")}
    measures = queries.scales_of(definition(journey.programme_version_id))
    taken = queries.review_points(request.viewer, journey.pk).get(point)
    young = [
        (key, person.short_name)
        for key, person in people.items()
        if person.birth_date and age_on(person.birth_date, today) < YOUNG
    ]
    return ReviewPointForm(
        request.POST or None,
        initial=_initial(taken) if taken else {"on": today},
        goals=[(goal.pk, goal.words) for goal in queries.goals_of(request.viewer, journey.pk, current_only=True)],
        scales=[
            (key, measure, f"{label}: {person.short_name}")
            for measure, label in measures
            for key, person in people.items()
        ],
        people=young,
    )


def _initial(taken: Any) -> dict[str, Any]:
    initial = {"on": taken.on, "note": taken.note}
    initial |= {f"goal-{one.goal_id}": one.rating for one in taken.ratings.all()}
    initial |= {f"scale-{one.person_id}-{one.measure_key}": one.rating for one in taken.scales.all()}
    for one in taken.circumstances.all():
        initial[f"occupation-{one.person_id}"] = one.occupation
        initial[f"percent-{one.person_id}"] = one.attendance_percent
    return initial


def _incident_chart(journey: Any, found: queries.Change, today: Any) -> dict[str, Any] | None:
    if not found.incident_blocks:
        return None
    return {
        "svg": charts.incidents_over_time(found.incident_blocks, journey.started_on, journey.ended_on or today),
        "rows": [
            [f"{in_words(block.first)} to {in_words(block.last)}", block.count, block.worst or "None"]
            for block in found.incident_blocks
        ],
    }


def _rating_chart(lines: list[queries.Line]) -> dict[str, Any] | None:
    drawn = [line for line in lines if line.ratings]
    if not drawn:
        return None
    ordered = [
        (str(number), {p: line.ratings[p] for p in Point if p in line.ratings}) for number, line in enumerate(drawn, 1)
    ]
    return {
        "svg": charts.ratings(ordered),
        "headings": ["What", "Whose", *(point.label for point in Point), "Change"],
        "rows": [
            [
                f"{number}. {line.title}",
                line.whose,
                *(line.ratings.get(point, "") for point in Point),
                line.change.words if line.change else "One rating so far",
            ]
            for number, line in enumerate(drawn, 1)
        ],
    }
