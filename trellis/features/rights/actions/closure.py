"""Deletes rows together with every row that cannot stand without them."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

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
