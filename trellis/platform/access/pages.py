"""Every view says who may open it; one that says nothing is closed."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from trellis.platform.access.viewer import NotAllowed, viewer_of

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
            return view(request, *args, **kwargs)

        wrapped = require_http_methods(allowed)(guarded)
        wrapped.page_permission = permission  # type: ignore[attr-defined]
        wrapped.page_methods = methods  # type: ignore[attr-defined]
        return wrapped

    return decorate


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
