"""Pages of how long things are kept: rules, holds, whose time has passed, and what was erased."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from trellis.features.families import queries as families
from trellis.features.rights.actions import keeping as actions
from trellis.features.rights.queries import keeping as queries
from trellis.features.rights.rules import length_in_words
from trellis.features.rights.web.requests import BOTH
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.design_system.forms import DateParts, GovukForm, LongText, Select, Text, WholeNumber
from trellis.platform.design_system.lists import page_of

KEEP = "rights.keep"


class LengthForm(GovukForm):
    """How long the organisation keeps something."""

    months = WholeNumber(label="How many months?", hint="84 months are 7 years", least=0, most=1200, noun="months")
    why = LongText(label="Why is this right for you, and who decided it?", rows=3, max_length=500, noun="reason")


class HoldForm(GovukForm):
    """Why nothing of it may go."""

    person = Select(label="Of whom?", required=False)
    why = LongText(label="Why must nothing of it go?", rows=3, max_length=500, noun="reason")
    review_on = DateParts(label="When do we look at it again?", hint="In the next twelve months", noun="day")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "The whole family"), *people]


class EndForm(GovukForm):
    """Why a hold can end."""

    why = LongText(label="Why can the hold end?", rows=3, max_length=500, noun="reason")


class KeptForm(GovukForm):
    """Why somebody is kept for now."""

    why = Text(
        label="Why are they kept for now?",
        hint="Leave it empty to put them back among those who go",
        required=False,
        max_length=300,
    )


@page(KEEP)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the rules, the holds, the batches and the tombstones."""
    today = timezone.localdate()
    context = {
        "rules": queries.rules_here(request.viewer, today),
        "holds": list(queries.holds(request.viewer)[:50]),
        "batches": list(queries.batches(request.viewer)[:20]),
        "tombstones": list(queries.tombstones(request.viewer)[:20]),
        "in_words": length_in_words,
        "today": today,
    }
    return render(request, "rights/keeping.jinja", context)


@page(KEEP, methods=BOTH)
def rule(request: HttpRequest, rule_key: str) -> HttpResponse:
    """Set the organisation's own length for a rule."""
    found = queries.rule_here(request.viewer, rule_key, timezone.localdate())
    if found is None:
        raise Http404
    form = LengthForm(request.POST or None, initial={"months": found.months})
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_length(by=request.viewer, rule_key=rule_key, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The length has been set. It holds from today.")
            return redirect("rights:keeping")
    context = {
        "form": form,
        "title": found.rule.label,
        "caption": f"{length_in_words(found.months)}; never shorter than {length_in_words(found.rule.floor)}",
        "back_href": reverse("rights:keeping"),
        "cancel_href": reverse("rights:keeping"),
        "submit_text": "Save",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


@page(KEEP, methods=BOTH)
def hold(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Put a family, or somebody of it, on legal hold."""
    family = families.family(request.viewer, family_id)
    people = {str(each.pk): each for each in families.people_of(request.viewer, family.pk)}
    form = HoldForm(request.POST or None, people=[(key, each.full_name) for key, each in people.items()])
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        person = people.get(values.pop("person"))
        try:
            actions.put_on_hold(by=request.viewer, family=family, person=person, **values)
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "Nothing of it goes until the hold is ended.")
            return redirect("rights:keeping")
    back = reverse("families:family", args=[family.pk])
    context = {
        "form": form,
        "title": "Put on legal hold",
        "caption": family.name,
        "back_href": back,
        "cancel_href": back,
        "submit_text": "Put on hold",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


@page(KEEP, methods=BOTH)
def end_hold(request: HttpRequest, hold_id: uuid.UUID) -> HttpResponse:
    """End a hold."""
    found = queries.hold(request.viewer, hold_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_hold(by=request.viewer, hold=found, why=form.cleaned_data["why"])
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The hold is ended.")
            return redirect("rights:keeping")
    context = {
        "form": form,
        "title": "End a legal hold",
        "caption": found.why,
        "back_href": reverse("rights:keeping"),
        "cancel_href": reverse("rights:keeping"),
        "submit_text": "End the hold",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


@page(KEEP, methods=("POST",))
def look(request: HttpRequest) -> HttpResponse:
    """Look whose time has passed."""
    return redirect("jobs:job", actions.look_who_may_go(by=request.viewer))


@page(KEEP, methods=BOTH)
def batch(request: HttpRequest, batch_id: uuid.UUID) -> HttpResponse:
    """Show who would go and why; approve, or let it be."""
    found = queries.batch(request.viewer, batch_id)
    if request.method == "POST":
        return _decided(request, found)
    shown = page_of(request, queries.candidates(request.viewer, found.pk))
    context = {
        "batch": found,
        "shown": shown,
        "families": queries.families_of_candidates(request.viewer, shown.object_list),
    }
    return render(request, "rights/batch.jinja", context)


def _decided(request: HttpRequest, found: Any) -> HttpResponse:
    act = actions.approve if request.POST.get("decision") == "approve" else actions.drop
    words = {
        actions.approve: "Approved. They go tonight, each looked at once more.",
        actions.drop: "Nobody of it goes.",
    }
    try:
        act(by=request.viewer, batch=found)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    else:
        messages.success(request, words[act])
    return redirect("rights:batch", found.pk)


@page(KEEP, methods=BOTH)
def candidate(request: HttpRequest, batch_id: uuid.UUID, candidate_id: uuid.UUID) -> HttpResponse:
    """Keep somebody for now, with a reason."""
    found = queries.candidate(request.viewer, batch_id, candidate_id)
    form = KeptForm(request.POST or None, initial={"why": found.kept_why})
    back = reverse("rights:batch", args=[batch_id])
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_for_now(by=request.viewer, candidate=found, why=form.cleaned_data["why"])
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "That has been written down.")
            return redirect(back)
    context = {
        "form": form,
        "title": "Keep somebody for now",
        "caption": found.person.full_name if found.person else "",
        "back_href": back,
        "cancel_href": back,
        "submit_text": "Save",
    }
    return render(request, "layouts/one_thing_page.jinja", context)
