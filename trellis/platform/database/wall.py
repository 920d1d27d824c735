"""The second wall: PostgreSQL itself gives each row only to whoever may see it, whatever a query forgets.

The application works under a role that row-level security binds. Its policies are made here from the records' own
classes: every table of an organisation's records is walled by organisation, and by the family or person that
`walled_by` leads to; a room's `wall.py` adds the functions that know what is shut (FUNCTIONS, SHUT_BY), further
conditions of its tables (SEALED), rows that another organisation may read (ALSO_SEEN), and rights of the application's
role that are fewer than usual (GRANTS).
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models
from psycopg import sql

from trellis.platform.database import signing, wall_functions
from trellis.platform.database.models import OrganisationRecord

OUR_OWN = "organisation_id = (SELECT trellis_organisation())"
SIGNING_IN = "(SELECT trellis_signing_in())"
NOTHING_SHUT = "(SELECT trellis_nothing_shut())"
NOTHING_SEALED = "(SELECT trellis_nothing_sealed())"
OWN = "user_id = (SELECT trellis_person())"

# Tables of accounts: a person's own rows, and all of them only while somebody is signing in.
ACCOUNTS = {
    "access_organisation": (
        "id = (SELECT trellis_organisation()) OR "
        f"id IN (SELECT organisation_id FROM access_membership WHERE {OWN}) OR {SIGNING_IN}"
    ),
    "access_membership": f"{OUR_OWN} OR {OWN} OR {SIGNING_IN}",
    "access_user": (
        f"id = (SELECT trellis_person()) OR id IN (SELECT user_id FROM access_membership WHERE {OUR_OWN}) "
        f"OR {SIGNING_IN}"
    ),
}

# Which provider vouches for an address is asked before anybody is known.
ACCOUNTS["access_provider"] = f"{OUR_OWN} OR {SIGNING_IN}"

# Tables that hold nothing of a family and nobody's account, with the reason.
OPEN = {
    "programmes_programmeversion": "what programmes are: published text, the same for every organisation",
    "programmes_storeddefinition": "what programmes are: published text, the same for every organisation",
    "django_migrations": "which tables were made",
    "django_content_type": "names of record types",
    "django_session": "unused: sessions are the people's own, or read by a key that only their browser has",
    "account_emailconfirmation": "unused: addresses are not confirmed by mail",
    "socialaccount_socialapp": "unused: an organisation's own sign-in is kept in access_provider",
    "socialaccount_socialtoken": "unused: nothing of an organisation's own sign-in is stored",
    "auth_permission": "names of Django's own permissions",
    "auth_group": "unused",
    "auth_group_permissions": "unused",
    "access_user_groups": "unused",
    "access_user_user_permissions": "unused",
    "axes_accessattempt": "counts of failed sign-ins, before anybody is known",
    "axes_accessattemptexpiration": "counts of failed sign-ins, before anybody is known",
    "axes_accessfailurelog": "counts of failed sign-ins, before anybody is known",
    "axes_accesslog": "counts of failed sign-ins, before anybody is known",
    "cache": "counts of tries, by key",
    "procrastinate_jobs": "the queue: names of tasks and ids of records",
    "procrastinate_events": "the queue",
    "procrastinate_periodic_defers": "the queue",
    "procrastinate_workers": "the queue",
}

# What nobody but the owner reads.
KEPT = "trellis_sight_key"


def statements() -> list[str]:
    """Return the SQL that builds the wall, in order: functions, then the policy of each table."""
    walls = [import_module(f"{config.name}.wall") for config in apps.get_app_configs() if _has_wall(config)]
    shut_by = {label: name for wall in walls for label, name in getattr(wall, "SHUT_BY", {}).items()}
    sealed = {label: words for wall in walls for label, words in getattr(wall, "SEALED", {}).items()}
    also_seen = {label: words for wall in walls for label, words in getattr(wall, "ALSO_SEEN", {}).items()}
    functions: dict[str, str] = {}
    policies = []
    for model in _walled():
        conditions = [OUR_OWN, *_shut(model, shut_by, functions)]
        if model._meta.label in sealed:
            conditions.append(f"({NOTHING_SEALED} OR ({sealed[model._meta.label]}))")
        policies.append(_policy(model._meta.db_table, " AND ".join(conditions), OUR_OWN))
    policies += [_reading_policy(label, words) for label, words in also_seen.items()]
    policies += [_policy(table, condition, "true") for table, condition in ACCOUNTS.items()]
    policies += [_policy(model._meta.db_table, f"{OWN} OR {SIGNING_IN}", "true") for model in _of_people()]
    return [
        wall_functions.FIRST,
        *(wall.FUNCTIONS for wall in walls if hasattr(wall, "FUNCTIONS")),
        *functions.values(),
        wall_functions.LAST,
        *policies,
    ]


def stands(using: str = "default") -> bool:
    """Say whether the wall stands in a database as it would be built now, with this service's secret."""
    connection = connections[using]
    with connection.cursor() as cursor:
        return _stands(cursor, _mark_of(statements(), _fewer_rights()), _tables(connection, cursor))


def build(using: str = "default") -> None:
    """Build the wall in a database, as the owner of its tables; nothing is done where it stands already."""
    role = settings.TRELLIS_APPLICATION_ROLE
    wanted, fewer = statements(), _fewer_rights()
    mark = _mark_of(wanted, fewer)
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = _tables(connection, cursor)
        expected = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
        if not expected <= tables or _stands(cursor, mark, tables):
            return
        make_role(cursor, role)
        cursor.execute("\n".join(statement.rstrip().rstrip(";") + ";" for statement in wanted))
        _keep_key(cursor)
        _grant(cursor, role, fewer)
        cursor.execute(
            sql.SQL("COMMENT ON FUNCTION trellis_look(text, uuid, text) IS {}").format(sql.Literal(_mark(mark, tables)))
        )


def _fewer_rights() -> dict[str, str]:
    return {
        table: rights
        for config in apps.get_app_configs()
        if _has_wall(config)
        for table, rights in getattr(import_module(f"{config.name}.wall"), "GRANTS", {}).items()
    }


def _mark_of(wanted: list[str], fewer: dict[str, str]) -> str:
    return hashlib.sha256(repr((settings.TRELLIS_APPLICATION_ROLE, wanted, fewer, signing.keys())).encode()).hexdigest()


def _tables(connection: Any, cursor: Any) -> set[str]:
    return set(connection.introspection.table_names(cursor)) - {KEPT}


def make_role(cursor: Any, role: str) -> None:
    """Make the application's role, unless the server has it: it signs in, owns nothing and bypasses nothing."""
    name = sql.Identifier(role)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(
            sql.SQL(
                "DO $$ BEGIN CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT; "
                "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
            ).format(name)
        )
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if not cursor.fetchone()[0]:
        cursor.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))


def _keep_key(cursor: Any) -> None:
    cursor.execute(_policy(KEPT, "false", "false"))
    cursor.execute(f"DELETE FROM {KEPT}")
    cursor.execute(f"INSERT INTO {KEPT} (inner_key, outer_key) VALUES (%s, %s)", signing.keys())


def _grant(cursor: Any, role: str, fewer: dict[str, str]) -> None:
    name = sql.Identifier(role)
    for words in (
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}",
        f"REVOKE ALL ON {KEPT} FROM {{}}",
        "REVOKE ALL ON SEQUENCE trellis_looks FROM {}",
    ):
        cursor.execute(sql.SQL(words).format(name))
    # A temporary function or type could take the place of one that a query means.
    cursor.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(_current_database(cursor)))
    for table, rights in fewer.items():
        cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), name))
        cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), sql.Identifier(table), name))


def _current_database(cursor: Any) -> sql.Identifier:
    cursor.execute("SELECT current_database()")
    return sql.Identifier(cursor.fetchone()[0])


def _stands(cursor: Any, mark: str, tables: set[str]) -> bool:
    cursor.execute("SELECT obj_description(to_regprocedure('trellis_look(text, uuid, text)'), 'pg_proc')")
    return bool(cursor.fetchone()[0] == _mark(mark, tables))


def _mark(mark: str, tables: set[str]) -> str:
    # A table made after the wall was built is not granted yet.
    return hashlib.sha256(repr((mark, sorted(tables))).encode()).hexdigest()


def _has_wall(config: Any) -> bool:
    return (
        config.name.startswith("trellis.")
        and find_spec(f"{config.name}.wall") is not None
        and (config.label != "database")
    )


def _walled() -> list[type[OrganisationRecord]]:
    models_of_ours = [model for model in apps.get_models() if issubclass(model, OrganisationRecord)]
    return [model for model in models_of_ours if model._meta.db_table not in ACCOUNTS]


def _of_people() -> list[type[models.Model]]:
    """Return the tables, of ours or of a package, whose rows are one person's own."""
    found = []
    for model in apps.get_models():
        if issubclass(model, OrganisationRecord) or model._meta.db_table in {*ACCOUNTS, *OPEN}:
            continue
        if any(field.attname == "user_id" for field in model._meta.concrete_fields):
            found.append(model)
    return found


def _shut(model: type[OrganisationRecord], shut_by: dict[str, str], functions: dict[str, str]) -> list[str]:
    conditions = []
    for path in getattr(model, "walled_by", ()):  # A guard fails for a class that says nothing.
        column, function = _asked(model, path.split("__"), shut_by, functions)
        conditions.append(
            f"(({NOTHING_SHUT} AND {NOTHING_SEALED}) OR {column} IS NULL OR {column} NOT IN (SELECT {function}()))"
        )
    return conditions


def _asked(
    model: type[models.Model], parts: list[str], shut_by: dict[str, str], functions: dict[str, str]
) -> tuple[str, str]:
    """Return the column of a table, and the function that gives the values at which its rows are shut."""
    if parts == ["self"]:
        return "id", shut_by[model._meta.label]
    field: Any = model._meta.get_field(parts[0])
    target = field.related_model
    if len(parts) == 1:
        return field.column, shut_by[target._meta.label]
    column, function = _asked(target, parts[1:], shut_by, functions)
    table = target._meta.db_table
    name = f"trellis_shut_{table}_by_{'_'.join(parts[1:])}"
    if len(name) > 63:
        name = f"{name[:54]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    functions[name] = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS SETOF uuid {wall_functions.IN_SQL} AS "
        f"$$ SELECT id FROM {table} WHERE {column} IN (SELECT {function}()) $$"
    )
    return field.column, name


def _policy(table: str, seen: str, written: str) -> str:
    return (
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY; DROP POLICY IF EXISTS wall ON "{table}"; '
        f'CREATE POLICY wall ON "{table}" USING ({seen}) WITH CHECK ({written})'
    )


def _reading_policy(label: str, seen: str) -> str:
    table = apps.get_model(label)._meta.db_table
    return (
        f'DROP POLICY IF EXISTS wall_reading ON "{table}"; '
        f'CREATE POLICY wall_reading ON "{table}" FOR SELECT USING ({seen})'
    )
