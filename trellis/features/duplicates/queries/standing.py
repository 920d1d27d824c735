"""What stands in the way of a merge: whatever says that two people are two, or keeps them apart."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Q
from psycopg import sql

from trellis.features.duplicates.models import PairRecord
from trellis.features.families.models import FamilyMember, Person, Relationship, Sides, seals_in_force
from trellis.features.families.rules import RelationshipKind
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.contributions.registry import hooks
from trellis.platform.database.sight import organisation, seeing

APART = (
    "These two records cannot be made one: something that is written about them says that they are two people, or "
    "keeps them apart. Nothing was changed. If you believe that they are one person, speak to whoever looks after "
    "safety in your organisation."
)


def check_may_be_one(viewer: Viewer, one: Person, other: Person) -> None:
    """Raise RuleBroken, in words, for two people who must not be merged.

    Two who are related to each other, of whom one is sealed from the other, who are on two sides of one case, whom one
    record names in two parts, or who must not meet. The last is asked upward: any room may answer the hook
    `must_not_meet(viewer, person_id, other_id) -> bool`; with nobody there the answer is no. What the viewer may not
    see is refused in the same words, whatever it is.
    """
    tie = _relationship(viewer, one.pk, other.pk)
    if tie is not None:
        kind = RelationshipKind(tie.kind).label.lower()
        raise RuleBroken(
            f"{tie.from_person.full_name} is written down as {kind} of {tie.to_person.full_name}, so they are two "
            "people. If that is wrong, take the relationship out of the family’s page first. Nothing was changed."
        )
    with seeing(organisation(viewer.organisation_id)):
        apart = (
            _one_record_names_both(one.pk, other.pk)
            or _sealed_or_on_two_sides(viewer, one.pk, other.pk)
            or any(hook.call(viewer, one.pk, other.pk) for hook in hooks("must_not_meet"))
        )
    if apart:
        raise RuleBroken(APART)


def _relationship(viewer: Viewer, one: uuid.UUID, other: uuid.UUID) -> Relationship | None:
    between = Q(from_person_id=one, to_person_id=other) | Q(from_person_id=other, to_person_id=one)
    ties = Relationship.objects.visible_to(viewer).filter(between).select_related("from_person", "to_person")
    found: Relationship | None = ties.order_by("pk").first()
    return found


def naming_two() -> dict[type[models.Model], list[str]]:
    """Return the records of every room that name people in more than one part, with those columns."""
    found: dict[type[models.Model], list[str]] = defaultdict(list)
    for model in apps.get_models(include_auto_created=True):
        for one in model._meta.local_concrete_fields:
            if isinstance(one, models.ForeignKey) and one.related_model is Person and not issubclass(model, PairRecord):
                found[model].append(one.column)
    return {model: columns for model, columns in found.items() if len(columns) > 1}


def _one_record_names_both(one: uuid.UUID, other: uuid.UUID) -> bool:
    questions, values = [], []
    for model, columns in naming_two().items():
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        table = sql.Identifier(model._meta.db_table)
        words = sql.SQL("EXISTS (SELECT 1 FROM {table} WHERE %s IN ({names}) AND %s IN ({names}))")
        questions.append(words.format(table=table, names=names))
        values += [one, other]
    if not questions:
        return False
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT {}").format(sql.SQL(" OR ").join(questions)), values)
        return bool(cursor.fetchone()[0])


def _sealed_or_on_two_sides(viewer: Viewer, one: uuid.UUID, other: uuid.UUID) -> bool:
    seals = seals_in_force(viewer).filter(
        Q(person_id=one, against__contains=[other]) | Q(person_id=other, against__contains=[one])
    )
    families: Any = FamilyMember.objects.of_organisation(viewer)
    of_one = families.filter(person_id=one).values("family_id")
    of_other = families.filter(person_id=other).values("family_id")
    sides = Sides.objects.of_organisation(viewer).filter(
        Q(one_id__in=of_one, other_id__in=of_other) | Q(one_id__in=of_other, other_id__in=of_one),
        ended_at__isnull=True,
    )
    return bool(seals.values("pk").union(sides.values("pk"), all=True).exists())
