"""Pages of the chronology: the line of time, what staff write into it, and what they say stands out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.chronology import actions, queries
from trellis.features.chronology.actions import SEE, WRITE
from trellis.features.chronology.web.asking import COLUMNS, read
from trellis.features.chronology.web.forms import EntryForm, MarkForm, WithdrawForm
from trellis.features.families import queries as families
from trellis.features.families.web.tabs import tabs_of
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system import lists
from trellis.platform.design_system.forms import GovukForm

PER_PAGE = 50


@page(SEE)
def chronology(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show every event of a family's file in one line of time, oldest first unless asked otherwise."""
    reading = read(request, family_id)
    viewed(request.viewer, reading.family)
    context = {
        "family": reading.family,
        "tabs": tabs_of(request.viewer, reading.family.pk, "chronology:chronology"),
        "form": reading.form,
        "chosen": reading.chosen,
        "found": reading.found,
        "shown": lists.page_of(request, reading.lines, PER_PAGE),
        "headings": lists.headings(request, COLUMNS, "-on" if reading.asked.newest_first else "on"),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "may_write": request.viewer.may(WRITE),
    }
    return render(request, "chronology/chronology.jinja", context)


@page(WRITE, methods=("GET", "POST"))
def write(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Write down something that happened and that no other part of the file holds."""
    family = families.family(request.viewer, family_id)
    people = {str(one.pk): one for one in families.people_of(request.viewer, family.pk)}
    form = EntryForm(request.POST or None, people=[(key, one.full_name) for key, one in people.items()])

    def do(given: dict[str, Any]) -> None:
        person = people.get(given.pop("person"))
        actions.write_entry(by=request.viewer, family=family, person=person, **given)

    intro = "Only what no other part of the file holds: an incident, a need or an order has its own place."
    context = {"title": "Something else that happened", "caption": family.name, "intro": intro}
    return _answered(request, form, do, family.pk, "It is in the chronology.", context)


@page(WRITE, methods=("GET", "POST"))
def withdraw(request: HttpRequest, family_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """Take out an entry that was made in error."""
    family = families.family(request.viewer, family_id)
    entry = queries.own_entry(request.viewer, family, entry_id)

    def do(given: dict[str, Any]) -> None:
        actions.withdraw_entry(by=request.viewer, entry=entry, **given)

    context = {
        "title": "Take out this entry",
        "caption": family.name,
        "intro": entry.words,
        "submit_text": "Take it out",
    }
    return _answered(request, WithdrawForm(request.POST or None), do, family.pk, "The entry is taken out.", context)


@page(WRITE, methods=("GET", "POST"))
def mark(request: HttpRequest, family_id: uuid.UUID, key: str) -> HttpResponse:
    """Say that an entry stands out and why, or that it does not."""
    family = families.family(request.viewer, family_id)
    line = queries.entry(request.viewer, family, key)

    def do(given: dict[str, Any]) -> None:
        actions.mark_entry(by=request.viewer, family=family, key=line.key, words=given["words"])

    form = MarkForm(request.POST or None, initial={"words": line.significance})
    context = {"title": "Does this stand out?", "caption": family.name, "intro": line.words}
    return _answered(request, form, do, family.pk, "Saved.", context)


def _answered(
    request: HttpRequest,
    form: GovukForm,
    do: Callable[[dict[str, Any]], None],
    family_id: uuid.UUID,
    done: str,
    context: dict[str, Any],
) -> HttpResponse:
    back = reverse("chronology:chronology", args=[family_id])
    if request.method == "POST" and form.is_valid():
        try:
            do(dict(form.cleaned_data))
        except RuleBroken as broken:
            form.add_rule_broken(broken)
        else:
            messages.success(request, done)
            return redirect(back)
    shown = {"submit_text": "Save", "back_href": back, "cancel_href": back, **context, "form": form}
    return render(request, "layouts/one_thing_page.jinja", shown)
