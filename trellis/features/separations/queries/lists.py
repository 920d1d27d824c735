"""Separations as lists and one by one, each for a viewer who may see both of its sides."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from trellis.features.families.models import FamilyMember
from trellis.features.separations.models import Separation, SeparationReview
from trellis.features.separations.queries.finding import Found, breaches_of, sides_of
from trellis.platform.access.pages import get_or_404

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

SOON = timedelta(days=14)
MOST = 200


def separation(viewer: Viewer, separation_id: uuid.UUID) -> Separation:
    """Return one separation, or answer 404."""
    found = Separation.objects.visible_to(viewer).select_related("recorded_by__user", "ended_by__user")
    one: Separation = get_or_404(found, pk=separation_id)
    return one


def separations_listed(viewer: Viewer, *, ended: bool = False) -> QuerySet[Separation]:
    """Return the separations that hold, the review that is due first on top; or those that have ended, newest first."""
    found = Separation.objects.visible_to(viewer).filter(ended_at__isnull=not ended)
    return found.order_by("-ended_at", "-pk") if ended else found.order_by("review_on", "pk")


def current_of_family(viewer: Viewer, family_id: uuid.UUID) -> list[Separation]:
    """Return the separations that hold for a family or somebody of it."""
    people = FamilyMember.objects.visible_to(viewer).filter(family_id=family_id).values("person_id")
    touches = Q(first_family_id=family_id) | Q(second_family_id=family_id)
    touches |= Q(first_person_id__in=people) | Q(second_person_id__in=people)
    return list(separations_listed(viewer).filter(touches)[:MOST])


def looks_due(viewer: Viewer, today: date) -> list[tuple[Separation, Found]]:
    """Return the separations that bookings break, that lack what a programme asks for, or whose review is near.

    Those that are broken come first; a review is near two weeks ahead.
    """
    rows = list(separations_listed(viewer)[:MOST])
    found = breaches_of(viewer, [sides_of(each) for each in rows])
    due = [
        (each, found[each.pk])
        for each in rows
        if found[each.pk].is_broken or found[each.pk].lacks or each.review_on - SOON <= today
    ]
    return sorted(due, key=lambda pair: (not pair[1].is_broken, pair[0].review_on, pair[0].pk))


def to_mend(viewer: Viewer) -> list[tuple[Separation, Found]]:
    """Return the separations that bookings break."""
    return [(each, found) for each, found in looks_due(viewer, date.min) if found.is_broken]


def reviews_of(viewer: Viewer, of: Separation) -> list[SeparationReview]:
    """Return what each look at a separation found, newest first."""
    rows = SeparationReview.objects.visible_to(viewer).filter(separation=of).select_related("by__user")
    return list(rows.order_by("-created_at", "-pk"))
