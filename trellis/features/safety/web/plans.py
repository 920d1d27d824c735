"""Pages of safety plans."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trellis.features.families import queries as families
from trellis.features.safety import actions, queries
from trellis.features.safety.rules.helplines import helplines
from trellis.features.safety.rules.plans import SECTIONS, Paper, discreet, lines_of, may_print
from trellis.features.safety.web.answering import BOTH, People, answered, overview
from trellis.features.safety.web.forms import PlanForm, WhyForm
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.audit.actions import viewed

if TYPE_CHECKING:
    from trellis.features.families.models import Family
    from trellis.features.safety.models import SafetyPlan, SafetyPlanVersion


@page("safety.record", methods=BOTH)
def make(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Make a plan with a family."""
    family = families.family(request.viewer, family_id)
    people = People(request, family)

    def do(given: dict[str, Any]) -> Any:
        name = given.pop("name")
        return actions.make_plan(by=request.viewer, family=family, name=name, words=_words(given, people))

    return answered(
        request,
        PlanForm(request.POST or None, people=people.choices),
        do,
        done="The plan has been kept.",
        onward=lambda made: reverse("safety:plan", args=[family.pk, made.pk]),
        context={
            "title": "Make a safety plan together",
            "caption": family.name,
            "intro": "In the family’s own words. Leave empty what does not fit them.",
            "back_href": overview(family),
        },
    )


@page("safety.see")
def plan(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Show a plan as it is now, with the versions before."""
    family, found = plan_of(request, family_id, plan_id)
    return _shown(request, family, found, queries.current_version(found))


@page("safety.see")
def version(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID, number: int) -> HttpResponse:
    """Show a plan as it was."""
    family, found = plan_of(request, family_id, plan_id)
    older = next((one for one in found.kept if one.number == number), None)
    if older is None:
        raise Http404
    return _shown(request, family, found, older)


@page("safety.record", methods=BOTH)
def new_version(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """Write a new version, which starts from the last; the day and who agrees are asked anew."""
    family, found = plan_of(request, family_id, plan_id)
    if found.ended_on is not None:
        raise Http404
    people = People(request, family)
    last = queries.current_version(found)
    initial = {
        **last.sections,
        "helplines": last.helplines,
        "other_numbers": last.other_numbers,
        "paper": last.paper,
    }
    return answered(
        request,
        PlanForm(request.POST or None, people=people.choices, named=False, initial=initial),
        lambda given: actions.new_version(by=request.viewer, plan=found, words=_words(given, people)),
        done="The new version has been kept. The one before stays as it was.",
        onward=reverse("safety:plan", args=[family.pk, found.pk]),
        context={
            "title": f"{found.name}: a new version",
            "caption": family.name,
            "intro": f"Filled in from version {last.number}.",
        },
    )


@page("safety.record", methods=BOTH)
def end(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> HttpResponse:
    """End a plan that is no longer used."""
    family, found = plan_of(request, family_id, plan_id)
    if found.ended_on is not None:
        raise Http404
    return answered(
        request,
        WhyForm(request.POST or None, label="Why is this plan no longer used?"),
        lambda given: actions.end_plan(by=request.viewer, plan=found, why=given["why"]),
        done="The plan has ended. It stays in the record.",
        onward=overview(family),
        context={"title": f"End the plan “{found.name}”", "caption": family.name, "submit_text": "End it"},
    )


def plan_of(request: HttpRequest, family_id: uuid.UUID, plan_id: uuid.UUID) -> tuple[Family, SafetyPlan]:
    """Return a family and one of its plans, or answer 404."""
    family = families.family(request.viewer, family_id)
    return family, get_or_404(queries.plans_of(request.viewer, family.pk), pk=plan_id)


def agreed_words(version: SafetyPlanVersion) -> list[str]:
    """Return who agreed a version."""
    names = [one.person.short_name for one in version.agreements.all()]
    return [*names, version.agreed_others] if version.agreed_others else names


def _words(given: dict[str, Any], people: People) -> actions.PlanWords:
    return actions.PlanWords(
        sections={section.key: given[section.key] for section in SECTIONS},
        paper=given["paper"],
        agreed_on=given["agreed_on"],
        review_on=given["review_on"],
        agreed_by=people.all_chosen(given["agreed_by"]),
        agreed_others=given["agreed_others"],
        helplines=given["helplines"],
        other_numbers=given["other_numbers"],
    )


def _shown(request: HttpRequest, family: Family, found: SafetyPlan, shown: SafetyPlanVersion) -> HttpResponse:
    viewed(request.viewer, shown, family)
    newest = queries.current_version(found)
    paper = queries.paper_of_home(request.viewer, family.pk)
    prints = shown.pk == newest.pk and found.ended_on is None
    context = {
        "family": family,
        "plan": found,
        "version": shown,
        "newest": newest,
        "sections": [(section.title, lines_of(shown.sections[section.key])) for section in SECTIONS],
        "numbers": helplines(shown.helplines),
        "other_numbers": lines_of(shown.other_numbers),
        "agreed": agreed_words(shown),
        "paper": paper,
        "paper_unsafe": paper is Paper.UNSAFE,
        "may_print": prints and may_print(paper, discreetly=False),
        "may_print_discreetly": prints and may_print(paper, discreetly=True),
        "left_off": discreet(shown.sections)[1],
        "back_href": overview(family),
    }
    return render(request, "safety/plan.jinja", context)
