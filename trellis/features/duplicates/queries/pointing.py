"""What points at a person, among the models of every room: asked of the models, so that no room can be forgotten."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, QuerySet, Value

from trellis.features.duplicates.models import MergedRow, PairRecord, PersonMerge
from trellis.features.families.models import FamilyMember, HouseholdMember, Occupation, Person, SafeContact
from trellis.platform.access.viewer import Viewer
from trellis.platform.database.models import OrganisationRecord

SHOWN_APART = (FamilyMember, HouseholdMember, Occupation, SafeContact, PairRecord, PersonMerge, MergedRow)


def pointing_at(target: type[models.Model]) -> list[tuple[type[models.Model], Any]]:
    """Return every model and field of every room that points at rows of `target`, many-to-many tables among them."""
    return [
        (model, one)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
        for one in model._meta.local_concrete_fields
        if isinstance(one, models.ForeignKey) and one.related_model is target
    ]


def counts(viewer: Viewer, people: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[tuple[int, str]]]:
    """Return for each person how many records of each kind name them, of those that the viewer may see."""
    wanted = list(people)
    found: dict[uuid.UUID, list[tuple[int, str]]] = {one: [] for one in wanted}
    for label, person, number in _together(
        model.objects.visible_to(viewer)
        .filter(**{f"{pointer.attname}__in": wanted})
        .order_by()
        .values(pointer.attname)
        .annotate(kind_of_record=Value(f"{model._meta.label} {pointer.name}"), number=Count("pk"))
        .values_list("kind_of_record", pointer.attname, "number")
        for model, pointer in _countable()
    ):
        model_label, _, _ = label.partition(" ")
        meta = apps.get_model(model_label)._meta
        found[person].append((number, str(meta.verbose_name if number == 1 else meta.verbose_name_plural)))
    return {person: _added(each) for person, each in found.items()}


def written_since(viewer: Viewer, person: uuid.UUID, moment: datetime) -> list[tuple[str, Any, str]]:
    """Return what was written about a person since a moment, as (record's label, row, kind in words).

    Only what the viewer may see: what they may not stays where it is.
    """
    hits = _together(
        model.objects.visible_to(viewer)
        .filter(**{pointer.attname: person, "created_at__gt": moment})
        .order_by()
        .annotate(kind_of_record=Value(model._meta.label))
        .values_list("kind_of_record", "pk")
        for model, pointer in _fields_of_people()
        if not issubclass(model, (PairRecord, PersonMerge, MergedRow))
    )
    found = []
    for label in sorted({label for label, _ in hits}):
        model: Any = apps.get_model(label)
        ids = [pk for kind, pk in hits if kind == label]
        kind = str(model._meta.verbose_name)
        found += [(label, row, kind) for row in model.objects.visible_to(viewer).filter(pk__in=ids).order_by("pk")]
    return found


def _fields_of_people() -> list[tuple[type[OrganisationRecord], Any]]:
    return [(model, one) for model, one in pointing_at(Person) if issubclass(model, OrganisationRecord)]


def _countable() -> list[tuple[type[OrganisationRecord], Any]]:
    return [(model, one) for model, one in _fields_of_people() if not issubclass(model, SHOWN_APART)]


def _together(questions: Iterable[QuerySet[Any, Any]]) -> list[tuple[Any, ...]]:
    """Ask many questions of one shape in one go."""
    asked = list(questions)
    return list(asked[0].union(*asked[1:], all=True)) if asked else []


def _added(each: list[tuple[int, str]]) -> list[tuple[int, str]]:
    totals: dict[str, int] = {}
    for number, words in sorted(each, key=lambda one: one[1]):
        totals[words] = totals.get(words, 0) + number
    return [(number, words) for words, number in totals.items()]
