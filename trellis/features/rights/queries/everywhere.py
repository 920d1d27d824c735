"""Looks for values in every column of every table and in every file of the store: raw, whoever they belong to.

For the proof that an erasure was real. It shows where something stands, never what else stands there.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import connection

from trellis.features.rights.queries.files import content_of, stored_files, words_of

SESSIONS, CACHE = "django_session", "cache"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a value stands: a table with the row's key, or a file."""

    value: str
    where: str
    key: str


def found_anywhere(values: Iterable[str]) -> list[Hit]:
    """Return every place in the database and in the file store where one of the values stands."""
    wanted = sorted({value.strip() for value in values if value.strip()})
    return [*in_database(wanted), *in_files(wanted)] if wanted else []


def in_database(values: list[str]) -> Iterator[Hit]:
    """Give the rows of all tables that hold a value, in whatever column and kind."""
    for table in _tables():
        yield from _in_table(table, values)
    yield from _in_sessions(values)
    yield from _in_cache(values)


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
            "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def _in_table(table: str, values: list[str]) -> Iterator[Hit]:
    # The whole row as JSON: every column of every kind, with its words as they are; bytes are read apart.
    patterns = [f"%{_for_like(value)}%" for value in values]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t)::text FROM {table} t "
            "WHERE regexp_replace(to_jsonb(t)::text, '\\\\[nrt]|\\s+', ' ', 'g') ILIKE ANY(%s)",
            [patterns],
        )
        rows = [row[0] for row in cursor.fetchall()]
    for row in rows:
        plain = re.sub(r"\\[nrt]|\s+", " ", row).casefold()
        for value in values:
            if _as_json(value).casefold() in plain:
                yield Hit(value, table, _key(row))
    yield from _in_bytes(table, values)


def _in_bytes(table: str, values: list[str]) -> Iterator[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND atttypid = 'bytea'::regtype",
            [table],
        )
        for (column,) in cursor.fetchall():
            cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
            for number, (content,) in enumerate(cursor.fetchall()):
                words = words_of(bytes(content)).casefold()
                yield from (
                    Hit(value, f"{table}.{column}", str(number)) for value in values if value.casefold() in words
                )


def _as_json(value: str) -> str:
    """Return a value as it stands inside JSON, with its white space as one space each."""
    return re.sub(r"\s+", " ", value.strip()).replace("\\", "\\\\").replace('"', '\\"')


def _for_like(value: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", _as_json(value))


def _key(row: str) -> str:
    found = re.search(r'"(?:id|session_key|cache_key)": "?([^",}]+)', row)
    return found.group(1) if found else ""


def _in_sessions(values: list[str]) -> Iterator[Hit]:
    for key, kept in open_sessions():
        words = repr(kept).casefold()
        yield from (Hit(value, SESSIONS, key[:4]) for value in values if value.casefold() in words)


def open_sessions() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every session's key with what is kept in it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT session_key, session_data FROM {store.get_model_class()._meta.db_table}")
        for key, data in cursor.fetchall():
            yield key, opened(store, data)


def opened(store: Any, data: str) -> dict[str, Any]:
    """Return what a browser carries; nothing when it is sealed and only that browser opens it."""
    try:
        found: dict[str, Any] = store().decode(data)
    except Exception:
        return {}
    return found


def _in_cache(values: list[str]) -> Iterator[Hit]:
    for key, content in cached():
        words = content.decode("utf-8", errors="replace").casefold()
        yield from (Hit(value, CACHE, key) for value in values if value.casefold() in words)


def cached() -> Iterator[tuple[str, bytes]]:
    """Give every key of the cache with its bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [CACHE])
        if cursor.fetchone()[0] is None:
            return
        cursor.execute(f"SELECT cache_key, value FROM {CACHE}")
        for key, value in cursor.fetchall():
            try:
                yield key, base64.b64decode(value)
            except binascii.Error:
                yield key, str(value).encode()


def in_files(values: list[str]) -> Iterator[Hit]:
    """Give the files of the store that hold a value, also inside archives, office files and PDF."""
    for name in stored_files():
        words = re.sub(r"\s+", " ", words_of(content_of(name))).casefold()
        for value in values:
            if re.sub(r"\s+", " ", value).casefold() in words:
                yield Hit(value, "file", name)
