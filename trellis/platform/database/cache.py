"""The cache in the database, in JSON: what lies in a table is read, and never run."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection
from django.utils import timezone

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
WRITE = """
INSERT INTO {table} AS kept (cache_key, value, expires) VALUES (%s, %s, %s)
ON CONFLICT (cache_key) DO {on_conflict}
"""
ANEW = "UPDATE SET value = excluded.value, expires = excluded.expires"


class JsonDatabaseCache(BaseDatabaseCache):
    """Keeps values that JSON can write, in the table that `createcachetable` makes.

    Django's own keeps pickles, and whoever can write a row of it runs code in the application.
    """

    _table: str

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept under a key and has not expired, or `default`."""
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        """Return what is kept under each of the keys; those under which nothing is are left out."""
        made = {self.make_and_validate_key(key, version=version): key for key in keys}
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT cache_key, value FROM {self._own} WHERE cache_key = ANY (%s) AND expires > %s",
                [list(made), timezone.now()],
            )
            return {made[key]: json.loads(value) for key, value in cursor.fetchall()}

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value; raises TypeError for what JSON cannot write."""
        self._write(key, value, timeout, version, ANEW)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless one is kept under the key; say whether it was."""
        return bool(self._write(key, value, timeout, version, "NOTHING"))

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep for longer what is kept; say whether something was."""
        made = self.make_and_validate_key(key, version=version)
        words = f"UPDATE {self._own} SET expires = %s WHERE cache_key = %s AND expires > %s"
        return bool(self._do(words, [self._until(timeout), made, timezone.now()]))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget what is kept under a key; say whether something was."""
        made = self.make_and_validate_key(key, version=version)
        return bool(self._do(f"DELETE FROM {self._own} WHERE cache_key = %s", [made]))

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Say whether something is kept under a key."""
        return key in self.get_many([key], version)

    def clear(self) -> None:
        """Forget everything."""
        self._do(f"DELETE FROM {self._own}", [])

    @property
    def _own(self) -> str:
        return connection.ops.quote_name(self._table)

    def _until(self, timeout: Any) -> datetime:
        seconds = self.get_backend_timeout(timeout)
        return NEVER if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)

    def _write(self, key: str, value: Any, timeout: Any, version: int | None, on_conflict: str) -> int:
        made = self.make_and_validate_key(key, version=version)
        self._do(f"DELETE FROM {self._own} WHERE expires <= %s", [timezone.now()])
        words = WRITE.format(table=self._own, on_conflict=on_conflict)
        return self._do(words, [made, json.dumps(value), self._until(timeout)])

    def _do(self, query: str, values: list[Any]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return int(cursor.rowcount)
