"""Every view says who may open it; one that says nothing is closed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from trellis.platform.access.viewer import NotAllowed, Viewer, viewer_of
from trellis.platform.contributions.registry import hooks

View = Callable[..., HttpResponseBase]


def page(permission: str, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Open a view to viewers whose role holds the permission, for these methods (HEAD comes with GET)."""
    allowed = list(methods) + (["HEAD"] if "GET" in methods else [])

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = viewer_of(request)
            if viewer is None:
                raise NotAllowed("Sign in first.")
            viewer.must(permission)
            try:
                return view(request, *args, **kwargs)
            except Http404:
                address = _where_it_leads(request, viewer, kwargs)
                if address is None:
                    raise
                return redirect(address)

        wrapped = require_http_methods(allowed)(guarded)
        wrapped.page_permission = permission  # type: ignore[attr-defined]
        wrapped.page_methods = methods  # type: ignore[attr-defined]
        return wrapped

    return decorate


def _where_it_leads(request: HttpRequest, viewer: Viewer, named: dict[str, Any]) -> str | None:
    """Return the address to which that of a person merged into another leads, or None.

    The room of duplicates answers the hook `leads_to(viewer, person_id)` with the id of whom the viewer may see.
    """
    if request.method != "GET" or "person_id" not in named or request.resolver_match is None:
        return None
    for hook in hooks("leads_to"):
        kept = hook.call(viewer, named["person_id"])
        if kept is not None:
            return reverse(request.resolver_match.view_name, kwargs={**named, "person_id": kept})
    return None


def signed_in_page(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Open a view to everybody who is signed in to an organisation, whatever their role."""

    def decorate(view: View) -> View:
        wrapped = require_http_methods([*methods, "HEAD"])(view)
        wrapped.page_permission = "*"  # type: ignore[attr-defined]
        wrapped.page_methods = methods  # type: ignore[attr-defined]
        return wrapped

    return decorate


def public_page(view: View) -> View:
    """Open a view to everybody, signed in or not."""
    view.page_permission = None  # type: ignore[attr-defined]
    return view


def get_or_404[Row: models.Model](queryset: models.QuerySet[Row], **lookup: Any) -> Row:
    """Return the one row, or answer 404: what may not be seen does not exist."""
    try:
        return queryset.get(**lookup)
    except (ObjectDoesNotExist, ValueError, ValidationError) as missing:
        raise Http404 from missing
