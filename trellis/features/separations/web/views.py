"""Pages that show separations."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from trellis.features.separations import queries
from trellis.features.separations.queries.naming import sides_in_words
from trellis.features.separations.rules import END, RECORD, SEE
from trellis.features.separations.web.shared import line_of
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed
from trellis.platform.design_system import render
from trellis.platform.design_system.lists import page_of


@page(SEE)
def separations(request: HttpRequest) -> HttpResponse:
    """List who is kept apart, or was, between families that the viewer may see."""
    viewer = request.viewer
    ended = request.GET.get("show") == "ended"
    shown = page_of(request, queries.separations_listed(viewer, ended=ended))
    rows = list(shown.object_list)
    names = sides_in_words(viewer, rows)
    found = {} if ended else queries.breaches_of(viewer, [queries.sides_of(each) for each in rows])
    today = timezone.localdate()
    viewed(viewer, *rows)
    context = {
        "shown": shown,
        "lines": [line_of(each, names[each.pk], found.get(each.pk), today) for each in rows],
        "ended": ended,
        "tabs": [
            {"text": "Kept apart now", "href": reverse("separations:list"), "active": not ended},
            {"text": "Ended", "href": f"{reverse('separations:list')}?show=ended", "active": ended},
        ],
    }
    return render(request, "separations/list.jinja", context)


@page(SEE)
def separation(request: HttpRequest, separation_id: uuid.UUID) -> HttpResponse:
    """Show one separation: who, why, the bookings that break it with ways out, and what was found each time."""
    viewer = request.viewer
    one = queries.separation(viewer, separation_id)
    today = timezone.localdate()
    found = None
    if one.ended_at is None:
        found = queries.breaches_of(viewer, [queries.sides_of(one)])[one.pk]
    viewed(viewer, one)
    context = {
        "separation": one,
        "line": line_of(one, sides_in_words(viewer, [one])[one.pk], found, today),
        "found": found,
        "reviews": queries.reviews_of(viewer, one),
        "may_record": one.ended_at is None and viewer.may(RECORD),
        "may_end": one.ended_at is None and viewer.may(END),
        "today": today,
    }
    return render(request, "separations/separation.jinja", context)
