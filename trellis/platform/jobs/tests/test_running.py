"""Background work: all or nothing, with true progress, in words, and taken up again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership, Organisation
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer
from trellis.platform.jobs import registry, running
from trellis.platform.jobs.actions import start
from trellis.platform.jobs.models import BackgroundJob
from trellis.platform.jobs.progress import Progress
from trellis.platform.jobs.registry import Result, background
from trellis.platform.notifications.models import Message

Steps = list[Any]


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Register work for one test: `work(function)` gives the kind's name."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))

    def register(function: registry.Work) -> str:
        kind = f"test.{uuid.uuid4().hex}"
        background(kind)(function)
        return kind

    return register


def _begin(kind: str, by: Viewer | None = None, **arguments: Any) -> BackgroundJob:
    return start(kind, by=by or viewer(), label="Count the families", arguments=arguments)


@pytest.mark.django_db
def test_does_the_work_and_says_so(work: Any) -> None:
    def count(progress: Progress, arguments: dict[str, Any]) -> Result:
        progress.step(1, 2, "Counting")
        Organisation.objects.create(name=arguments["name"], slug="made")
        return Result("Two families.", "/families/")

    job = _begin(work(count), name="Made by the work")
    assert job.status == "waiting"
    assert running.run_pending() == 1
    job.refresh_from_db()
    assert (job.status, job.message, job.result_url) == ("done", "Two families.", "/families/")
    assert job.finished_at is not None
    assert Organisation.objects.filter(slug="made").exists()
    message = Message.objects.get(to=job.by_id)
    assert message.subject == "Done: Count the families"
    assert str(job.pk) in message.link


@pytest.mark.django_db
def test_a_broken_rule_is_told_in_its_own_words_and_leaves_nothing(work: Any) -> None:
    def refuse(progress: Progress, arguments: dict[str, Any]) -> None:
        Organisation.objects.create(name="Half", slug="half")
        raise RuleBroken("Row 7 has no name.")

    job = _begin(work(refuse))
    running.run_pending()
    job.refresh_from_db()
    assert (job.status, job.message) == ("failed", "Row 7 has no name.")
    assert not Organisation.objects.filter(slug="half").exists()
    assert Message.objects.get(to=job.by_id).body == "Row 7 has no name."


@pytest.mark.django_db
def test_a_fault_is_told_without_its_insides(work: Any, caplog: pytest.LogCaptureFixture) -> None:
    def fault(progress: Progress, arguments: dict[str, Any]) -> None:
        Organisation.objects.create(name="Half", slug="half")
        raise ZeroDivisionError("secret insides")

    job = _begin(work(fault))
    running.run_pending()
    job.refresh_from_db()
    assert job.status == "failed"
    assert "Nothing was changed" in job.message
    assert str(job.pk) in job.message
    assert "insides" not in job.message
    assert not Organisation.objects.filter(slug="half").exists()
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db
def test_nothing_is_done_for_somebody_who_left(work: Any) -> None:
    by = viewer()
    job = _begin(work(lambda progress, arguments: None), by)
    Membership.objects.filter(pk=by.membership_id).update(is_active=False)
    running.run_pending()
    job.refresh_from_db()
    assert job.status == "failed"
    assert "no longer sign in" in job.message


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        start("no.such.kind", by=viewer(), label="x")


@pytest.mark.django_db
def test_a_lost_connection_is_tried_again_and_given_up_at_last(work: Any) -> None:
    def lose(progress: Progress, arguments: dict[str, Any]) -> None:
        raise OperationalError("server closed the connection")

    job = _begin(work(lose))
    for _ in range(2):
        with pytest.raises(OperationalError):
            running.run(job.pk)
        job.refresh_from_db()
        assert job.status == "waiting"
    running.run(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"
    assert "begun 3 times" in job.message


@pytest.mark.django_db(transaction=True)
def test_the_order_to_run_goes_with_the_transaction(work: Any) -> None:
    kind, by = work(lambda progress, arguments: None), viewer()

    def ask_and_fail() -> None:
        with transaction.atomic():
            start(kind, by=by, label="x")
            raise RuleBroken("no")

    with pytest.raises(RuleBroken):
        ask_and_fail()
    assert not BackgroundJob.objects.exists()
    assert _queued() == 0
    start(kind, by=by, label="x")
    assert _queued() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_runs_it_and_others_see_how_far_it_is(work: Any) -> None:
    seen: Steps = []
    writes: Steps = []

    def count(progress: Progress, arguments: dict[str, Any]) -> Result:
        write = progress._write
        progress._write = lambda *args: (writes.append(args), write(*args))  # type: ignore[method-assign]
        for done in range(2000):
            progress.step(done, 2000, "Counting")
            if done == 1000:
                progress._written_at = 0.0
                progress.step(done, 2000, "Counting")
                other = connections.create_connection("default")
                with other.cursor() as cursor:
                    cursor.execute("SELECT status, done, total, message FROM jobs_backgroundjob")
                    seen.extend(cursor.fetchall())
                other.close()
        return Result("All counted.")

    job = _begin(work(count))
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
    job.refresh_from_db()
    assert seen == [("running", 1000, 2000, "Counting")]
    assert len(writes) < 20
    assert (job.status, job.done, job.total) == ("done", 2000, 2000)


class Killed(BaseException):
    """What a worker's end looks like from inside: nothing more runs."""


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_and_the_job_is_taken_up_again(work: Any) -> None:
    deaths = iter([True, False])

    def die_once(progress: Progress, arguments: dict[str, Any]) -> Result:
        Organisation.objects.create(name="Half", slug="half")
        if next(deaths):
            raise Killed
        return Result("Done at last.")

    job = _begin(work(die_once))
    _queue_says("doing")
    with pytest.raises(Killed):
        running.run(job.pk)
    job.refresh_from_db()
    assert job.status == "running"
    assert not Organisation.objects.filter(slug="half").exists()
    assert running.recover() == 0, "too young to be thought dead"
    BackgroundJob.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert running.recover() == 1
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("waiting", 1)
    assert _queued() == 1
    assert running.recover() == 0, "it waits in the queue"
    running.run_pending()
    job.refresh_from_db()
    assert (job.status, job.message) == ("done", "Done at last.")


@pytest.mark.django_db(transaction=True)
def test_a_job_that_kills_every_worker_is_given_up(work: Any) -> None:
    job = _begin(work(lambda progress, arguments: None))
    _queue_says("doing")
    BackgroundJob.objects.update(created_at=timezone.now() - timedelta(minutes=5), status="running", attempts=3)
    assert running.recover() == 1
    job.refresh_from_db()
    assert job.status == "failed"
    assert "begun 3 times" in job.message


@pytest.mark.django_db(transaction=True)
def test_a_job_in_hand_is_neither_run_twice_nor_recovered(work: Any) -> None:
    ran: Steps = []
    job = _begin(work(lambda progress, arguments: ran.append(1)))
    _queue_says("doing")
    BackgroundJob.objects.update(created_at=timezone.now() - timedelta(minutes=5), status="running")
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [running._lock_number(job.pk)])
    assert running.recover() == 0
    running.run(job.pk)
    assert ran == []
    other.close()


def _queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'jobs.run' AND status = 'todo'")
        return int(cursor.fetchone()[0])


def _queue_says(status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", [status])
