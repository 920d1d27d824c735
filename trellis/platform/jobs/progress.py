"""Progress that others see while the work's own transaction is still open."""

from __future__ import annotations

import time
import uuid
from contextlib import suppress

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from trellis.platform.access.viewer import Viewer

SECONDS_BETWEEN = 0.5
_WRITE = "UPDATE jobs_backgroundjob SET done = %s, total = %s, message = %s WHERE id = %s AND status = 'running'"


class Progress:
    """Says how far a piece of work is, through a connection of its own; `by` is whoever asked for the work."""

    def __init__(self, job_id: uuid.UUID, by: Viewer) -> None:
        self.job_id = job_id
        self.by = by
        self._connection: BaseDatabaseWrapper | None = None
        self._written_at = 0.0
        self._message = ""

    def step(self, done: int, total: int, message: str = "") -> None:
        """Say that `done` of `total` are done; `message` names the phase.

        To be called for every row: two writes a second reach the database at most, a few more where phases change.
        """
        now = time.monotonic()
        wait = SECONDS_BETWEEN if message == self._message else SECONDS_BETWEEN / 10
        if now - self._written_at < wait:
            return
        self._written_at, self._message = now, message
        # That the work goes on matters more than that the bar moves.
        with suppress(DatabaseError):
            self._write(done, total, message)

    def _write(self, done: int, total: int, message: str) -> None:
        if self._connection is None:
            self._connection = connections.create_connection("default")
        with self._connection.cursor() as cursor:
            cursor.execute(_WRITE, [done, total, message[:500], self.job_id])

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
