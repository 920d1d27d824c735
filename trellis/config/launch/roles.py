"""As which role of the database each process works: the owner makes tables, the application is bound by the wall."""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit

from trellis.config.launch.say import InTheWay

OWNER_URL = "TRELLIS_OWNER_DATABASE_URL"
SIGHT = "TRELLIS_SIGHT_WITHOUT_VIEWER"
_WHAT_ROLE = """
    SELECT r.rolsuper OR r.rolbypassrls, EXISTS (
        SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'USAGE'))
    FROM pg_roles r WHERE r.rolname = current_user
"""


def as_owner() -> None:
    """Let this process work as the owner of the tables: it makes them, or an operator gave it a command."""
    os.environ.setdefault(SIGHT, "owner")
    if OWNER_URL in os.environ:
        os.environ.setdefault("TRELLIS_APPLICATION_URL", os.environ.get("DATABASE_URL", ""))
        os.environ["DATABASE_URL"] = os.environ[OWNER_URL]


def as_application() -> dict[str, str]:
    """Return the environment of a process that serves: bound by the wall, and without the owner's address.

    The embedded server knows nobody by password, so the role is simply named in the address. Where DATABASE_URL names
    a real server, its user is the application's own role, or one that may take it on.
    """
    environment = {name: value for name, value in os.environ.items() if name not in {OWNER_URL, SIGHT}}
    url = urlsplit(environment.get("DATABASE_URL", ""))
    if url.hostname is None and url.username == "postgres":
        role = environment.get("TRELLIS_APPLICATION_ROLE", "trellis_application")
        at = url.netloc.rpartition("@")[2]
        environment["DATABASE_URL"] = urlunsplit(url._replace(netloc=f"{role}@{at}"))
    return environment


def check_bound() -> None:
    """Raise InTheWay when a real service would serve as a role that the database's policies do not bind."""
    import psycopg
    from django.conf import settings

    if settings.TRELLIS_DEMO:
        return
    address = os.environ.get("TRELLIS_APPLICATION_URL") or os.environ["DATABASE_URL"]
    with psycopg.connect(address, connect_timeout=10) as connection:
        found = connection.execute(_WHAT_ROLE).fetchone()
    if found is None or found[0] or found[1]:
        raise InTheWay(
            "DATABASE_URL signs in as a role that owns the tables or bypasses row-level security, so the database "
            "could not hold the wall between organisations. Let DATABASE_URL sign in as "
            f"{settings.TRELLIS_APPLICATION_ROLE}, and name the owner in {OWNER_URL}."
        )
