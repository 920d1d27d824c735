"""Writing who has parental responsibility and why, contact arrangements, and orders that limit contact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from trellis.features.families.actions.people import check_in_family
from trellis.features.families.models import (
    ContactArrangement,
    ContactPlace,
    Family,
    LimitingOrder,
    OrderProtects,
    Person,
    Responsibility,
)
from trellis.features.families.rules import (
    Basis,
    ContactBasis,
    ContactKind,
    OrderKind,
    check_not_before_birth,
    check_span,
    check_words,
    rough,
)
from trellis.features.families.rules.responsibility import check_responsibility
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("responsibility.recorded", "families.change")
def record_responsibility(
    *,
    by: Viewer,
    family: Family,
    child: Person,
    basis: str,
    holder: Person | None = None,
    body: str = "",
    since: str = "",
    until: str = "",
    source: str = "",
    responsibility: Responsibility | None = None,
) -> Responsibility:
    """Say that somebody, or a local authority (`body`), has parental responsibility for a child, and on what it rests.

    Raises RuleBroken for what the law does not know: a care order that a person holds, a birth certificate from before
    1 December 2003.
    """
    check_in_family(family, child, *([holder] if holder else []))
    body, since, until = check_words(body, "body"), rough(since), rough(until)
    if holder is None and not body:
        raise RuleBroken("Choose who has it, or enter the name of the local authority.", "holder")
    if holder is not None and body:
        raise RuleBroken("Choose a person or enter a local authority, not both.", "body")
    if holder is not None and holder.pk == child.pk:
        raise RuleBroken("Nobody has parental responsibility for themselves. Choose somebody else.", "holder")
    check_responsibility(
        Basis(basis),
        is_body=holder is None,
        since=since,
        until=until,
        child=child.short_name,
        birth_date=child.birth_date,
        today=timezone.localdate(),
    )
    row = responsibility or _held_before(family, child, holder, body, Basis(basis))
    row = row or Responsibility(organisation_id=by.organisation_id, family=family)
    row.child, row.holder, row.body, row.basis = child, holder, body, Basis(basis)
    row.since, row.until, row.source = since, until, check_words(source, "source")
    row.save()
    about(row, family=str(family.pk))
    return row


@action("responsibility.removed", "families.change")
def remove_responsibility(*, by: Viewer, responsibility: Responsibility) -> None:
    """Take back what was said of parental responsibility."""
    about(responsibility, family=str(responsibility.family_id))
    responsibility.delete()


@action("contact_arrangement.recorded", "families.change")
def record_arrangement(
    *,
    by: Viewer,
    family: Family,
    child: Person,
    person: Person,
    kind: str,
    basis: str,
    often: str = "",
    place: str = "",
    supervised_by: str = "",
    since: str = "",
    until: str = "",
    order: LimitingOrder | None = None,
    arrangement: ContactArrangement | None = None,
) -> ContactArrangement:
    """Say how a child and somebody have contact; a second telling takes the place of the first that has not ended.

    A place that is left empty is taken away only when `by` may see the one that is there.
    """
    if child.pk == person.pk:
        raise RuleBroken("Choose two different people.", "person")
    check_in_family(family, child, person)
    since, until = rough(since), rough(until)
    check_span(since, until, timezone.localdate())
    check_not_before_birth(since, child.birth_date, child.short_name)
    if kind == ContactKind.SUPERVISED and not supervised_by.strip():
        raise RuleBroken("Enter who supervises the contact.", "supervised_by")
    row = arrangement or ContactArrangement.objects.filter(family=family, child=child, person=person, until="").first()
    row = row or ContactArrangement(organisation_id=by.organisation_id, family=family)
    row.child, row.person, row.kind, row.basis = child, person, ContactKind(kind), ContactBasis(basis)
    row.often, row.supervised_by = check_words(often, "often"), check_words(supervised_by, "supervised_by")
    row.since, row.until, row.order = since, until, order
    row.save()
    _write_place(by, row, check_words(place, "place"))
    about(row, family=str(family.pk))
    return row


@action("contact_arrangement.removed", "families.change")
def remove_arrangement(*, by: Viewer, arrangement: ContactArrangement) -> None:
    """Take back an arrangement that was never so."""
    about(arrangement, family=str(arrangement.family_id))
    arrangement.delete()


@action("limiting_order.recorded", "families.change")
def record_order(
    *,
    by: Viewer,
    family: Family,
    kind: str,
    protects: Sequence[Person],
    made_on: date,
    terms: str,
    against: Person | None = None,
    against_name: str = "",
    court: str = "",
    expires_on: date | None = None,
    ended_on: date | None = None,
    source: str = "",
    order: LimitingOrder | None = None,
) -> LimitingOrder:
    """Write an order that limits contact: whom it protects, against whom, until when, what it forbids in short.

    `against_name` is for somebody who is not in this file. Raises RuleBroken for dates that contradict, and for an
    order that protects somebody against themselves.
    """
    check_in_family(family, *protects, *([against] if against else []))
    values = {name: check_words(value, name) for name, value in
              {"terms": terms, "against_name": against_name, "court": court, "source": source}.items()}  # fmt: skip
    _check_order(protects, against, values, made_on, expires_on, ended_on)
    row = order or LimitingOrder(organisation_id=by.organisation_id, family=family)
    row.kind, row.against, row.made_on, row.expires_on, row.ended_on = (
        OrderKind(kind), against, made_on, expires_on, ended_on,
    )  # fmt: skip
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    OrderProtects.objects.visible_to(by).filter(order=row).exclude(person__in=protects).delete()
    for person in protects:
        OrderProtects.objects.get_or_create(organisation_id=by.organisation_id, order=row, person=person)
    about(row, family=str(family.pk))
    return row


@action("limiting_order.removed", "families.change")
def remove_order(*, by: Viewer, order: LimitingOrder) -> None:
    """Take out an order that was written by mistake; one that ended is given its end instead."""
    about(order, family=str(order.family_id))
    order.delete()


def _check_order(
    protects: Sequence[Person],
    against: Person | None,
    values: dict[str, str],
    made_on: date,
    expires_on: date | None,
    ended_on: date | None,
) -> None:
    if not protects:
        raise RuleBroken("Choose whom the order protects.", "protects")
    if against is None and not values["against_name"]:
        raise RuleBroken("Choose whom the order is against, or enter their name.", "against")
    if against is not None and values["against_name"]:
        raise RuleBroken("Choose a person or enter a name, not both.", "against_name")
    if against is not None and any(person.pk == against.pk for person in protects):
        raise RuleBroken(f"An order cannot protect {against.short_name} against themselves.", "protects")
    if not values["terms"]:
        raise RuleBroken("Enter in short what the order forbids or allows.", "terms")
    if made_on > timezone.localdate():
        raise RuleBroken(f"{in_words(made_on)} is still to come. Enter the day on which it was made.", "made_on")
    for day, field in ((expires_on, "expires_on"), (ended_on, "ended_on")):
        if day is not None and day < made_on:
            raise RuleBroken(f"This is before the order was made, on {in_words(made_on)}. Check both.", field)


def _held_before(
    family: Family, child: Person, holder: Person | None, body: str, basis: Basis
) -> Responsibility | None:
    told = Responsibility.objects.filter(family=family, child=child, basis=basis, until="")
    return told.filter(holder=holder, body=body).order_by("pk").first()


def _write_place(by: Viewer, row: ContactArrangement, words: str) -> None:
    seen = ContactPlace.objects.visible_to(by).filter(arrangement=row)
    if not words:
        seen.delete()
    elif (place := seen.first()) is not None:
        place.words = words
        place.save(update_fields=["words"])
    else:
        # Where a place is written that this viewer may not see, it stays, and theirs is not kept beside it.
        ContactPlace.objects.bulk_create(
            [ContactPlace(organisation_id=by.organisation_id, arrangement=row, words=words)], ignore_conflicts=True
        )
