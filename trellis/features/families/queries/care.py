"""Reads of what limits contact, who has parental responsibility, arrangements, ties and needs."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from trellis.features.families.models import (
    ContactArrangement,
    ContactPlace,
    Family,
    FamilyMember,
    LimitingOrder,
    Need,
    OrderProtects,
    Person,
    Relationship,
    Responsibility,
    Signpost,
    TieQuality,
)
from trellis.features.families.rules import PARENT_KINDS, Basis, RelationshipKind
from trellis.features.families.rules.limits import Limit, limit
from trellis.features.families.rules.responsibility import Answer, ParentTold, Told, who_has
from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """An order with how it stands today; `protects` are those of whom the viewer may know: names and id, no more."""

    order: LimitingOrder
    limit: Limit
    protects: tuple[Person, ...]

    @property
    def against(self) -> str:
        """Return the name of whom it is against."""
        return self.order.against.short_name if self.order.against else self.order.against_name


def orders_of(viewer: Viewer, family_id: uuid.UUID, today: date) -> list[ShownOrder]:
    """Return the orders that limit contact in a family, those in force first, and of those what ends soonest."""
    protects = OrderProtects.objects.visible_to(viewer).filter(order=OuterRef("pk")).order_by("pk")
    told = JSONObject(
        pk="person_id",
        given_name="person__given_name",
        known_as="person__known_as",
        family_name="person__family_name",
    )
    rows = (
        LimitingOrder.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("against")
        .annotate(protected=ArraySubquery(protects.values_list(told)))
        .order_by("-made_on", "-pk")
    )
    shown = [
        ShownOrder(
            row,
            limit(row.made_on, row.expires_on, row.ended_on, today),
            tuple(Person(**{**one, "pk": uuid.UUID(one["pk"])}) for one in row.protected),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda one: (not one.limit.is_in_force, one.order.expires_on or date.max))


def orders_in_force(viewer: Viewer, person_ids: Iterable[uuid.UUID], today: date) -> list[ShownOrder]:
    """Return the orders in force today that protect, or are against, any of the people."""
    wanted = set(person_ids)
    families = FamilyMember.objects.visible_to(viewer).filter(person_id__in=wanted).values_list("family_id", flat=True)
    found = [one for family_id in sorted(set(families)) for one in orders_of(viewer, family_id, today)]
    return [
        one
        for one in found
        if one.limit.is_in_force and wanted & {one.order.against_id, *(person.pk for person in one.protects)}
    ]


def arrangements_of(viewer: Viewer, family_id: uuid.UUID, *, with_places: bool = True) -> list[ContactArrangement]:
    """Return the contact arrangements of a family, with both people; `shown_place` is None where there is none."""
    rows = list(
        ContactArrangement.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("child", "person", "order")
        .order_by("until", "pk")
    )
    places = ContactPlace.objects.visible_to(viewer).filter(arrangement__in=rows) if rows and with_places else []
    by_row = {place.arrangement_id: place for place in places}
    for row in rows:
        row.shown_place = by_row.get(row.pk)  # type: ignore[attr-defined]
    return rows


def responsibilities_of(viewer: Viewer, family_id: uuid.UUID) -> list[Responsibility]:
    """Return what is written of parental responsibility in a family, with child and holder."""
    return list(
        Responsibility.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("child", "holder")
        .order_by("pk")
    )


def who_is_responsible(
    child: Person, rows: Iterable[Responsibility], ties: Iterable[Relationship], today: date
) -> tuple[Answer, ...]:
    """Return who has parental responsibility for a child, and why; from rows and ties that the viewer was given."""
    told = [
        Told(
            str(row.holder_id or row.pk),
            row.holder.short_name if row.holder else row.body,
            Basis(row.basis),
            row.since,
            row.until,
            row.source,
        )
        for row in rows
        if row.child_id == child.pk
    ]
    parents = [
        ParentTold(
            str(tie.from_person_id), tie.from_person.short_name, RelationshipKind(tie.kind), tie.parental_responsibility
        )
        for tie in ties
        if tie.to_person_id == child.pk and tie.kind in PARENT_KINDS | {RelationshipKind.GRANDPARENT}
    ]
    return who_has(told, parents, child.birth_date, today)


def tie_qualities_of(viewer: Viewer, family_id: uuid.UUID) -> list[TieQuality]:
    """Return what is between the people of a family: closeness, conflict, violence (from the first to the second)."""
    return list(
        TieQuality.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("from_person", "to_person")
        .order_by("pk")
    )


def also_in(viewer: Viewer, family_id: uuid.UUID) -> dict[uuid.UUID, list[Family]]:
    """Return, by person of a family, the other families that the viewer may see and they belong to."""
    people = FamilyMember.objects.visible_to(viewer).filter(family_id=family_id).values("person_id")
    rows = (
        FamilyMember.objects.visible_to(viewer)
        .filter(person_id__in=people)
        .exclude(family_id=family_id)
        .select_related("family")
        .order_by("family__name", "pk")
    )
    found: dict[uuid.UUID, list[Family]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row.family)
    return found


def needs_of(viewer: Viewer, family_id: uuid.UUID) -> list[Need]:
    """Return the needs of the people of a family, with the person."""
    return list(
        Need.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("person")
        .order_by("noticed_on", "pk")
    )


def signposts_of(viewer: Viewer, family_id: uuid.UUID) -> list[Signpost]:
    """Return what was done elsewhere for the people of a family, with need and by whom."""
    return list(
        Signpost.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("person", "need", "made_by__user")
        .order_by("-made_on", "-pk")
    )


def signposts_to_ask(viewer: Viewer, today: date) -> list[Signpost]:
    """Return the signposts and referrals elsewhere after which somebody was to ask by today."""
    return list(
        Signpost.objects.visible_to(viewer)
        .filter(ask_again_on__lte=today)
        .select_related("person", "family")
        .order_by("ask_again_on", "pk")
    )
