"""PostgreSQL, asked with the sight in force: Django's own backend, which tells the server who is looking first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from psycopg import sql
from psycopg.pq import TransactionStatus

from trellis.platform.database.sight import Sight, SightKind, sight
from trellis.platform.database.signing import proof


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets role and sight on the connection whenever they differ from the last that this connection was told.

    What was told is forgotten with a rollback, because the server forgets it too, and with the connection, so that a
    pool never carries one viewer's rights to the next.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told: Sight | None = None
        self._backend = 0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; whatever the connection was told in an earlier life does not count."""
        self._told = None
        self._backend = 0
        return super().get_new_connection(conn_params)

    def close(self) -> None:
        """Close, and forget what was told."""
        self._told = None
        super().close()

    def create_cursor(self, name: str | None = None) -> Any:
        """Make a cursor, through which only the sight in force can be asked."""
        if self._told != sight():
            self._tell(sight())
        return super().create_cursor(name)

    def _rollback(self) -> None:
        self._told = None
        super()._rollback()  # type: ignore[misc]  # missing in the stubs

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]  # missing in the stubs
        self._told = None

    def _tell(self, what: Sight) -> None:
        connection = self.connection
        if connection is None or connection.info.transaction_status == TransactionStatus.INERROR:
            return  # Nothing but a rollback can come next, and after it everything is told anew.
        if what.kind == SightKind.OWNER:
            connection.execute("RESET ROLE")
            connection.execute("SELECT set_config('trellis.sight', '', false)")
        else:
            if connection.info.user != settings.TRELLIS_APPLICATION_ROLE:
                connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(settings.TRELLIS_APPLICATION_ROLE)))
            # Asked of the server itself: a pooler in between gives numbers of its own.
            self._backend = self._backend or connection.execute("SELECT pg_backend_pid()").fetchone()[0]
            connection.execute("SELECT trellis_look(%s, %s, %s)", [what.kind, what.of, proof(what, self._backend)])
        self._told = what
