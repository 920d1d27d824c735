"""Pages that write who people are to each other and what is between them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from trellis.features.families import actions, queries
from trellis.features.families.rules import Partnership
from trellis.features.families.web.forms import RelationshipForm, TieQualityForm
from trellis.features.families.web.writing import BOTH, ask, choices_of, done, one_of, people_by_key, saved, to_family
from trellis.platform.access.pages import page

if TYPE_CHECKING:
    from trellis.features.families.models import Relationship, TieQuality

TIE_FIELDS = ("kind", "words", "since", "until", "partnership", "ending", "parental_responsibility")


@page("families.change", methods=BOTH)
def relationship(request: HttpRequest, family_id: uuid.UUID, relationship_id: uuid.UUID | None = None) -> HttpResponse:
    """Say who one person is to another, or change it."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    existing = one_of(queries.relationships_of(viewer, family.pk), relationship_id) if relationship_id else None
    people = people_by_key(request, family.pk)
    form = RelationshipForm(request.POST or None, initial=_told(existing, TIE_FIELDS), people=choices_of(people))

    def save() -> None:
        values = dict(form.cleaned_data)
        values["partnership"] = values["partnership"] or Partnership.NOT_KNOWN
        actions.record_relationship(
            by=viewer,
            family=family,
            from_person=people[values.pop("from_person")],
            to_person=people[values.pop("to_person")],
            relationship=existing,
            **values,
        )

    if request.method == "POST" and saved(form, save):
        return done(request, "Who they are to each other has been saved.", to_family(family.pk))
    remove = reverse("families:remove_relationship", args=[family.pk, existing.pk]) if existing else ""
    return ask(request, form, "Who they are to each other", to_family(family.pk), caption=family.name, remove=remove)


@page("families.change", methods=("POST",))
def remove_relationship(request: HttpRequest, family_id: uuid.UUID, relationship_id: uuid.UUID) -> HttpResponse:
    """Take back what was said of two people."""
    tie = one_of(queries.relationships_of(request.viewer, family_id), relationship_id)
    actions.remove_relationship(by=request.viewer, relationship=tie)
    return done(request, "That has been taken back.", to_family(family_id))


@page("families.change", methods=BOTH)
def tie_quality(request: HttpRequest, family_id: uuid.UUID, quality_id: uuid.UUID | None = None) -> HttpResponse:
    """Say what is between two people, or change it."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    existing = one_of(queries.tie_qualities_of(viewer, family.pk), quality_id) if quality_id else None
    people = people_by_key(request, family.pk)
    form = TieQualityForm(
        request.POST or None, initial=_told(existing, ("kind", "since", "until")), people=choices_of(people)
    )

    def save() -> None:
        values = dict(form.cleaned_data)
        actions.record_tie_quality(
            by=viewer,
            family=family,
            from_person=people[values.pop("from_person")],
            to_person=people[values.pop("to_person")],
            quality=existing,
            **values,
        )

    if request.method == "POST" and saved(form, save):
        return done(request, "What is between them has been saved.", to_family(family.pk))
    remove = reverse("families:remove_tie_quality", args=[family.pk, existing.pk]) if existing else ""
    return ask(request, form, "What is between them", to_family(family.pk), caption=family.name, remove=remove)


@page("families.change", methods=("POST",))
def remove_tie_quality(request: HttpRequest, family_id: uuid.UUID, quality_id: uuid.UUID) -> HttpResponse:
    """Take back what was said to be between two people."""
    quality = one_of(queries.tie_qualities_of(request.viewer, family_id), quality_id)
    actions.remove_tie_quality(by=request.viewer, quality=quality)
    return done(request, "That has been taken back.", to_family(family_id))


def _told(existing: Relationship | TieQuality | None, fields: tuple[str, ...]) -> dict[str, str] | None:
    if existing is None:
        return None
    told = {name: getattr(existing, name) for name in fields}
    return {**told, "from_person": str(existing.from_person_id), "to_person": str(existing.to_person_id)}
