"""What every page shares that writes in a family's file."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.features.families import queries
from trellis.kernel.decisions import RuleBroken
from trellis.platform.design_system.forms import GovukForm

if TYPE_CHECKING:
    from trellis.features.families.models import Person

BOTH = ("GET", "POST")
Choices = list[tuple[str, str]]


def saved(form: GovukForm, act: Callable[[], Any]) -> bool:
    """Say whether the form was right and the action was done; what was wrong is beside its field."""
    if not form.is_valid():
        return False
    try:
        act()
    except RuleBroken as broken:
        form.add_rule_broken(broken)
        return False
    return True


def ask(request: HttpRequest, form: GovukForm, title: str, back: str, **more: Any) -> HttpResponse:
    """Show a form on a page of its own; `template`, `caption`, `remove` and the layout's other names go through."""
    template = more.pop("template", "families/form.jinja")
    context = {
        "form": form,
        "title": title,
        "back_href": back,
        "cancel_href": back,
        "submit_text": "Save",
        "remove": "",
        "remove_text": "Take it back",
        **more,
    }
    return render(request, template, context)


def done(request: HttpRequest, words: str, to: str) -> HttpResponseRedirect:
    """Say what was done and go on to a page."""
    messages.success(request, words)
    return redirect(to)


def to_family(family_id: uuid.UUID) -> str:
    """Return the address of a family's page."""
    return reverse("families:family", args=[family_id])


def to_person(family_id: uuid.UUID, person_id: uuid.UUID) -> str:
    """Return the address of a person's page in a family's file."""
    return reverse("families:person", args=[family_id, person_id])


def people_by_key(request: HttpRequest, family_id: uuid.UUID) -> dict[str, Person]:
    """Return the people of the family whom the viewer may see, by their id as forms send it."""
    return {str(person.pk): person for person in queries.people_of(request.viewer, family_id)}


def choices_of(people: dict[str, Person], leaving_out: Iterable[uuid.UUID] = ()) -> Choices:
    """Return people as the choices of a field."""
    left_out = set(leaving_out)
    return [(key, person.full_name) for key, person in people.items() if person.pk not in left_out]


def person_of(request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID) -> Person:
    """Return a person of a family, or answer 404."""
    people = queries.people_of(request.viewer, queries.family(request.viewer, family_id).pk)
    return one_of(people, person_id)


def one_of[Row: Any](rows: Iterable[Row], row_id: uuid.UUID | None) -> Row:
    """Return the row with this id among those that the viewer may see, or answer 404."""
    found = next((row for row in rows if row.pk == row_id), None)
    if found is None:
        raise Http404
    return found
