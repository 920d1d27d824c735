"""What the application's role may do with the log: write an event, read it, and nothing else.

The triggers refuse a change to everybody; these grants refuse it to the role under which the application connects, so
that not even a trigger that was switched off would let it through.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

RIGHTS = {
    "audit_auditevent": "SELECT, INSERT",
    "audit_logseal": "SELECT",
    "audit_logcheck": "SELECT, INSERT",
    "audit_unsealed": "",
}


def keep_rights(using: str = "default", **_: Any) -> None:
    """Give the application's role its rights on the log, and take every other; nothing while there is no such role.

    Runs after each migration of any room, so that it has the last word after whoever gives rights on all tables.
    """
    role = settings.TRELLIS_APPLICATION_ROLE
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            return
        for table, rights in RIGHTS.items():
            cursor.execute("SELECT to_regclass(%s)", [table])
            if cursor.fetchone()[0] is None:
                continue
            cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC, {role}")
            if rights:
                cursor.execute(f"GRANT {rights} ON {table} TO {role}")
