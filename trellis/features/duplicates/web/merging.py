"""Pages on which two records are compared, merged and taken apart."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.duplicates import actions, queries
from trellis.features.duplicates.rules import FIELDS
from trellis.features.families.rules import Channel, Gender, OccupationKind
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.lists import page_of
from trellis.platform.design_system.words import count, day

BOTH = ("GET", "POST")


@page("duplicates.see", methods=BOTH)
def compare(request: HttpRequest, kept_id: uuid.UUID, gone_id: uuid.UUID) -> HttpResponse:
    """Show two records side by side; a supervisor chooses what stays and merges them."""
    viewer = request.viewer
    kept, gone = queries.people_seen(viewer, kept_id, gone_id)
    if request.method == "POST":
        viewer.must("duplicates.merge")
    choices = {name: request.POST.get(name, "") for name in FIELDS}
    wrong = ""
    if request.method == "POST":
        try:
            made = actions.merge(
                by=viewer, kept=kept, gone=gone, choices=choices, as_seen=request.POST.get("as_seen", "")
            )
        except RuleBroken as broken:
            wrong = broken.message
        else:
            messages.success(request, "The two records are one now. Nothing is lost: you can take them apart again.")
            return redirect("duplicates:take_apart", made.pk)
    try:
        queries.check_may_be_one(viewer, kept, gone)
    except RuleBroken as broken:
        wrong = wrong or broken.message
        refused = True
    else:
        refused = False
    return _comparison(request, kept, gone, choices, wrong, refused=refused)


def _comparison(
    request: HttpRequest, kept: Any, gone: Any, choices: dict[str, str], wrong: str, *, refused: bool
) -> HttpResponse:
    viewer = request.viewer
    shown = queries.comparison(viewer, kept, gone)
    viewed(viewer, people=[kept, gone])
    context = {
        "kept": shown.kept,
        "gone": shown.gone,
        "fields": [_field(name, shown, choices.get(name, "")) for name in FIELDS],
        "rest": [(label, words(shown.kept), words(shown.gone)) for label, words in REST],
        "evidence": sorted(shown.weighed.evidence, key=lambda one: -one.weight),
        "stamp": shown.stamp,
        "errors": [{"text": wrong, "href": "#compared"}] if wrong else [],
        "may_merge": viewer.may("duplicates.merge") and not refused,
        "is_supervisor": viewer.may("duplicates.merge"),
        "swapped": reverse("duplicates:compare", args=[gone.pk, kept.pk]),
        "two_people": reverse("duplicates:two_people", args=[kept.pk, gone.pk]),
    }
    return render(request, "duplicates/compare.jinja", context, status=409 if request.method == "POST" else 200)


def _field(name: str, shown: Any, typed: str) -> dict[str, Any]:
    values = [getattr(side.person, name) for side in (shown.kept, shown.gone)]
    differs = values[0] != values[1]
    return {
        "name": name,
        "label": FIELDS[name],
        "words": [_words(name, value) for value in values],
        "differs": differs,
        "stays": (typed if typed in {"kept", "gone"} else shown.proposed[name]) if differs else "",
    }


def _words(name: str, value: Any) -> str:
    if name == "birth_date":
        return str(day(value)) if value else ""
    if name == "gender":
        return Gender(value).label
    if name in {"interpreter_needed", "has_died"}:
        return {True: "Yes", False: "No" if name == "interpreter_needed" else "", None: ""}[value]
    return str(value)


def _families(side: Any) -> list[str]:
    return [family.name for family in side.families]


def _homes(side: Any) -> list[str]:
    return [
        f"{label}: {', '.join(str(where).splitlines())} {where.postcode}" if where else label
        for label, where in side.homes
    ]


def _contacts(side: Any) -> list[str]:
    return [
        f"{Channel(one.channel).label}{f': {one.value}' if one.value else ''} "
        f"({'safe to use' if one.is_safe else 'do not use'})"
        for one in side.contacts
    ]


def _occupations(side: Any) -> list[str]:
    return [f"{OccupationKind(one.kind).label}{f': {one.name}' if one.name else ''}" for one in side.occupations]


def _records(side: Any) -> list[str]:
    return [*side.from_rooms, *(count(number, kind, kind) for number, kind in side.records)]


def _written(side: Any) -> list[str]:
    return [str(day(side.person.created_at.date()))]


REST = (
    ("Families", _families),
    ("Homes", _homes),
    ("Ways to make contact", _contacts),
    ("In the week", _occupations),
    ("Written about them", _records),
    ("Record made on", _written),
)


@page("duplicates.see")
def merges(request: HttpRequest) -> HttpResponse:
    """List the merges that stand, newest first."""
    found = page_of(request, queries.merges(request.viewer))
    return render(
        request, "duplicates/merges.jinja", {"found": found, "may_merge": request.viewer.may("duplicates.merge")}
    )


@page("duplicates.merge", methods=BOTH)
def take_apart(request: HttpRequest, merge_id: uuid.UUID) -> HttpResponse:
    """Show a merge, what was written since and whose it is, and take it apart."""
    viewer = request.viewer
    merge = queries.merge(viewer, merge_id)
    since = queries.written_since(viewer, merge)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        chosen = {f"{label}:{row.pk}": (label, str(row.pk)) for label, row, _ in since}
        over = [chosen[key] for key in request.POST.getlist("to_the_other") if key in chosen]
        try:
            parted = actions.unmerge(
                by=viewer,
                merge=merge,
                to_the_other=over,
                not_the_same=request.POST.get("not_the_same") == "yes",
            )
        except RuleBroken as broken:
            errors = [{"text": broken.message, "href": "#take-apart"}]
        else:
            messages.success(request, _came_apart(parted))
            return redirect("duplicates:compare", merge.kept_id, merge.gone_id)
    viewed(viewer, people=[merge.person])
    context = {
        "merge": merge,
        "since": [
            {"key": f"{label}:{row.pk}", "words": f"{kind.capitalize()}: {row}", "on": row.created_at}
            for label, row, kind in since
        ],
        "ticked": request.POST.getlist("to_the_other"),
        "errors": errors,
    }
    return render(request, "duplicates/take_apart.jinja", context, status=409 if errors else 200)


def _came_apart(parted: Any) -> str:
    words = [f"These are two records again: {count(parted.back, 'row')} went back to where they were."]
    if parted.changed_since:
        words.append(f"{count(parted.changed_since, 'thing')} changed since the merge stayed as it is now.")
    if parted.gone_since:
        words.append(f"{count(parted.gone_since, 'thing')} taken out since the merge stayed out.")
    return " ".join(words)
