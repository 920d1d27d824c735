"""Pages for what went wrong, in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_allowed(request: HttpRequest, why: str) -> HttpResponse:
    """Answer 403 and say which role would be needed."""
    return render(request, "403.jinja", {"why": why}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return render(request, "400.jinja", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return render(request, "403.jinja", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: the same words for what never was and what may not be seen."""
    return render(request, "404.jinja", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, with nothing that could fail again."""
    return render(request, "500.jinja", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came from a page too old to trust, and say what to do."""
    return render(
        request,
        "403.jinja",
        {"why": "This page had been open too long. Go back, and send it again."},
        status=403,
    )
