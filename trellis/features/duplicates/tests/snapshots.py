"""Everything that the database holds, to be compared before and after."""

from __future__ import annotations

import json

from django.apps import apps
from django.db import connection

# What is only ever added to: the log, and the record that there was a merge.
GROWS = {"audit.AuditEvent", "duplicates.PersonMerge"}


def snapshot() -> dict[str, list[str]]:
    """Return every row of every table as text, sorted, but for what is only ever added to."""
    found = {}
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.label in GROWS or model._meta.app_label in {"audit", "procrastinate"}:
                continue
            if model._meta.proxy or model._meta.db_table not in there:
                continue
            cursor.execute(f'SELECT to_jsonb(t) FROM "{model._meta.db_table}" t')
            texts = (row if isinstance(row, str) else json.dumps(row, sort_keys=True) for (row,) in cursor.fetchall())
            found[model._meta.label] = sorted(texts)
    return found
