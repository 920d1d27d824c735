"""Deletes rows together with every row that cannot stand without them, and rewrites rows that nobody may change."""

from __future__ import annotations

import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

Rows = dict[type[models.Model], set[uuid.UUID]]


def delete_all(rows: Rows) -> Counter[str]:
    """Delete rows and whatever needs them, whatever protects whom; where a link may be empty, it is emptied.

    The order does not matter: foreign keys are checked at the end. Returns how many rows of each record went.
    """
    doomed: Rows = defaultdict(set)
    waiting = [(model, set(ids)) for model, ids in rows.items() if ids]
    while waiting:
        model, ids = waiting.pop()
        new = ids - doomed[model]
        if new:
            doomed[model] |= new
            waiting.extend(_that_need(model, new))
    _empty_links(doomed)
    counts: Counter[str] = Counter()
    with connection.cursor() as cursor:
        for model, ids in doomed.items():
            if ids:
                table = connection.ops.quote_name(model._meta.db_table)
                cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(ids)])
                counts[f"{model._meta.label} deleted"] += cursor.rowcount
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return counts


def _links_to(model: type[models.Model]) -> Iterator[tuple[type[models.Model], Any]]:
    """Give every (record, foreign key) that leads to a record."""
    for other in apps.get_models(include_auto_created=True):
        field: Any
        for field in other._meta.concrete_fields:
            if field.is_relation and field.related_model is model and field.db_constraint:
                yield other, field


def _that_need(model: type[models.Model], ids: Iterable[uuid.UUID]) -> list[tuple[type[models.Model], set[uuid.UUID]]]:
    found = []
    for other, field in _links_to(model):
        if not field.null:
            needing = set(other._base_manager.filter(**{f"{field.name}__in": list(ids)}).values_list("pk", flat=True))
            if needing:
                found.append((other, needing))
    return found


def _empty_links(doomed: Rows) -> None:
    for model, ids in list(doomed.items()):
        for other, field in _links_to(model):
            if field.null:
                staying = other._base_manager.filter(**{f"{field.name}__in": list(ids)})
                staying.exclude(pk__in=list(doomed.get(other, ()))).update(**{field.name: None})


def rewrite(row: models.Model, changed: dict[str, Any]) -> None:
    """Write changed values of a row, also of one that the database refuses to change because it is history.

    Such a row is taken out and put back under its id without the words: what pointed at it still does, and nothing of
    what it said is left.
    """
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**changed)
    except DatabaseError:
        _put_back(row, changed)


def _put_back(row: models.Model, changed: dict[str, Any]) -> None:
    table = connection.ops.quote_name(row._meta.db_table)
    fields: dict[str, Any] = {name: row._meta.get_field(name) for name in changed}
    columns = {fields[name].column: value for name, value in changed.items()}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t WHERE id = %s", [row.pk])
        before = json.loads(cursor.fetchone()[0])
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row.pk])
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",
            [json.dumps({**before, **columns})],
        )
