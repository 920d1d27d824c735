"""Booking sessions for one family, and scheduling a one-to-one course."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from trellis.features.journeys.queries import journey as one_journey
from trellis.features.journeys.queries import participants_of
from trellis.features.programmes.queries import definition
from trellis.features.programmes.rules.strands import Delivery
from trellis.features.sessions import actions, queries
from trellis.features.sessions.permissions import BOOK
from trellis.features.sessions.queries.bookings import missed_by, next_core
from trellis.features.sessions.rules import SessionKind
from trellis.features.sessions.rules.contents import Bookable, bookables
from trellis.features.sessions.web.choices import staff_choices
from trellis.features.sessions.web.forms import BookForm, CourseForm
from trellis.features.sessions.web.shared import label_of
from trellis.features.workforce.queries import staff_member_of
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed

CATCH_UP = "catch_up"
OTHER = "other"


@page(BOOK, methods=("GET", "POST"))
def book(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Book one session for a family; `?what=catch_up&missed=…&for=…` fills in a catch-up."""
    viewer = request.viewer
    journey = one_journey(viewer, journey_id)
    people = participants_of(viewer, journey.pk)
    offered = bookables(definition(journey.programme_version_id), frozenset(p.strand_key for p in people))
    missed = missed_by(viewer, journey)
    kinds = [(each.key, _words(each)) for each in offered]
    if missed:
        kinds.append((CATCH_UP, "Catch-up of a missed session"))
    kinds.append((OTHER, "Something else"))
    form = BookForm(
        request.POST or None,
        initial=_initial(request, people, offered),
        kinds=kinds,
        missed=[(str(s.pk), f"{label_of(s)}, {in_words(s.day)}") for s in missed],
        people=[(str(p.pk), p.person.full_name) for p in people],
        staff=staff_choices(viewer),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _book(request, journey, form.cleaned_data, {each.key: each for each in offered}, missed)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, f"Booked: {made.title} on {in_words(made.day)}.")
            return redirect("journeys:journey", journey_id=journey.pk)
    viewed(viewer, journey)
    context = {
        "form": form,
        "title": "Book a session",
        "caption": journey.family.name,
        "intro": _before(viewer, journey) if request.GET.get("what") == CATCH_UP else "",
        "submit_text": "Book it",
        "back_href": reverse("journeys:journey", args=[journey.pk]),
        "back_text": journey.family.name,
    }
    return render(request, "layouts/one_thing_page.jinja", context)


def _before(viewer: Any, journey: Any) -> str:
    following = next_core(viewer, journey, timezone.localdate())
    if following is None:
        return ""
    return f"The next session is on {in_words(following.day)}: a catch-up comes before it."


def _words(each: Bookable) -> str:
    return f"{each.title} ({each.hint.lower()})" if each.hint else each.title


def _initial(request: HttpRequest, people: list[Any], offered: list[Bookable]) -> dict[str, Any]:
    what = request.GET.get("what", "")
    chosen = next((each for each in offered if each.key == what), None)
    asked = request.GET.get("for", "")
    if asked:
        expected = [str(p.pk) for p in people if str(p.pk) == asked]
    elif chosen is not None:
        expected = [str(p.pk) for p in people if p.strand_key in chosen.strands]
    else:
        # Of several people, whoever books says who comes: a session for the parent alone is as likely as one for all.
        expected = [str(p.pk) for p in people if len(people) == 1]
    own = staff_member_of(request.viewer)
    return {
        "what": what,
        "catches_up": request.GET.get("missed", ""),
        "expected": expected,
        "staff": [str(own.pk)] if own else [],
    }


def _book(
    request: HttpRequest, journey: Any, data: dict[str, Any], offered: dict[str, Bookable], missed: list[Any]
) -> Any:
    chosen = offered.get(data["what"])
    expected = [uuid.UUID(key) for key in data["expected"]]
    catches_up = None
    if data["what"] == CATCH_UP:
        catches_up = next((s for s in missed if str(s.pk) == data.get("catches_up")), None)
        if catches_up is None:
            raise RuleBroken("Choose the session that was missed.", "catches_up")
    kind = SessionKind.CATCH_UP if catches_up else chosen.kind if chosen else SessionKind.INDUCTION
    title = data["title"]
    if not title:
        if catches_up:
            title = f"Catch-up: {catches_up.title}"
        elif chosen:
            title = chosen.title
        else:
            raise RuleBroken("Enter a title, so that everybody knows what it is for.", "title")
    return actions.book_session(
        by=request.viewer,
        journey_id=journey.pk,
        kind=kind,
        title=title[:200],
        day=data["day"],
        starts=data["starts"],
        minutes=data["minutes"] or (chosen.minutes if chosen else 60),
        expected=expected,
        staff=[uuid.UUID(key) for key in data.get("staff", ())],
        where=data["where"],
        is_online=data["is_online"],
        strand_key=chosen.strands[0] if chosen and (chosen.number or len(chosen.strands) == 1) else "",
        number=chosen.number if chosen else 0,
        participant_id=expected[0] if len(expected) == 1 else None,
        catches_up_id=catches_up.pk if catches_up else None,
    )


@page(BOOK, methods=("GET", "POST"))
def course(request: HttpRequest, journey_id: uuid.UUID) -> HttpResponse:
    """Schedule a one-to-one course: every day with its session is shown before anything is saved."""
    viewer = request.viewer
    journey = one_journey(viewer, journey_id)
    rule = definition(journey.programme_version_id)
    people = [p for p in participants_of(viewer, journey.pk) if not rule.strand(p.strand_key).is_group]
    own = staff_member_of(viewer)
    online = bool(people) and rule.strand(people[0].strand_key).delivery is Delivery.VIDEO
    form = CourseForm(
        request.POST or None,
        initial={
            "participant": str(people[0].pk) if len(people) == 1 else "",
            "first_day": timezone.localdate(),
            "is_online": online,
            "staff": [str(own.pk)] if own else [],
        },
        people=[(str(p.pk), f"{p.person.full_name}, {rule.strand(p.strand_key).title}") for p in people],
        staff=staff_choices(viewer),
        hint=f"This programme has {rule.cadence.sessions_per_week} a week",
    )
    preview = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        weekdays = [int(each) for each in data["weekdays"]]
        try:
            preview = queries.preview_course(
                viewer, journey, uuid.UUID(data["participant"]), data["first_day"], weekdays
            )
            if "save" in request.POST:
                made = actions.schedule_course(
                    by=viewer,
                    journey_id=journey.pk,
                    participant_id=uuid.UUID(data["participant"]),
                    first_day=data["first_day"],
                    weekdays=weekdays,
                    starts=data["starts"],
                    staff=[uuid.UUID(key) for key in data.get("staff", ())],
                    where=data["where"],
                    is_online=data["is_online"],
                )
                messages.success(request, f"{len(made)} sessions are planned.")
                return redirect("journeys:journey", journey_id=journey.pk)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
            preview = None
    viewed(viewer, journey)
    context = {
        "journey": journey,
        "form": form,
        "preview": preview,
        "people": people,
        "interviews": bool(rule.interviews),
    }
    return render(request, "sessions/course.jinja", context)
