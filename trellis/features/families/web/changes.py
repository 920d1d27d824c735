"""Pages that change what is written of families."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.families import actions, queries
from trellis.features.families.web.forms import (
    ContactForm,
    FamilyForm,
    HouseholdForm,
    OccupationForm,
    PersonForm,
    RelationshipForm,
)
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.pages import page
from trellis.platform.design_system.forms import GovukForm

BOTH = ("GET", "POST")


def _saved(form: GovukForm, act: Callable[[], Any]) -> bool:
    if not form.is_valid():
        return False
    try:
        act()
    except RuleBroken as broken:
        form.add_rule_broken(broken)
        return False
    return True


def _ask(request: HttpRequest, form: GovukForm, title: str, back: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "back_href": back, "cancel_href": back, "submit_text": "Save", **more}
    return render(request, more.pop("template", "layouts/one_thing_page.jinja"), context)


def _to_family(family_id: uuid.UUID) -> str:
    return reverse("families:family", args=[family_id])


@page("families.change", methods=BOTH)
def new_family(request: HttpRequest) -> HttpResponse:
    """Make a family by hand; most families come with a referral."""
    form = FamilyForm(request.POST or None)
    made: list[Any] = []
    if request.method == "POST" and _saved(
        form, lambda: made.append(actions.create_family(by=request.viewer, name=form.cleaned_data["name"]))
    ):
        return redirect("families:add_person", made[0].pk)
    return _ask(request, form, "Add a family", reverse("families:list"))


@page("families.change", methods=BOTH)
def rename(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Change what a family is called."""
    family = queries.family(request.viewer, family_id)
    form = FamilyForm(request.POST or None, initial={"name": family.name})
    if request.method == "POST" and _saved(
        form, lambda: actions.rename_family(by=request.viewer, family=family, name=form.cleaned_data["name"])
    ):
        return redirect(_to_family(family.pk))
    return _ask(request, form, "Change the name of the family", _to_family(family.pk))


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
            return _done(request, family.pk, f"{known.short_name} is now in this family.")
        if (not matches or chosen == "new") and _saved(
            form, lambda: actions.add_person(by=viewer, family=family, **values)
        ):
            return _done(request, family.pk, f"{values['known_as'] or values['given_name']} has been added.")
    context = {"form": form, "family": family, "matches": matches, "back_href": _to_family(family.pk)}
    return render(request, "families/add_person.jinja", context)


@page("families.change", methods=BOTH)
def change_person(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Change what is written of a person."""
    person = _person(request, family_id, person_id)
    names = (
        "given_name",
        "family_name",
        "known_as",
        "birth_date",
        "gender",
        "ethnicity",
        "first_language",
        "access_needs",
    )
    initial = {name: getattr(person, name) for name in names}
    initial["interpreter_needed"] = {True: "yes", False: "no", None: ""}[person.interpreter_needed]
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and _saved(
        form, lambda: actions.change_person(by=request.viewer, person=person, **form.values())
    ):
        return _done(request, family_id, f"What is written of {person.short_name} has been changed.")
    return _ask(request, form, f"Change what is written of {person.short_name}", _to_family(family_id))


@page("families.change", methods=BOTH)
def contact(
    request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID, contact_id: uuid.UUID | None = None
) -> HttpResponse:
    """Write one way to reach a person."""
    family = queries.family(request.viewer, family_id)
    person = _person(request, family_id, person_id)
    existing = None
    if contact_id is not None:
        existing = next((c for c in person.safe_contacts.all() if c.pk == contact_id), None)
        if existing is None:
            raise Http404
    initial = (
        {
            "channel": existing.channel,
            "value": existing.value,
            "is_safe": "yes" if existing.is_safe else "no",
            "voicemail": existing.voicemail,
            "best_times": existing.best_times,
            "note": existing.note,
        }
        if existing
        else None
    )
    form = ContactForm(request.POST or None, initial=initial)

    def save() -> None:
        values = {**form.cleaned_data, "is_safe": form.cleaned_data["is_safe"] == "yes"}
        actions.record_safe_contact(by=request.viewer, family=family, person=person, safe_contact=existing, **values)

    if request.method == "POST" and _saved(form, save):
        return _done(request, family_id, f"How to reach {person.short_name} has been saved.")
    remove = reverse("families:remove_contact", args=[family_id, person_id, contact_id]) if existing else ""
    return _ask(
        request,
        form,
        f"How to reach {person.short_name}",
        _to_family(family_id),
        template="families/contact.jinja",
        remove=remove,
    )


@page("families.change", methods=("POST",))
def remove_contact(
    request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID, contact_id: uuid.UUID
) -> HttpResponse:
    """Take away a way to reach a person."""
    person = _person(request, family_id, person_id)
    existing = next((c for c in person.safe_contacts.all() if c.pk == contact_id), None)
    if existing is None:
        raise Http404
    actions.remove_safe_contact(by=request.viewer, safe_contact=existing)
    return _done(request, family_id, f"One way to reach {person.short_name} has been taken away.")


@page("families.change", methods=BOTH)
def occupation(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> HttpResponse:
    """Write what a person does in the week now."""
    family = queries.family(request.viewer, family_id)
    person = _person(request, family_id, person_id)
    form = OccupationForm(request.POST or None)
    if request.method == "POST" and _saved(
        form, lambda: actions.record_occupation(by=request.viewer, family=family, person=person, **form.cleaned_data)
    ):
        return _done(request, family_id, f"School or work of {person.short_name} has been saved.")
    return _ask(request, form, f"School or work of {person.short_name}", _to_family(family_id))


@page("families.change", methods=BOTH)
def relationship(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Say who one person is to another."""
    family = queries.family(request.viewer, family_id)
    people = {str(p.pk): p for p in queries.people_of(request.viewer, family.pk)}
    form = RelationshipForm(request.POST or None, people=[(key, p.full_name) for key, p in people.items()])

    def save() -> None:
        values = dict(form.cleaned_data)
        actions.record_relationship(
            by=request.viewer,
            family=family,
            from_person=people[values.pop("from_person")],
            to_person=people[values.pop("to_person")],
            **values,
        )

    if request.method == "POST" and _saved(form, save):
        return _done(request, family_id, "Who they are to each other has been saved.")
    return _ask(request, form, "Who they are to each other", _to_family(family_id))


@page("families.change", methods=("POST",))
def remove_relationship(request: HttpRequest, family_id: uuid.UUID, relationship_id: uuid.UUID) -> HttpResponse:
    """Take back what was said of two people."""
    tie = next((r for r in queries.relationships_of(request.viewer, family_id) if r.pk == relationship_id), None)
    if tie is None:
        raise Http404
    actions.remove_relationship(by=request.viewer, relationship=tie)
    return _done(request, family_id, "That has been taken back.")


@page("families.change", methods=BOTH)
def household(request: HttpRequest, family_id: uuid.UUID, household_id: uuid.UUID | None = None) -> HttpResponse:
    """Write a home of the family."""
    family = queries.family(request.viewer, family_id)
    people = {str(p.pk): p for p in queries.people_of(request.viewer, family.pk)}
    existing = None
    if household_id is not None:
        existing = next((h for h in queries.households_of(request.viewer, family.pk) if h.pk == household_id), None)
        if existing is None:
            raise Http404
    initial = (
        {
            "label": existing.label,
            "address": existing.shown_address.address if existing.shown_address else "",
            "postcode": existing.shown_address.postcode if existing.shown_address else "",
            "people": [str(member.person_id) for member in existing.members.all()],
        }
        if existing
        else None
    )
    choices = [(key, p.full_name) for key, p in people.items()]
    form = HouseholdForm(request.POST or None, initial=initial, people=choices)

    def save() -> None:
        values = dict(form.cleaned_data)
        living = [people[key] for key in values.pop("people")]
        actions.record_household(by=request.viewer, family=family, people=living, household=existing, **values)

    if request.method == "POST" and _saved(form, save):
        return _done(request, family_id, "The home has been saved.")
    return _ask(request, form, "A home of the family", _to_family(family_id))


def _person(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> Any:
    people = queries.people_of(request.viewer, queries.family(request.viewer, family_id).pk)
    found = next((p for p in people if p.pk == person_id), None)
    if found is None:
        raise Http404
    return found


def _done(request: HttpRequest, family_id: uuid.UUID, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return redirect(_to_family(family_id))
