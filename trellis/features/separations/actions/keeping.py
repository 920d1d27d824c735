"""Recording a separation, looking at it again, and ending it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from trellis.features.separations.models import Separation, SeparationReview
from trellis.features.separations.queries.apart import wait_for_others
from trellis.features.separations.queries.finding import Asked, breaches_of
from trellis.features.separations.queries.naming import names_of_sides, side_of
from trellis.features.separations.rules import END, RECORD
from trellis.features.separations.rules.checks import check_review_day, check_said, check_sides
from trellis.features.separations.rules.margin import check_margin, margin_on
from trellis.features.separations.rules.people import Side
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    from trellis.features.separations.queries.finding import Found

STANDING = "Bookings that stand already bring them together. Look at them below, then record it all the same."


class BookingsStand(RuleBroken):
    """A separation that bookings break already: it is recorded once whoever records it has seen them."""

    def __init__(self, found: Found) -> None:
        super().__init__(STANDING)
        self.found = found


@action("separation.recorded", RECORD)
def record_separation(
    *,
    by: Viewer,
    first: Side,
    second: Side,
    reason: str,
    source: str,
    review_on: date,
    margin_minutes: int | None = None,
    different_workers: bool = False,
    despite_bookings: bool = False,
) -> Separation:
    """Record that two people, two families, or a person and a family must never meet through us.

    Whoever records it sees both sides. `margin_minutes` is today's default unless given. Raises BookingsStand, with
    what was found, where bookings break it already and `despite_bookings` is not set; what stands is not undone, and
    nothing new is booked.
    """
    today = timezone.localdate()
    check_sides(first, second)
    check_said(reason, source)
    check_review_day(review_on, today)
    margin = margin_on(today).minutes if margin_minutes is None else margin_minutes
    check_margin(margin)
    if set(names_of_sides(by, [first, second])) != {first, second}:
        raise RuleBroken("Choose two of the people and families shown.", "other")
    wait_for_others(by)
    _check_new(by, first, second)
    if not despite_bookings:
        key = uuid.uuid4()
        found = breaches_of(by, [Asked(key, first, second, margin, different_workers)])[key]
        if found.is_broken:
            raise BookingsStand(found)
    made = Separation.objects.create(
        organisation_id=by.organisation_id,
        first_family_id=first.family,
        first_person_id=first.person,
        second_family_id=second.family,
        second_person_id=second.person,
        reason=reason.strip()[:500],
        source=source.strip()[:200],
        review_on=review_on,
        margin_minutes=margin,
        different_workers=different_workers,
        recorded_by_id=by.membership_id,
    )
    about(made, margin=margin, different_workers=different_workers, despite_bookings=despite_bookings)
    return made


@action("separation.reviewed", RECORD)
def review_separation(*, by: Viewer, separation: Separation, words: str, next_review_on: date) -> SeparationReview:
    """Say what a look at a separation found, and when to look again."""
    today = timezone.localdate()
    current = _standing(by, separation)
    if not words.strip():
        raise RuleBroken("Say in a few words what you found.", "words")
    check_review_day(next_review_on, today)
    current.review_on = next_review_on
    current.save(update_fields=["review_on"])
    review = SeparationReview.objects.create(
        organisation_id=by.organisation_id,
        separation=current,
        on=today,
        by_id=by.membership_id,
        words=words.strip()[:500],
        next_review_on=next_review_on,
    )
    about(current, next_review_on=next_review_on.isoformat())
    return review


@action("separation.ended", END)
def end_separation(*, by: Viewer, separation: Separation, why: str) -> Separation:
    """End a separation with a reason; from now on nothing is refused for it."""
    current = _standing(by, separation)
    if not why.strip():
        raise RuleBroken("Say why they need not be kept apart any more.", "why")
    current.ended_at, current.ended_why = timezone.now(), why.strip()[:500]
    current.ended_by_id = by.membership_id
    current.save(update_fields=["ended_at", "ended_why", "ended_by"])
    about(current)
    return current


def _check_new(by: Viewer, first: Side, second: Side) -> None:
    standing = Separation.objects.visible_to(by).filter(ended_at__isnull=True)
    for each in standing:
        if {side_of(each, "first"), side_of(each, "second")} == {first, second}:
            raise RuleBroken("They are kept apart already.", "other")


def _standing(by: Viewer, separation: Separation) -> Separation:
    current: Separation | None = (
        Separation.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=separation.pk).first()
    )
    if current is None:
        raise RuleBroken("This separation is not there.")
    if current.ended_at is not None:
        raise RuleBroken("This separation has ended already.")
    return current
