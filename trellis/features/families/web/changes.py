"""Pages that change who is in a family and what is written of a person."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.families import actions, queries
from trellis.features.families.web.forms import FamilyForm, OccupationForm, PersonForm
from trellis.features.families.web.writing import BOTH, ask, done, person_of, saved, to_family, to_person
from trellis.platform.access.pages import page


@page("families.change", methods=BOTH)
def new_family(request: HttpRequest) -> HttpResponse:
    """Make a family by hand; most families come with a referral."""
    form = FamilyForm(request.POST or None)
    made: list[Any] = []
    if request.method == "POST" and saved(
        form, lambda: made.append(actions.create_family(by=request.viewer, name=form.cleaned_data["name"]))
    ):
        return redirect("families:add_person", made[0].pk)
    return ask(request, form, "Add a family", reverse("families:list"))


@page("families.change", methods=BOTH)
def rename(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Change what a family is called."""
    family = queries.family(request.viewer, family_id)
    form = FamilyForm(request.POST or None, initial={"name": family.name})
    if request.method == "POST" and saved(
        form, lambda: actions.rename_family(by=request.viewer, family=family, name=form.cleaned_data["name"])
    ):
        return redirect(to_family(family.pk))
    return ask(request, form, "Change the name of the family", to_family(family.pk))


@page("families.change", methods=BOTH)
def add_person(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Add somebody to a family; likely matches are shown before anybody new is made."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    form = PersonForm(request.POST or None)
    matches: list[queries.Match] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()
        chosen = request.POST.get("who", "")
        matches = queries.likely_matches(
            viewer,
            given_name=values["given_name"],
            family_name=values["family_name"],
            birth_date=values["birth_date"],
            known_as=values["known_as"],
        )
        known = next((m.person for m in matches if str(m.person.pk) == chosen), None)
        if known is not None:
            actions.add_existing_person(by=viewer, family=family, person=known)
            return done(request, f"{known.short_name} is now in this family.", to_family(family_id))
        if (not matches or chosen == "new") and saved(
            form, lambda: actions.add_person(by=viewer, family=family, **values)
        ):
            return done(request, f"{values['known_as'] or values['given_name']} has been added.", to_family(family_id))
    context = {"form": form, "family": family, "matches": matches, "back_href": to_family(family.pk)}
    return render(request, "families/add_person.jinja", context)


@page("families.change", methods=BOTH)
def change_person(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Change what is written of a person."""
    person = person_of(request, family_id, person_id)
    names = (
        "given_name",
        "family_name",
        "known_as",
        "birth_date",
        "gender",
        "ethnicity",
        "first_language",
        "access_needs",
        "died_on",
    )
    initial = {name: getattr(person, name) for name in names}
    initial["interpreter_needed"] = {True: "yes", False: "no", None: ""}[person.interpreter_needed]
    initial["has_died"] = "yes" if person.has_died else "no"
    form = PersonForm(request.POST or None, initial=initial)
    back = to_person(family_id, person.pk)
    if request.method == "POST" and saved(
        form, lambda: actions.change_person(by=request.viewer, person=person, **form.values())
    ):
        return done(request, f"What is written of {person.short_name} has been changed.", back)
    return ask(request, form, f"Change what is written of {person.short_name}", back)


@page("families.change", methods=BOTH)
def occupation(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Write what a person does in the week now."""
    family = queries.family(request.viewer, family_id)
    person = person_of(request, family_id, person_id)
    form = OccupationForm(request.POST or None)
    back = to_person(family_id, person.pk)
    if request.method == "POST" and saved(
        form, lambda: actions.record_occupation(by=request.viewer, family=family, person=person, **form.cleaned_data)
    ):
        return done(request, f"School or work of {person.short_name} has been saved.", back)
    return ask(request, form, f"School or work of {person.short_name}", back)
