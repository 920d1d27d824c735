"""Pages of a child's own plan for being talked with."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trellis.features.families import queries as families
from trellis.features.safety import actions, queries
from trellis.features.safety.rules.communication import PARTS
from trellis.features.safety.web.answering import BOTH, People, answered, overview
from trellis.features.safety.web.forms import CommunicationForm, PartsForm, ReadersForm
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.audit.actions import viewed

if TYPE_CHECKING:
    from trellis.features.families.models import Family
    from trellis.features.safety.models import CommunicationPlan


@page("safety.record", methods=BOTH)
def make(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Write a child's plan with them."""
    family = families.family(request.viewer, family_id)
    people = People(request, family)
    staff = {str(one.pk): one for one in queries.staff_to_choose(request.viewer)}
    form = CommunicationForm(
        request.POST or None,
        people=people.choices,
        staff_choices=[(key, one.user.name) for key, one in staff.items()],
    )

    def do(given: dict[str, Any]) -> Any:
        return actions.make_communication_plan(
            by=request.viewer,
            family=family,
            person=people.by_key[given["person"]],
            parts=form.parts(),
            **_readers(given, people, staff),
        )

    return answered(
        request,
        form,
        do,
        done="The plan has been kept, for those whom they chose.",
        onward=lambda made: reverse("safety:communication", args=[family.pk, made.pk]),
        context={
            "title": "Write how somebody wants to be talked with",
            "caption": family.name,
            "intro": "Write it with the child or young person, in their words. It is theirs: only those whom they "
            "choose will find it.",
            "back_href": overview(family),
        },
    )


@page("safety.see")
def plan(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Show a child's plan to those whom the child chose."""
    family, found = _plan(request, family_id, plan_id)
    viewed(request.viewer, found, family)
    newest = found.kept[0]
    context = {
        "family": family,
        "plan": found,
        "newest": newest,
        "parts_said": [(part.title, newest.parts[part.key]) for part in PARTS if newest.parts[part.key]],
        "earlier": [
            (one, [(part.title, one.parts[part.key]) for part in PARTS if one.parts[part.key]])
            for one in found.kept[1:]
        ],
        "staff": [one.membership.user.name for one in found.chosen if one.membership],
        "people": [one.person.short_name for one in found.chosen if one.person],
        "back_href": overview(family),
    }
    return render(request, "safety/communication.jinja", context)


@page("safety.record", methods=BOTH)
def new_version(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Write what the child says now."""
    family, found = _plan(request, family_id, plan_id)
    newest = found.kept[0]
    form = PartsForm(request.POST or None, initial=newest.parts)
    return answered(
        request,
        form,
        lambda _: actions.new_communication_version(by=request.viewer, plan=found, parts=form.parts()),
        done="Kept. What they said before stays.",
        onward=reverse("safety:communication", args=[family.pk, found.pk]),
        context={"title": f"What {found.person.short_name} says now", "caption": family.name},
    )


@page("safety.record", methods=BOTH)
def readers(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Write to whom the child agrees now."""
    family, found = _plan(request, family_id, plan_id)
    people = People(request, family)
    staff = {str(one.pk): one for one in queries.staff_to_choose(request.viewer)}
    chosen = found.chosen
    initial = {
        "shown_to_staff": "yes" if found.shown_to_staff else "no",
        "staff": [str(one.membership_id) for one in chosen if one.membership_id],
        "people": [str(one.person_id) for one in chosen if one.person_id],
    }
    form = ReadersForm(
        request.POST or None,
        people=people.choices,
        staff_choices=[(key, one.user.name) for key, one in staff.items()],
        initial=initial,
    )

    def do(given: dict[str, Any]) -> Any:
        return actions.change_readers(by=request.viewer, plan=found, **_readers(given, people, staff))

    return answered(
        request,
        form,
        do,
        done="Saved. Only those whom they chose will find the plan.",
        onward=reverse("safety:safety", args=[family.pk]),
        context={"title": f"Whom {found.person.short_name} chooses", "caption": family.name},
    )


def _plan(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> tuple[Family, CommunicationPlan]:
    family = families.family(request.viewer, family_id)
    return family, get_or_404(queries.communication_plans_of(request.viewer, family.pk), pk=plan_id)


def _readers(given: dict[str, Any], people: People, staff: dict[str, Any]) -> dict[str, Any]:
    return {
        "shown_to_staff": given["shown_to_staff"] == "yes",
        "staff": [staff[key] for key in given["staff"]],
        "people": people.all_chosen(given["people"]),
    }
