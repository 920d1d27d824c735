"""The chain is carried on every minute, its end kept every hour, and all of it checked every night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from trellis.platform.audit import chain, checking


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Take what was written since the last minute into the chain."""
    chain.seal_waiting()


@app.periodic(cron="7 * * * *")
@app.task(name="audit.keep_ends", queueing_lock="audit.keep_ends", pass_context=False)
def keep_ends(timestamp: int) -> None:
    """Write the ends of the chains to the file that is kept apart from the database."""
    chain.keep_ends()


@app.periodic(cron="37 2 * * *")
@app.task(name="audit.check", queueing_lock="audit.check", pass_context=False)
def check(timestamp: int) -> None:
    """Check every chain, keep what was found, and tell supervisors and administrators what is broken."""
    checking.check_all()
