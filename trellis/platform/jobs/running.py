"""Runs background work: all of it or nothing, said in words, taken up again after a machine failed."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import NotAllowed, Viewer
from trellis.platform.database import sight
from trellis.platform.jobs.actions import TASK
from trellis.platform.jobs.models import BackgroundJob
from trellis.platform.jobs.progress import Progress
from trellis.platform.jobs.registry import Result, work_of
from trellis.platform.notifications.actions import notify

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
DEAD_AFTER = 45
_FAULT = (
    "A fault on our side stopped this. Nothing was changed. Try once more; if it happens again, tell whoever looks "
    "after Trellis, with the number {number}."
)
_GIVEN_UP = (
    f"This was begun {MOST_ATTEMPTS} times, and each time the machine or the database stopped before it ended. "
    "Nothing was changed. Try again later."
)
_QUEUED = """
    SELECT id, status,
           status = 'doing' AND (worker_id IS NULL OR worker_id NOT IN (
               SELECT id FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)))
    FROM procrastinate_jobs
    WHERE task_name = %s AND args->>'job_id' = %s AND status IN ('todo', 'doing')
"""


class AlreadyAtWork(Exception):
    """Another worker has this job in hand."""


def run(job_id: uuid.UUID) -> None:
    """Do the work of a job once.

    What it writes and the word that it is done are one transaction. A rule that is broken or a fault marks it as not
    having worked; a connection that failed raises, so that it is tried again.
    """
    with sight.seeing(sight.job(job_id)):
        _run(job_id)


def _run(job_id: uuid.UUID) -> None:
    begun = BackgroundJob.objects.filter(pk=job_id, status__in=["waiting", "running"])
    if not begun.update(status="running", attempts=F("attempts") + 1):
        return
    job = BackgroundJob.objects.select_related("by__user", "by__organisation").get(pk=job_id)
    progress = Progress(job.pk, Viewer.from_membership(job.by))
    try:
        _work(job, progress)
    except AlreadyAtWork:
        return
    except (OperationalError, InterfaceError):
        if job.attempts < MOST_ATTEMPTS:
            BackgroundJob.objects.filter(pk=job.pk).update(status="waiting", message="Will be tried again shortly")
            raise
        fail(job, _GIVEN_UP)
    except (RuleBroken, NotAllowed) as refused:
        fail(job, str(refused))
    except Exception:
        logger.exception("Background job %s (%s) failed", job.pk, job.kind)
        fail(job, _FAULT.format(number=job.pk))
    finally:
        progress.close()


def _work(job: BackgroundJob, progress: Progress) -> None:
    with transaction.atomic():
        if not _take_in_hand(job.pk):
            raise AlreadyAtWork
        if not (job.by.is_active and job.by.user.is_active):
            raise RuleBroken("Whoever asked for this may no longer sign in, so it was not done.")
        with sight.seeing(sight.viewer(job.by_id)):
            result = work_of(job.kind)(progress, job.arguments) or Result()
        # The last step comes through the work's own transaction, so that the bar is full only when all is kept.
        BackgroundJob.objects.filter(pk=job.pk).update(
            status="done",
            message=result.message[:500],
            result_url=result.url,
            finished_at=timezone.now(),
            done=F("total"),
        )
        _tell(job, f"Done: {job.label}", result.message)


def fail(job: BackgroundJob, words: str) -> None:
    """Mark a job as not having worked, in words, and tell its owner; that it is marked does not hang on the telling."""
    changed = BackgroundJob.objects.filter(pk=job.pk, status__in=["waiting", "running"]).update(
        status="failed", message=words[:500], finished_at=timezone.now()
    )
    if changed:
        try:
            with transaction.atomic():
                _tell(job, f"Did not work: {job.label}", words)
        except Exception:
            logger.exception("Nobody could be told that background job %s failed", job.pk)


def _tell(job: BackgroundJob, subject: str, body: str) -> None:
    notify(to=job.by, subject=subject, body=body, link=reverse("jobs:job", args=[job.pk]))


def _take_in_hand(job_id: uuid.UUID) -> bool:
    """Take the job's lock until the transaction ends, or say no; PostgreSQL frees it when its holder dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_lock_number(job_id)])
        return bool(cursor.fetchone()[0])


def _lock_number(job_id: uuid.UUID) -> int:
    # The last eight bytes of a UUIDv7 are random; PostgreSQL wants them signed.
    return int.from_bytes(job_id.bytes[8:], signed=True)


def recover() -> int:
    """Take up again what a killed worker left, and give up on what was tried too often; return how many were found.

    A job is left alone while anybody holds its lock, while it waits in the queue, or while its worker is alive.
    """
    return sum(_recover_all() for _ in sight.each_organisation())


def _recover_all() -> int:
    since = timezone.now() - timedelta(seconds=DEAD_AFTER)
    left = BackgroundJob.objects.filter(status__in=["waiting", "running"], created_at__lt=since)
    return sum(_recover(job) for job in left.select_related("by__user", "by__organisation").order_by("id")[:100])


def _recover(job: BackgroundJob) -> bool:
    with transaction.atomic():
        if not _take_in_hand(job.pk):
            return False
        with connection.cursor() as cursor:
            cursor.execute(_QUEUED, [DEAD_AFTER, TASK, str(job.pk)])
            queued = cursor.fetchall()
        if any(not is_dead for _, _, is_dead in queued):
            return False
        for queue_id, _, _ in queued:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [queue_id])
        if job.attempts >= MOST_ATTEMPTS:
            fail(job, _GIVEN_UP)
        else:
            BackgroundJob.objects.filter(pk=job.pk).update(
                status="waiting", message="Stopped half-way; begun again from the start"
            )
            app.configure_task(TASK).defer(job_id=str(job.pk))
    return True


def run_pending(most: int = 50) -> int:
    """Do all waiting work here and now, in the order in which it was asked for; return how many ran.

    For tests and the demonstration: a running service leaves this to its worker.
    """
    for count in range(most):
        job = BackgroundJob.objects.filter(status="waiting").order_by("id").first()
        if job is None:
            return count
        run(job.pk)
    raise RuntimeError(f"More than {most} pieces of work are waiting.")
