"""What is kept from whom: in one family, and what waits for a supervisor."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.features.confidentiality import queries
from trellis.features.families import queries as families
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed


@page("confidentiality.see")
def overview(request: HttpRequest) -> HttpResponse:
    """Show what one can do, what one has open in need, and what waits for review."""
    viewer = request.viewer
    today = timezone.localdate()
    context = {
        "opened": queries.opened_now(viewer),
        "reviews": queries.to_review(viewer),
        "declared": queries.known_to_settle(viewer),
        "seals": queries.seals_to_review(viewer, today),
        "received": queries.received(viewer)[:5] if viewer.may("confidentiality.share") else [],
        "may_share": viewer.may("confidentiality.share"),
        "may_review": viewer.may("confidentiality.review"),
        "today": today,
    }
    return render(request, "confidentiality/overview.jinja", context)


@page("confidentiality.see")
def family(request: HttpRequest, family_id: uuid.UUID) -> HttpResponse:
    """Show who may see what of a family."""
    viewer = request.viewer
    shown = families.family(viewer, family_id)
    viewed(viewer, shown)
    context = {
        "family": shown,
        "seals": queries.seals_of(viewer, shown.pk),
        "workers": queries.workers_of(viewer, shown.pk),
        "closed": queries.closed_file(viewer, shown.pk),
        "shut": queries.shut_outs_of(viewer, shown.pk),
        "sides": queries.sides_of(viewer, shown.pk),
        "may_lift": viewer.may("confidentiality.lift"),
        "may_shut": viewer.may("confidentiality.shut_out"),
        "may_share": viewer.may("confidentiality.share"),
        "today": timezone.localdate(),
    }
    return render(request, "confidentiality/family.jinja", context)
