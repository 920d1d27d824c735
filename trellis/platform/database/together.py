"""Rows of several tables read at once: one query where a page would need one for each kind of row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Value
from django.db.models.functions import JSONObject

if TYPE_CHECKING:
    from django.db.models import QuerySet


def in_one_query(parts: Mapping[str, tuple[QuerySet[Any], Mapping[str, Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the rows of several querysets in no order, each as the name of its part and its fields.

    `parts` gives for each name a queryset and the fields wanted (name: path or expression). Days come as text
    ("2026-03-03"), ids too.
    """
    asked = [
        rows.order_by().values_list(Value(name, output_field=CharField()), JSONObject(**fields))
        for name, (rows, fields) in parts.items()
    ]
    if not asked:
        return
    first, *others = asked
    yield from (first.union(*others, all=True).order_by() if others else first)
