"""Work is put in the background here."""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from trellis.platform.access.viewer import Viewer
from trellis.platform.audit import actions as audit
from trellis.platform.audit.actions import action
from trellis.platform.jobs.models import BackgroundJob
from trellis.platform.jobs.registry import work_of

TASK = "jobs.run"


def start(kind: str, *, by: Viewer, label: str, arguments: dict[str, Any] | None = None) -> BackgroundJob:
    """Put work of a kind in the background for a viewer, and return the job whose page shows how far it is.

    The order to run is a row of the same transaction: a worker sees it once that is committed, and never if it is not.
    `arguments` is plain JSON: ids, never names. The job's page is `jobs:job`.
    """
    work_of(kind)
    return _start(by=by, kind=kind, label=label, arguments=arguments or {})


@action("background.started")
def _start(*, by: Viewer, kind: str, label: str, arguments: dict[str, Any]) -> BackgroundJob:
    job = BackgroundJob.objects.create(
        organisation_id=by.organisation_id,
        by_id=by.membership_id,
        kind=kind,
        label=label[:200],
        arguments=arguments,
        message="Waiting for its turn",
    )
    app.configure_task(TASK).defer(job_id=str(job.pk))
    audit.about(job, kind=kind)
    return job
