"""Pages of incidents."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from trellis.features.families import queries as families
from trellis.features.safety import actions, queries
from trellis.features.safety.rules import IncidentKind, Severity
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system.forms import DateParts, GovukForm, LongText, Radios, Select, Text, YesNo
from trellis.platform.design_system.lists import page_of

BOTH = ("GET", "POST")


class IncidentForm(GovukForm):
    """Something that happened."""

    on = DateParts(label="When did it happen?", latest="today", noun="day it happened")
    kind = Radios(label="What kind of abuse was it?", choices=IncidentKind)
    severity = Radios(label="How serious was it?", choices=[(s.value, s.label) for s in Severity], coerce=int)
    harmed = Select(label="Who was harmed?", required=False)
    done_by = Select(label="Who did it?", required=False)
    what_happened = LongText(label="What happened?", hint="In plain words; what was seen and heard", required=False)
    police_called = YesNo(label="Were the police called?", required=False, not_known=True)
    told_by = Text(label="Who told you?", required=False, max_length=120)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("harmed", "done_by"):
            self.fields[name].choices = [("", "Nobody of this family, or not known"), *people]


class WithdrawForm(GovukForm):
    """Why an entry is wrong."""

    why = Text(label="Why is this entry wrong?", max_length=300, noun="reason")


@page("safety.see")
def incidents(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """List what is written of a family, newest first."""
    family = families.family(request.viewer, family_id)
    viewed(request.viewer, family)
    shown = page_of(request, queries.incidents_of(request.viewer, family.pk))
    return render(request, "safety/incidents.jinja", {"family": family, "shown": shown})


@page("safety.record", methods=BOTH)
def record(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Write down something that happened."""
    family = families.family(request.viewer, family_id)
    people = {str(p.pk): p for p in families.people_of(request.viewer, family.pk)}
    form = IncidentForm(request.POST or None, people=[(key, p.full_name) for key, p in people.items()])
    back = _back(request, reverse("safety:incidents", args=[family.pk]))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            actions.record_incident(
                by=request.viewer,
                family=family,
                **{
                    **values,
                    "harmed": people.get(values["harmed"]),
                    "done_by": people.get(values["done_by"]),
                    "police_called": {"yes": True, "no": False}.get(values["police_called"]),
                },
            )
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, "The incident has been written down.")
            return redirect(back)
    context = {
        "form": form,
        "title": "Write down an incident",
        "caption": family.name,
        "back_href": back,
        "cancel_href": back,
        "submit_text": "Save",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


@page("safety.record", methods=BOTH)
def withdraw(request: HttpRequest, family_id: uuid.UUID, incident_id: uuid.UUID) -> HttpResponse:
    """Take out an entry that was made in error."""
    family = families.family(request.viewer, family_id)
    incident = get_or_404(queries.incidents_of(request.viewer, family.pk), pk=incident_id)
    form = WithdrawForm(request.POST or None)
    back = reverse("safety:incidents", args=[family.pk])
    if request.method == "POST" and form.is_valid():
        actions.withdraw_incident(by=request.viewer, incident=incident, why=form.cleaned_data["why"])
        messages.success(request, "The entry has been taken out. It stays in the record with your reason.")
        return redirect(back)
    context = {
        "form": form,
        "title": "Take out an entry made in error",
        "back_href": back,
        "cancel_href": back,
        "submit_text": "Take it out",
    }
    return render(request, "layouts/one_thing_page.jinja", context)


def _back(request: HttpRequest, otherwise: str) -> str:
    asked = request.GET.get("back", "")
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/") else otherwise
