"""Today: what is due for the person who looks, from every room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from trellis.platform.access.pages import signed_in_page
from trellis.platform.access.panels import drawn_panels
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import viewer_of
from trellis.platform.design_system import render

NOTHING = {
    Role.ADMINISTRATOR: "People whom you add can sign in as soon as they have chosen a password.",
    Role.COORDINATOR: "New referrals, sessions and follow-ups appear here on the day that they matter.",
    Role.PRACTITIONER: "Your sessions and the follow-ups after them appear here on the day.",
    Role.SUPERVISOR: "Work that has no owner or waits too long appears here.",
    Role.REFERRER: "The families whom you refer appear here, with how far they are.",
    Role.COMMISSIONER: "The figures of each programme are under Figures.",
    Role.LICENSOR: "The figures of each programme that you license are under Figures.",
}


@signed_in_page()
def today(request: HttpRequest) -> HttpResponse:
    """Show what is due, overdue first, one panel for each room that has something."""
    viewer = viewer_of(request)
    assert viewer is not None
    context = {
        "day": timezone.localdate(),
        "panels": drawn_panels(request, viewer, "today"),
        "nothing": NOTHING[viewer.role],
        "viewer": viewer,
        "may_manage": viewer.may("access.manage_people"),
    }
    return render(request, "access/today.jinja", context)
