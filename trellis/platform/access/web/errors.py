"""Pages for what went wrong, in words."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse

from trellis.platform.access.web import held
from trellis.platform.design_system import problems, render


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


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429 to an address that has tried too often, whoever it tried to be."""
    return render(request, "access/locked_out.jinja", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, with nothing that could fail again."""
    return problems.server_error(request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not right.

    One that came from a page of this house (it was open too long, or somebody signed in again elsewhere) is shown with
    a button that sends it again; nothing is kept of one that may come from another site.
    """
    typed = held.hold(request) if _comes_from_here(request) else None
    if typed is None or held.is_somebody_elses(request, typed):
        words = "This page had been open too long, or it came from another site. Go back, and send it again."
        return render(request, "403.jinja", {"title": "Nothing was saved", "why": words}, status=403)
    return render(request, "access/send_again.jinja", {"held": typed}, status=403)


def _comes_from_here(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if not origin or origin == "null":
        return False
    asked = urlsplit(origin)
    return asked.netloc == request.get_host() and asked.scheme == ("https" if request.is_secure() else "http")
