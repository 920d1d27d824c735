"""What a referrer sees of the family that they referred."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from trellis.features.sessions import queries
from trellis.features.sessions.permissions import PROGRESS
from trellis.platform.access.pages import page
from trellis.platform.audit.actions import viewed


@page(PROGRESS)
def progress(request: HttpRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Show the sessions of a referred family: themes, what to reinforce at home, who came, what is next."""
    shown = queries.progress(request.viewer, referral_id, timezone.localdate())
    viewed(request.viewer, shown.journey)
    return render(request, "sessions/progress.jinja", {"progress": shown, "referral_id": referral_id})
