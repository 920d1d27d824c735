"""Pages of likely pairs, and of what was decided of them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.duplicates import actions, queries
from trellis.features.families import queries as families
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import Checkboxes, GovukForm, Text
from trellis.platform.design_system.lists import page_of


class PairFilterForm(GovukForm):
    """Which likely pairs to show."""

    marks_optional = False
    search = Text(label="Name", required=False, width=20)
    only = Checkboxes(label="How likely", choices=[("very", "Only very likely")], required=False)


@page("duplicates.see")
def likely(request: HttpRequest) -> HttpResponse:
    """List the likely pairs, likeliest first."""
    viewer = request.viewer
    form = PairFilterForm(request.GET or None, auto_id="filter_%s")
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = page_of(
        request,
        queries.pairs(viewer, search=chosen.get("search", ""), only_very_likely=bool(chosen.get("only"))),
    )
    pairs = [queries.shown(pair) for pair in found.object_list]
    people = {person for one in pairs for person in (one.pair.first, one.pair.second)}
    viewed(viewer, people=sorted(people, key=lambda person: person.pk))
    context = {
        "form": form,
        "filtered": bool(chosen.get("search") or chosen.get("only")),
        "found": found,
        "rows": [_row(one.pair.first, one.pair.second, one) for one in pairs],
        "search": queries.last_search(viewer),
    }
    return render(request, "duplicates/likely.jinja", context)


def _row(first: Any, second: Any, one: Any) -> dict[str, Any]:
    return {
        "people": (first, second),
        "very": one.is_very_likely,
        "speaks_for": [each["words"] for each in one.evidence if each["weight"] > 0],
        "speaks_against": [each["words"] for each in one.evidence if each["weight"] <= 0],
        "compare": reverse("duplicates:compare", args=[first.pk, second.pk]),
        "two_people": reverse("duplicates:two_people", args=[first.pk, second.pk]),
    }


@page("duplicates.see", methods=("POST",))
def look(request: HttpRequest) -> HttpResponse:
    """Begin to look through everybody, in the background."""
    job = actions.look_for_pairs(by=request.viewer)
    return redirect("jobs:job", job.pk)


@page("duplicates.see")
def of_person(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Look, here and now, for other records of one person."""
    viewer = request.viewer
    person = families.person(viewer, person_id)
    found = queries.pairs_of(viewer, person)
    others = queries.others(viewer, person, found)
    viewed(viewer, person, people=[other for other, _ in others])
    rows = [_row(person, other, queries.as_shown(one)) for other, one in others]
    home = queries.a_family_of(viewer, person)
    context = {"person": person, "rows": rows, "family": home}
    return render(request, "duplicates/of_person.jinja", context)


@page("duplicates.see", methods=("POST",))
def two_people(request: HttpRequest, kept_id: uuid.UUID, gone_id: uuid.UUID) -> HttpResponse:
    """Keep that two records are two people."""
    one, other = queries.people_seen(request.viewer, kept_id, gone_id)
    actions.not_the_same(by=request.viewer, one=one, other=other)
    messages.success(
        request,
        f"{one.full_name} and {other.full_name} are two people. They will not be put forward again. "
        "You can take this back under “Two people”.",
    )
    return redirect("duplicates:list")


@page("duplicates.see")
def decisions(request: HttpRequest) -> HttpResponse:
    """List the pairs that were looked at and are two people."""
    found = page_of(request, queries.decisions(request.viewer))
    return render(request, "duplicates/decisions.jinja", {"found": found})


@page("duplicates.see", methods=("POST",))
def take_back(request: HttpRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Take back that two records are two people."""
    decision = queries.decision(request.viewer, decision_id)
    actions.take_back_not_the_same(by=request.viewer, decision=decision)
    messages.success(request, "Taken back. If they are alike, they come up again when you next look for duplicates.")
    return redirect("duplicates:decisions")
