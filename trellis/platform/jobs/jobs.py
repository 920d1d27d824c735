"""What the queue calls: the work itself, and the look after work that was left."""

from __future__ import annotations

import uuid

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from trellis.platform.jobs import running
from trellis.platform.jobs.actions import TASK


@app.task(name=TASK, retry=RetryStrategy(max_attempts=3, linear_wait=5))
def run(job_id: str) -> None:
    """Do the work of one job."""
    running.run(uuid.UUID(job_id))


@app.periodic(cron="* * * * *")
@app.task(name="jobs.recover", queueing_lock="jobs.recover", pass_context=False)
def recover(timestamp: int) -> None:
    """Every minute, take up again what a killed worker left."""
    running.recover()


@app.periodic(cron="17 3 * * *")
@app.task(name="jobs.forget", queueing_lock="jobs.forget", pass_context=True)
async def forget(context: object, timestamp: int) -> None:
    """Every night, forget orders that were carried out more than a week ago; the jobs themselves stay."""
    await app.job_manager.delete_old_jobs(nb_hours=7 * 24, include_failed=True)
