"""How far one's own background work is."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse

from trellis.platform.access.pages import page
from trellis.platform.access.viewer import Viewer, viewer_of
from trellis.platform.design_system import render
from trellis.platform.jobs import queries

SEE = "jobs.see_own"


def _viewer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    assert viewer is not None
    return viewer


@page(SEE)
def jobs(request: HttpRequest) -> HttpResponse:
    """List one's own background work, newest first."""
    asked = request.GET.get("page", "1")
    number = max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found, has_next = queries.jobs(_viewer(request), number)
    return render(request, "jobs/jobs.jinja", {"found": found, "number": number, "has_next": has_next})


@page(SEE)
def job(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Show how far one piece of work is; the page looks again by itself until it has ended."""
    response = render(request, "jobs/job.jinja", {"job": queries.job(_viewer(request), job_id)})
    response["Cache-Control"] = "no-store"
    return response


@page(SEE)
def progress(request: HttpRequest, job_id: uuid.UUID) -> HttpResponse:
    """Say how far one piece of work is, as JSON."""
    found = queries.job(_viewer(request), job_id)
    response = JsonResponse(
        {
            "status": found.status,
            "words": found.get_status_display(),
            "done": found.done,
            "total": found.total,
            "message": found.message,
            "finished": found.is_finished,
            "result": found.result_url,
        }
    )
    response["Cache-Control"] = "no-store"
    return response
