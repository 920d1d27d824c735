"""Pages about parental responsibility, contact arrangements and orders that limit contact."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from trellis.features.families import actions, queries
from trellis.features.families.web.forms_care import ArrangementForm, OrderForm, ResponsibilityForm
from trellis.features.families.web.tabs import tabs_of
from trellis.features.families.web.writing import (
    BOTH,
    ask,
    choices_of,
    done,
    one_of,
    people_by_key,
    saved,
    to_person,
)
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed

if TYPE_CHECKING:
    from trellis.features.families.models import ContactArrangement, LimitingOrder

ORDER_FIELDS = ("kind", "against_name", "terms", "court", "made_on", "expires_on", "ended_on", "source")


@page("families.see")
def contact_and_orders(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show contact arrangements and orders that limit contact, those that are over too."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    today = timezone.localdate()
    arrangements = queries.arrangements_of(viewer, family.pk)
    viewed(viewer, family)
    context = {
        "family": family,
        "tabs": tabs_of(viewer, family.pk, "families:contact_and_orders"),
        "orders": queries.orders_of(viewer, family.pk, today),
        "now": [row for row in arrangements if row.is_current(today)],
        "before": [row for row in arrangements if not row.is_current(today)],
        "may_change": viewer.may("families.change"),
    }
    return render(request, "families/contact_and_orders.jinja", context)


@page("families.change", methods=BOTH)
def arrangement(request: HttpRequest, family_id: uuid.UUID, arrangement_id: uuid.UUID | None = None) -> HttpResponse:
    """Write how a child and somebody have contact."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    rows = queries.arrangements_of(viewer, family.pk) if arrangement_id else []
    existing = one_of(rows, arrangement_id) if arrangement_id else None
    people = people_by_key(request, family.pk)
    orders = {str(one.order.pk): one.order for one in queries.orders_of(viewer, family.pk, timezone.localdate())}
    choices = choices_of(people)
    form = ArrangementForm(
        request.POST or None,
        initial=_arrangement_told(existing),
        children=choices,
        people=choices,
        orders=[(key, f"{order}, {order.made_on.year}") for key, order in orders.items()],
    )

    def save() -> None:
        values = dict(form.cleaned_data)
        actions.record_arrangement(
            by=viewer,
            family=family,
            child=people[values.pop("child")],
            person=people[values.pop("person")],
            order=orders.get(values.pop("order", "")),
            arrangement=existing,
            **values,
        )

    back = reverse("families:contact_and_orders", args=[family.pk])
    if request.method == "POST" and saved(form, save):
        return done(request, "The contact has been saved.", back)
    remove = reverse("families:remove_arrangement", args=[family.pk, existing.pk]) if existing else ""
    return ask(request, form, "Contact between a child and somebody", back, caption=family.name, remove=remove)


@page("families.change", methods=("POST",))
def remove_arrangement(request: HttpRequest, family_id: uuid.UUID, arrangement_id: uuid.UUID) -> HttpResponse:
    """Take back a contact arrangement that was never so."""
    row = one_of(queries.arrangements_of(request.viewer, family_id), arrangement_id)
    actions.remove_arrangement(by=request.viewer, arrangement=row)
    return done(request, "That has been taken back.", reverse("families:contact_and_orders", args=[family_id]))


@page("families.change", methods=BOTH)
def order(request: HttpRequest, family_id: uuid.UUID, order_id: uuid.UUID | None = None) -> HttpResponse:
    """Write an order that limits contact."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    existing = _order_of(request, family.pk, order_id) if order_id else None
    people = people_by_key(request, family.pk)
    initial: dict[str, Any] | None = None
    if existing:
        initial = {name: getattr(existing.order, name) for name in ORDER_FIELDS}
        initial["against"] = str(existing.order.against_id or "")
        initial["protects"] = [str(person.pk) for person in existing.protects]
    form = OrderForm(request.POST or None, initial=initial, people=choices_of(people))

    def save() -> None:
        values = dict(form.cleaned_data)
        actions.record_order(
            by=viewer,
            family=family,
            protects=[people[key] for key in values.pop("protects")],
            against=people.get(values.pop("against")),
            order=existing.order if existing else None,
            **values,
        )

    back = reverse("families:contact_and_orders", args=[family.pk])
    if request.method == "POST" and saved(form, save):
        return done(request, "The order has been saved.", back)
    remove = reverse("families:remove_order", args=[family.pk, existing.order.pk]) if existing else ""
    return ask(request, form, "An order that limits contact", back, caption=family.name, remove=remove)


@page("families.change", methods=("POST",))
def remove_order(request: HttpRequest, family_id: uuid.UUID, order_id: uuid.UUID) -> HttpResponse:
    """Take out an order that was written by mistake."""
    actions.remove_order(by=request.viewer, order=_order_of(request, family_id, order_id).order)
    return done(request, "The order has been taken out.", reverse("families:contact_and_orders", args=[family_id]))


@page("families.change", methods=BOTH)
def responsibility(
    request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID, responsibility_id: uuid.UUID | None = None
) -> HttpResponse:
    """Write who has parental responsibility for a child, and on what it rests."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    people = people_by_key(request, family.pk)
    child = one_of(people.values(), person_id)
    rows = [row for row in queries.responsibilities_of(viewer, family.pk) if row.child_id == child.pk]
    existing = one_of(rows, responsibility_id) if responsibility_id else None
    initial: dict[str, Any] | None = None
    if existing:
        initial = {name: getattr(existing, name) for name in ("body", "basis", "since", "until", "source")}
        initial["holder"] = str(existing.holder_id or "")
    form = ResponsibilityForm(request.POST or None, initial=initial, people=choices_of(people, leaving_out=[child.pk]))

    def save() -> None:
        values = dict(form.cleaned_data)
        actions.record_responsibility(
            by=viewer,
            family=family,
            child=child,
            holder=people.get(values.pop("holder")),
            responsibility=existing,
            **values,
        )

    back = to_person(family.pk, child.pk)
    if request.method == "POST" and saved(form, save):
        return done(request, f"Who has parental responsibility for {child.short_name} has been saved.", back)
    title = f"Who has parental responsibility for {child.short_name}?"
    address = "families:remove_responsibility"
    remove = reverse(address, args=[family.pk, child.pk, existing.pk]) if existing else ""
    return ask(request, form, title, back, caption=family.name, remove=remove)


@page("families.change", methods=("POST",))
def remove_responsibility(
    request: HttpRequest, family_id: uuid.UUID, person_id: uuid.UUID, responsibility_id: uuid.UUID
) -> HttpResponse:
    """Take back what was said of parental responsibility."""
    rows = queries.responsibilities_of(request.viewer, family_id)
    row = one_of([row for row in rows if row.child_id == person_id], responsibility_id)
    actions.remove_responsibility(by=request.viewer, responsibility=row)
    return done(request, "That has been taken back.", to_person(family_id, person_id))


def _order_of(request: HttpRequest, family_id: uuid.UUID, order_id: uuid.UUID) -> queries.ShownOrder:
    shown = {one.order: one for one in queries.orders_of(request.viewer, family_id, timezone.localdate())}
    found: LimitingOrder = one_of(shown, order_id)
    return shown[found]


def _arrangement_told(existing: ContactArrangement | None) -> dict[str, Any] | None:
    if existing is None:
        return None
    told = {name: getattr(existing, name) for name in ("kind", "often", "supervised_by", "basis", "since", "until")}
    place = existing.shown_place
    return {
        **told,
        "child": str(existing.child_id),
        "person": str(existing.person_id),
        "order": str(existing.order_id or ""),
        "place": place.words if place else "",
    }
