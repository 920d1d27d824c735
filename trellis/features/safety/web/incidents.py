"""Pages of incidents."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from trellis.features.families import queries as families
from trellis.features.safety import actions, queries
from trellis.features.safety.rules.incidents import IncidentKind, Severity
from trellis.features.safety.web.answering import BOTH, People, answered, came_from, overview, three_valued
from trellis.features.safety.web.forms import IncidentFilterForm, IncidentForm, SignificanceForm, WhyForm
from trellis.platform.access.pages import get_or_404, page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system import lists

COLUMNS = (
    lists.Column("Day", order="on"),
    lists.Column("Kind", order="kind"),
    lists.Column("How serious", order="severity"),
    lists.Column("Who was harmed"),
    lists.Column("Who did it"),
    lists.Column("What happened"),
    lists.Column("Change", hidden_label=True),
)


@page("safety.see")
def incidents(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """List what is written of a family, newest first unless sorted otherwise, narrowed by what the address asks."""
    family = families.family(request.viewer, family_id)
    viewed(request.viewer, family)
    form = IncidentFilterForm(request.GET or None, auto_id="filter_%s")
    order = lists.order_of(request, COLUMNS, default="-on")
    asked = _asked(form, order)
    shown = lists.page_of(request, queries.incidents_asked(request.viewer, family.pk, asked))
    context = {
        "family": family,
        "shown": shown,
        "form": form,
        "headings": lists.headings(request, COLUMNS, order),
        "chosen": _chosen(request, asked),
        "back_href": overview(family),
    }
    return render(request, "safety/incidents.jinja", context)


def _asked(form: IncidentFilterForm, order: str) -> queries.Asked:
    if not form.is_bound:
        return queries.Asked(order=order)
    form.is_valid()  # What does not fit narrows nothing, and is said beside its box.
    given: dict[str, Any] = form.cleaned_data
    severity = given.get("severity")
    return queries.Asked(
        kind=given.get("kind") or "",
        severity=int(severity) if severity else None,
        since=given.get("since"),
        until=given.get("until"),
        standing_out=bool(given.get("standing_out")),
        order=order,
    )


def _chosen(request: HttpRequest, asked: queries.Asked) -> list[dict[str, str]]:
    made = []
    if asked.kind:
        made.append({"text": IncidentKind(asked.kind).label, "href": lists.address_with(request, kind=None, page=None)})
    if asked.severity:
        words = f"At least {Severity(asked.severity).label}"
        made.append({"text": words, "href": lists.address_with(request, severity=None, page=None)})
    for name, words in (("since", "From"), ("until", "To")):
        if day := getattr(asked, name):
            parts: dict[str, Any] = {f"{name}_{part}": None for part in ("day", "month", "year")}
            text = f"{words} {day.day}/{day.month}/{day.year}"
            made.append({"text": text, "href": lists.address_with(request, page=None, **parts)})
    if asked.standing_out:
        href = lists.address_with(request, standing_out=None, page=None)
        made.append({"text": "Those that stand out", "href": href})
    return made


@page("safety.record", methods=BOTH)
def record(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Write down something that happened."""
    family = families.family(request.viewer, family_id)
    people = People(request, family)

    def do(given: dict[str, Any]) -> Any:
        harmed, done_by = people.chosen(given.pop("harmed")), people.chosen(given.pop("done_by"))
        police = three_valued(given.pop("police_called"))
        return actions.record_incident(
            by=request.viewer, family=family, harmed=harmed, done_by=done_by, police_called=police, **given
        )

    return answered(
        request,
        IncidentForm(request.POST or None, people=people.choices),
        do,
        done="The incident has been written down.",
        onward=came_from(request, reverse("safety:incidents", args=[family.pk])),
        context={"title": "Write down an incident", "caption": family.name},
    )


@page("safety.record", methods=BOTH)
def withdraw(request: HttpRequest, family_id: uuid.UUID, incident_id: uuid.UUID) -> HttpResponse:
    """Take out an entry that was made in error."""
    family = families.family(request.viewer, family_id)
    incident = get_or_404(queries.incidents_of(request.viewer, family.pk), pk=incident_id)
    return answered(
        request,
        WhyForm(request.POST or None, label="Why is this entry wrong?"),
        lambda given: actions.withdraw_incident(by=request.viewer, incident=incident, why=given["why"]),
        done="The entry has been taken out. It stays in the record with your reason.",
        onward=reverse("safety:incidents", args=[family.pk]),
        context={"title": "Take out an entry made in error", "submit_text": "Take it out"},
    )


@page("safety.record", methods=BOTH)
def stands_out(request: HttpRequest, family_id: uuid.UUID, incident_id: uuid.UUID) -> HttpResponse:
    """Say why an incident stands out in the chronology, or that it no longer does."""
    family = families.family(request.viewer, family_id)
    incident = get_or_404(queries.incidents_of(request.viewer, family.pk), pk=incident_id)
    return answered(
        request,
        SignificanceForm(request.POST or None, initial={"significance": incident.significance}),
        lambda given: actions.mark_significant(by=request.viewer, incident=incident, **given),
        done="Saved. The chronology shows it so.",
        onward=reverse("safety:incidents", args=[family.pk]),
        context={"title": "Does it stand out?", "caption": family.name, "question_is_heading": True},
    )
