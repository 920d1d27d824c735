"""Pages about what anybody of a family needs, and about help elsewhere."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.families import actions, queries
from trellis.features.families.rules import COME_TO_AN_END, CameOfIt, NeedState
from trellis.features.families.web.family_page import age_words
from trellis.features.families.web.forms_care import NeedForm, SignpostForm, WhatCameForm
from trellis.features.families.web.tabs import tabs_of
from trellis.features.families.web.writing import BOTH, ask, choices_of, done, one_of, people_by_key, person_of, saved
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed

NEED_LOOKS = {NeedState.OPEN: "look", NeedState.HELPED: "open", NeedState.MET: "good", NeedState.NOT_WANTED: "quiet"}
CAME_LOOKS = {CameOfIt.TAKEN_UP: "good", CameOfIt.FINISHED: "good", CameOfIt.WAITING: "look"}


@page("families.see")
def needs(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show everybody of a family, those too who take no part, with needs, help elsewhere and what came of it."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    today = timezone.localdate()
    found, elsewhere = queries.needs_of(viewer, family.pk), queries.signposts_of(viewer, family.pk)
    people = queries.people_of(viewer, family.pk)
    viewed(viewer, family, people=people)
    rows: list[dict[str, Any]] = [
        {
            "person": person,
            "age": age_words(person, today),
            "needs": [(need, NEED_LOOKS[NeedState(need.state)]) for need in found if need.person_id == person.pk],
            "signposts": [
                {
                    "row": one,
                    "look": CAME_LOOKS.get(CameOfIt(one.came_of_it), "quiet"),
                    "is_over": one.came_of_it in COME_TO_AN_END,
                    "is_due": one.ask_again_on is not None and one.ask_again_on <= today,
                }
                for one in elsewhere
                if one.person_id == person.pk
            ],
        }
        for person in people
    ]
    context = {
        "family": family,
        "tabs": tabs_of(viewer, family.pk, "families:needs"),
        "rows": rows,
        "open_needs": sum(need.state == NeedState.OPEN for need in found),
        "may_change": viewer.may("families.change"),
    }
    return render(request, "families/needs.jinja", context)


@page("families.change", methods=BOTH)
def need(request: HttpRequest, family_id: uuid.UUID, need_id: uuid.UUID | None = None) -> HttpResponse:
    """Write what somebody of the family needs."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    existing = one_of(queries.needs_of(viewer, family.pk), need_id) if need_id else None
    people = people_by_key(request, family.pk)
    asked = request.GET.get("person", "")
    initial: dict[str, Any] = {"person": asked} if asked in people else {}
    if existing:
        initial = {name: getattr(existing, name) for name in ("kind", "words", "state", "noticed_on")}
        initial["person"] = str(existing.person_id)
    form = NeedForm(request.POST or None, initial=initial, people=choices_of(people))

    def save() -> None:
        values = dict(form.cleaned_data)
        actions.record_need(by=viewer, family=family, person=people[values.pop("person")], need=existing, **values)

    back = reverse("families:needs", args=[family.pk])
    if request.method == "POST" and saved(form, save):
        return done(request, "What they need has been saved.", back)
    return ask(request, form, "What somebody needs", back, caption=family.name)


@page("families.change", methods=BOTH)
def signpost(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Write that somebody was told about a service or referred to it."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    person = person_of(request, family.pk, person_id)
    found = {str(one.pk): one for one in queries.needs_of(viewer, family.pk) if one.person_id == person.pk}
    form = SignpostForm(request.POST or None, needs=[(key, str(one)) for key, one in found.items()])

    def save() -> None:
        values = dict(form.cleaned_data)
        chosen = found.get(values.pop("need", ""))
        actions.record_signpost(by=viewer, family=family, person=person, need=chosen, **values)

    back = reverse("families:needs", args=[family.pk])
    if request.method == "POST" and saved(form, save):
        return done(request, f"What was done for {person.short_name} has been saved.", back)
    return ask(request, form, f"Help elsewhere for {person.short_name}", back, caption=family.name)


@page("families.change", methods=BOTH)
def what_came(request: HttpRequest, family_id: uuid.UUID, signpost_id: uuid.UUID) -> HttpResponse:
    """Write what came of a signpost or a referral elsewhere."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    row = one_of(queries.signposts_of(viewer, family.pk), signpost_id)
    fields = ("came_of_it", "came_on", "came_note", "ask_again_on")
    form = WhatCameForm(request.POST or None, initial={name: getattr(row, name) for name in fields})
    back = reverse("families:needs", args=[family.pk])
    if request.method == "POST" and saved(
        form, lambda: actions.record_what_came(by=viewer, signpost=row, **form.cleaned_data)
    ):
        return done(request, "What came of it has been saved.", back)
    title = f"What came of it: {row.service}"
    return ask(request, form, title, back, caption=f"{row.person.short_name}, {family.name}")
