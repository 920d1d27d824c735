"""One's own background work."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from trellis.platform.access.pages import get_or_404
from trellis.platform.access.viewer import Viewer
from trellis.platform.jobs.models import BackgroundJob

PAGE = 25


def job(viewer: Viewer, job_id: uuid.UUID) -> BackgroundJob:
    """Return one of the viewer's own jobs; 404 for anybody else's."""
    return get_or_404(BackgroundJob.objects.visible_to(viewer), pk=job_id)


def jobs(viewer: Viewer, number: int) -> tuple[list[BackgroundJob], bool]:
    """Return a page of the viewer's own jobs, newest first, and whether there are older ones."""
    own: QuerySet[BackgroundJob] = BackgroundJob.objects.visible_to(viewer).order_by("-id")
    first = (number - 1) * PAGE
    found = list(own[first : first + PAGE + 1])
    return found[:PAGE], len(found) > PAGE
