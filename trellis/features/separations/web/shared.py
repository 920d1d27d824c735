"""What several pages of separations show alike."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from trellis.features.separations.models import Separation
    from trellis.features.separations.queries.finding import Found


def line_of(one: Separation, names: tuple[str, str], found: Found | None, today: date) -> dict[str, Any]:
    """Return what a list shows of a separation."""
    status, look = _state(one, found, today)
    return {
        "separation": one,
        "first": names[0],
        "second": names[1],
        "who": f"{names[0]} and {names[1]}",
        "href": reverse("separations:separation", args=[one.pk]),
        "status": status,
        "look": look,
    }


def _state(one: Separation, found: Found | None, today: date) -> tuple[str, str]:
    if one.ended_at is not None:
        return "Ended", "quiet"
    if found is not None and found.is_broken:
        return "Bookings to mend", "danger"
    if one.review_on <= today:
        return "Review due", "look"
    if found is not None and found.lacks:
        return "Something is missing", "look"
    return "Kept apart", "good"
