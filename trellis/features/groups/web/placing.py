"""Giving families places: who waits and who fits, rules as they stand after each step, and undo."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from trellis.features.groups import actions, queries
from trellis.features.groups.queries.facts import facts_of_several, family_facts
from trellis.features.groups.queries.places import (
    families_to_place,
    families_without_group,
    journey_to_place,
    left_places_of,
)
from trellis.features.groups.rules import PLACE_FAMILIES, GroupStatus
from trellis.features.groups.rules.checks import is_capacity, rules_of
from trellis.features.groups.rules.fitting import Fit, Fits, fit_of
from trellis.features.groups.rules.status import TAKES_PLACES
from trellis.features.groups.web.forms import PlaceFamilyForm, WhyForm
from trellis.features.groups.web.shared import age_words, by_outcome, posted, slot_of, status_of, tabs_of
from trellis.features.journeys.rules import Priority
from trellis.features.programmes.queries import definition
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system import render

if TYPE_CHECKING:
    from datetime import date

    from trellis.features.groups.models import Group
    from trellis.features.groups.rules.plan import CircleFacts, GroupFacts
    from trellis.features.journeys.models import Journey
    from trellis.kernel.decisions import Reason

BOTH = ("GET", "POST")
PER_PAGE = 20
FIT_LOOKS = {Fits.YES: "good", Fits.ASK: "look", Fits.NO: "danger", Fits.FULL: "danger"}
PRIORITY_LOOKS = {Priority.URGENT: "danger", Priority.SOON: "look", Priority.STANDARD: "quiet"}


@page(PLACE_FAMILIES)
def places(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Show who has a place, who waits and whether they fit, and the rules as they stand."""
    return _places_page(request, queries.group(request.viewer, group_id), [])


@page(PLACE_FAMILIES, methods=("POST",))
def add(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Place the families ticked, or the one whose button was pressed."""
    viewer = request.viewer
    group = queries.group(viewer, group_id)
    wanted = _ids([request.POST["one"]] if request.POST.get("one") else request.POST.getlist("journeys"))
    try:
        result = actions.place_families(by=viewer, group_id=group.pk, journey_ids=wanted)
    except RuleBroken as broken:
        return _places_page(request, group, [{"text": words, "href": ""} for _, words in broken.problems])
    placed = [str(journey.pk) for journey in result.placed]
    refused = [
        {"text": f"{journey.family.name} has no place: {words}", "href": ""} for journey, words in result.refused
    ]
    if refused:
        return _places_page(request, group, refused, placed=placed, ticked=[str(j.pk) for j, _ in result.refused])
    return redirect(f"{_places(group)}?{urlencode({'placed': placed}, doseq=True)}")


@page(PLACE_FAMILIES, methods=("POST",))
def undo(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Take back what was just done: a family's place, or its removal."""
    viewer = request.viewer
    group = queries.group(viewer, group_id)
    try:
        for journey_id in _ids(request.POST.getlist("placed")):
            actions.remove_family(by=viewer, group_id=group.pk, journey_id=journey_id, why="Placed by mistake")
        for journey_id in _ids(request.POST.getlist("removed")):
            _place_again(request, group, journey_id)
    except RuleBroken as broken:
        return _places_page(request, group, [{"text": words, "href": ""} for _, words in broken.problems])
    messages.success(request, "That is undone.")
    return redirect(_places(group))


@page(PLACE_FAMILIES, methods=BOTH)
def family(request: HttpRequest, group_id: uuid.UUID, journey_id: uuid.UUID) -> HttpResponse:
    """Place one family where something has to be chosen, or a rule set aside with a reason."""
    viewer = request.viewer
    group = queries.group(viewer, group_id)
    journey = journey_to_place(viewer, group.programme_key, journey_id)
    if journey is None:
        raise Http404
    facts = queries.facts_of(viewer, group)
    fit = fit_of(definition(group.programme_version_id), facts, family_facts(journey))
    full = [each for each in fit.against if is_capacity(each)]
    form = PlaceFamilyForm(
        posted(request),
        people=_choices(fit, facts),
        asks_why=bool(fit.against),
        initial=_chosen(fit),
    )
    if request.method == "POST" and form.is_valid():
        circles = {
            uuid.UUID(name.removeprefix("circle_")): uuid.UUID(chosen)
            for name, chosen in form.cleaned_data.items()
            if name.startswith("circle_")
        }
        try:
            actions.place_family(
                by=viewer,
                group_id=group.pk,
                journey_id=journey.pk,
                circles=circles,
                despite=form.cleaned_data.get("despite", ""),
            )
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            return redirect(f"{_places(group)}?{urlencode({'placed': journey.pk})}")
    viewed(viewer, journey, people=[each.person for each in journey.participants.all()])
    context = {
        "group": group,
        "journey": journey,
        "row": _waiting_row(journey, fit, facts.first_day, timezone.localdate()),
        "form": form,
        "full": full,
        "back": _places(group),
    }
    return render(request, "groups/place_family.jinja", context)


@page(PLACE_FAMILIES, methods=BOTH)
def remove(request: HttpRequest, group_id: uuid.UUID, journey_id: uuid.UUID) -> HttpResponse:
    """Take a family's places back, with a reason."""
    viewer = request.viewer
    group = queries.group(viewer, group_id)
    own = [place for place in queries.places_of(viewer, group) if place.participant.journey_id == journey_id]
    if not own:
        raise Http404
    name = own[0].participant.journey.family.name
    form = WhyForm(
        posted(request),
        label=f"Why does {name} give up its place?",
        hint="Kept with the place.",
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_family(by=viewer, group_id=group.pk, journey_id=journey_id, why=form.cleaned_data["why"])
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            return redirect(f"{_places(group)}?{urlencode({'removed': journey_id})}")
    context = {
        "form": form,
        "title": f"Take {name} out of {group.name}",
        "intro": "What was held stays. The family keeps its place on the waiting list.",
        "submit_text": "Take them out",
        "back_href": _places(group),
        "cancel_href": _places(group),
    }
    return render(request, "layouts/one_thing_page.jinja", context)


def _places_page(
    request: HttpRequest,
    group: Group,
    errors: list[dict[str, str]],
    *,
    placed: Sequence[str] = (),
    ticked: Sequence[str] = (),
) -> HttpResponse:
    viewer = request.viewer
    today = timezone.localdate()
    rule = definition(group.programme_version_id)
    facts = facts_of_several(viewer, [group])[group.pk]
    standing = rules_of(rule, facts)
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and 0 < int(asked) <= 10_000 else 1
    start = (number - 1) * PER_PAGE
    found = list(families_to_place(viewer, group.programme_key)[start : start + PER_PAGE + 1])
    begun = families_without_group(viewer, group.programme_key) if number == 1 else []
    rows = [
        _waiting_row(journey, fit_of(rule, facts, family_facts(journey), standing), facts.first_day, today)
        for journey in [*begun, *found[:PER_PAGE]]
    ]
    taken = _families(facts)
    viewed(
        viewer,
        group,
        people=[each.person for row in rows for each in row["journey"].participants.all()],
    )
    done = [*placed, *request.GET.getlist("placed")]
    context = {
        "group": group,
        "status": status_of(group),
        "slot": slot_of(group),
        "tabs": tabs_of(viewer, group, "places"),
        "families": taken,
        "circles": facts.circles,
        "rows": rows,
        "ticked": set(ticked),
        "number": number,
        "more": len(found) > PER_PAGE,
        "reasons": by_outcome(standing),
        "is_forming": group.status == GroupStatus.FORMING,
        "is_open": group.status in TAKES_PLACES,
        "undo": _undo(done, request.GET.getlist("removed"), taken),
        "errors": errors,
    }
    return render(request, "groups/places.jinja", context)


def _waiting_row(journey: Journey, fit: Fit, first_day: date, today: date) -> dict[str, Any]:
    circles = {person.key: circle.title if circle else "" for person, circle in fit.places}
    priority = Priority(journey.priority)
    return {
        "journey": journey,
        "family": journey.family.name,
        "href": reverse("journeys:journey", args=[journey.pk]),
        "people": [
            {
                "name": each.person.short_name,
                "age": age_words(each.person.birth_date, first_day),
                "circle": circles.get(str(each.pk), ""),
            }
            for each in journey.participants.all()
        ],
        "days": max(0, (today - journey.waiting_since).days),
        "priority": {"text": priority.label, "look": PRIORITY_LOOKS[priority], "why": journey.priority_why},
        "has_begun": journey.status != "waiting",
        "fits": {"text": fit.fits.label, "look": FIT_LOOKS[fit.fits]},
        "may_place": fit.may_place_at_once,
        "against": _words(fit.against),
        "to_ask": _words(fit.to_ask),
    }


def _words(reasons: Sequence[Reason]) -> list[str]:
    return list(dict.fromkeys(each.words for each in reasons))


def _families(facts: GroupFacts) -> list[dict[str, Any]]:
    strands = {circle.strand for circle in facts.circles}
    circle_of = {person.key: circle.title for circle in facts.circles for person in circle.people}
    agreed = {person.key for person in facts.seated if person.agreed}
    return [
        {
            "journey": family.journey,
            "family": f"{family.name} family",
            "href": reverse("journeys:journey", args=[family.journey]),
            "people": [
                {
                    "name": person.name,
                    "age": age_words(person.birth_date, facts.first_day),
                    "circle": circle_of[person.key],
                    "agreed": person.key in agreed,
                }
                for person in family.participants
                if person.key in circle_of
            ],
            "missing": [
                person.name
                for person in family.participants
                if person.key not in circle_of and person.strand in strands
            ],
        }
        for family in facts.families
    ]


def _undo(placed: Sequence[str], removed: Sequence[str], taken: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    here = {str(row["journey"]): row["family"] for row in taken}
    done = [each for each in placed if each in here]
    gone = [each for each in removed if each not in here]
    if done:
        words = f"{', '.join(here[each] for each in done)} {'has a place' if len(done) == 1 else 'have places'}."
        return {"words": words, "name": "placed", "ids": done}
    return {"words": "The family is taken out.", "name": "removed", "ids": gone} if gone else None


def _choices(fit: Fit, facts: GroupFacts) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (person.key, person.name, [(circle.key, circle.title) for circle in _own(facts, person.strand)])
        for person, _ in fit.places
        if len(_own(facts, person.strand)) > 1
    ]


def _own(facts: GroupFacts, strand: str) -> list[CircleFacts]:
    return [circle for circle in facts.circles if circle.strand == strand]


def _chosen(fit: Fit) -> dict[str, str]:
    return {f"circle_{person.key}": circle.key for person, circle in fit.places if circle is not None}


def _place_again(request: HttpRequest, group: Group, journey_id: uuid.UUID) -> None:
    left = left_places_of(request.viewer, group)
    own = [place for place in left if place.participant.journey_id == journey_id]
    circles = {place.participant_id: place.circle_id for place in reversed(own)}
    despite = next((place.despite for place in own if place.despite), "")
    actions.place_family(by=request.viewer, group_id=group.pk, journey_id=journey_id, circles=circles, despite=despite)


def _ids(sent: Sequence[str]) -> list[uuid.UUID]:
    found = []
    for each in sent:
        try:
            found.append(uuid.UUID(each))
        except ValueError:
            continue
    return found


def _places(group: Group) -> str:
    return reverse("groups:places", args=[group.pk])
