"""Finds the viewer, and keeps every view closed that does not say who may open it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from trellis.platform.access.models import Membership
from trellis.platform.access.viewer import NotAllowed, Viewer
from trellis.platform.database import sight

MEMBERSHIP_KEY = "membership"


class SightMiddleware:
    """Lets the database be asked about accounts alone, until it is known who is looking; stands before sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on with the sight of somebody who is signing in."""
        with sight.seeing(sight.SIGNING_IN):
            return self.get_response(request)


class ViewerMiddleware:
    """Sets `request.viewer` from the session's membership, or the person's first one, and the database's sight."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the viewer, then go on with their sight."""
        known = request.user.is_authenticated
        with sight.seeing(sight.person(uuid.UUID(str(request.user.pk))) if known else sight.sight()):
            viewer = self._viewer(request) if known else None
            request.viewer = viewer  # type: ignore[attr-defined]
            with sight.seeing(sight.viewer(viewer.membership_id) if viewer else sight.sight()):
                response = self.get_response(request)
        if known and not response.has_header("Cache-Control"):
            # Only this browser keeps it, and asks again before it shows it: nothing is left for the next person.
            response["Cache-Control"] = "private, no-cache"
        return response

    def _viewer(self, request: HttpRequest) -> Viewer | None:
        memberships = Membership.objects.filter(user_id=str(request.user.pk), is_active=True).select_related(
            "user", "organisation"
        )
        chosen = request.session.get(MEMBERSHIP_KEY)
        found = list(memberships.order_by("created_at", "pk"))
        membership = next((m for m in found if str(m.pk) == chosen), found[0] if found else None)
        request.memberships = found  # type: ignore[attr-defined]
        return Viewer.from_membership(membership) if membership else None


class DeniedByDefaultMiddleware:
    """Asks for sign-in before any page that is not public, and refuses views that declare nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the work is done once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let public pages through, ask others to sign in, close the rest."""
        from trellis.platform.access.web.errors import not_allowed
        from trellis.platform.access.web.held import ask_to_sign_in

        declared = getattr(view, "page_permission", "undeclared")
        if declared is None:
            return None
        if request.viewer is None:  # type: ignore[attr-defined]
            return ask_to_sign_in(request)
        if declared == "undeclared":
            return not_allowed(request, "This page is closed.")
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refused act into a page in words."""
        if isinstance(exception, NotAllowed):
            from trellis.platform.access.web.errors import not_allowed

            return not_allowed(request, str(exception))
        return None
