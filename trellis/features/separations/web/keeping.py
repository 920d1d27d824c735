"""Recording a separation, looking at it again, ending it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from trellis.features.families import queries as families
from trellis.features.separations import actions, queries
from trellis.features.separations.queries.naming import sides_in_words
from trellis.features.separations.rules import END, RECORD
from trellis.features.separations.rules.margin import margin_on
from trellis.features.separations.rules.people import Side
from trellis.features.separations.web.forms import EndForm, ReviewForm, SearchForm, SeparationForm
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system import render

if TYPE_CHECKING:
    from trellis.features.separations.queries.finding import Found
    from trellis.platform.access.viewer import Viewer

BOTH = ("GET", "POST")
MOST_FOUND = 8
FIRST_REVIEW = timedelta(days=90)


@page(RECORD, methods=BOTH)
def new(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Record that somebody of this family, or all of it, must not meet somebody; shows what stands first."""
    viewer = request.viewer
    family = families.family(viewer, family_id)
    search = SearchForm(request.GET if "look_for" in request.GET else None, auto_id="search_%s")
    looked_for = search.cleaned_data["look_for"] if search.is_bound and search.is_valid() else ""
    own = _own(viewer, family)
    elsewhere = _elsewhere(viewer, looked_for, family_id)
    found: Found | None = None
    form = _form(request, own, elsewhere, stands="seen" in request.POST or "stands" in request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_separation(by=viewer, **_asked(form.cleaned_data))
        except actions.BookingsStand as stands:
            found = stands.found
            form = _form(request, own, elsewhere, stands=True)
            form.is_valid()
            form.add_rule_broken(RuleBroken(str(stands), "seen"))
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "They are kept apart from now on.")
            return redirect("separations:separation", separation_id=made.pk)
    viewed(viewer, family)
    context = {
        "family": family,
        "search": search,
        "looked_for": looked_for,
        "elsewhere": elsewhere,
        "form": form,
        "found": found,
        "action": f"{request.path}?{urlencode({'look_for': looked_for})}" if looked_for else request.path,
        "back": reverse("families:family", args=[family.pk]),
    }
    return render(request, "separations/new.jinja", context)


@page(RECORD, methods=BOTH)
def review(request: HttpRequest, separation_id: uuid.UUID) -> HttpResponse:
    """Look at a separation again."""
    one = queries.separation(request.viewer, separation_id)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.review_separation(by=request.viewer, separation=one, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Saved.")
            return redirect("separations:separation", separation_id=one.pk)
    return _one_thing(request, one, form, "Look at it again", "Save")


@page(END, methods=BOTH)
def end(request: HttpRequest, separation_id: uuid.UUID) -> HttpResponse:
    """End a separation with a reason."""
    one = queries.separation(request.viewer, separation_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_separation(by=request.viewer, separation=one, why=form.cleaned_data["why"])
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "They need not be kept apart any more. From now on they can be booked together.")
            return redirect("separations:separation", separation_id=one.pk)
    return _one_thing(request, one, form, "End this separation", "End it")


def _one_thing(request: HttpRequest, one: Any, form: Any, title: str, submit: str) -> HttpResponse:
    first, second = sides_in_words(request.viewer, [one])[one.pk]
    back = reverse("separations:separation", args=[one.pk])
    context = {
        "form": form,
        "title": title,
        "caption": f"{first} and {second}",
        "submit_text": submit,
        "back_href": back,
        "cancel_href": back,
    }
    return render(request, "layouts/one_thing_page.jinja", context)


def _form(
    request: HttpRequest, own: list[tuple[str, str]], elsewhere: list[tuple[str, str]], *, stands: bool
) -> SeparationForm:
    today = timezone.localdate()
    return SeparationForm(
        request.POST or None,
        initial={"margin": margin_on(today).minutes, "review_on": today + FIRST_REVIEW},
        first=own,
        other=[*own, *elsewhere],
        stands=stands,
    )


def _own(viewer: Viewer, family: Any) -> list[tuple[str, str]]:
    people = families.people_of(viewer, family.pk)
    return [(f"family:{family.pk}", f"The whole {family.name}"), *((f"person:{p.pk}", p.full_name) for p in people)]


def _elsewhere(viewer: Viewer, looked_for: str, own: uuid.UUID) -> list[tuple[str, str]]:
    if not looked_for.strip():
        return []
    found = []
    for family in families.families(viewer, looked_for).exclude(pk=own)[:MOST_FOUND]:
        found.append((f"family:{family.pk}", f"The whole {family.name}"))
        found += [(f"person:{p.pk}", f"{p.full_name}, {family.name}") for p in families.people_of(viewer, family.pk)]
    return list(dict(found).items())


def _asked(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "first": _side(data["first"]),
        "second": _side(data["other"]),
        "reason": data["reason"],
        "source": data["source"],
        "review_on": data["review_on"],
        "margin_minutes": data["margin"],
        "different_workers": data["different_workers"],
        "despite_bookings": data.get("seen", False),
    }


def _side(key: str) -> Side:
    kind, _, pk = key.partition(":")
    return Side(person=uuid.UUID(pk)) if kind == "person" else Side(family=uuid.UUID(pk))
