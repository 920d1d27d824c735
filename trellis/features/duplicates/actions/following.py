"""Makes everything that points at one row point at another, and remembers each row as it was.

What points at a person is found among the models of every room, so that a new room cannot be forgotten; and the
database refuses to let a person go while anything still points at them. Rows are read and written as PostgreSQL's own
JSON, so that a row that was taken out comes back as it was to the microsecond. This stands above the rule that a room
writes only its own tables, and nothing else may use it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from psycopg import sql

from trellis.features.duplicates.queries.pointing import pointing_at
from trellis.features.families.models import PersonRecord


@dataclass(frozen=True, slots=True)
class Change:
    """One row that was changed or removed: the whole row before, and the columns that were set."""

    model: str
    row_id: str
    what: str
    before: dict[str, Any]
    after: dict[str, Any] = field(default_factory=dict)


class Following:
    """Carries rows over, and keeps the list of what it did, in order."""

    def __init__(self, leaving_out: frozenset[type[models.Model]] = frozenset()) -> None:
        self.leaving_out = leaving_out
        self.changes: list[Change] = []

    def follow(self, target: type[models.Model], gone: Any, kept: Any) -> None:
        """Make everything that points at the row `gone` point at `kept`.

        Where a rule of the database allows only one such row, the one of `kept` stays: what hangs on the other goes
        over to it, and the other is taken out.
        """
        for model, pointer in pointing_at(target):
            if model in self.leaving_out:
                continue
            for row in rows(model, pointer.column, gone):
                self._carry(model, pointer, row, kept)

    def remove(self, model: type[models.Model], row: dict[str, Any]) -> None:
        """Take out one row, remembering it; nothing may point at it any more."""
        self.changes.append(Change(model._meta.label, _pk(model, row), "removed", row))
        _run("DELETE FROM {} WHERE {} = %s", model._meta.db_table, _pk_column(model), values=[_pk(model, row)])

    def write(self, model: type[models.Model], row: dict[str, Any], after: dict[str, Any]) -> None:
        """Set columns of one row, remembering it."""
        self.changes.append(Change(model._meta.label, _pk(model, row), "changed", row, after))
        set_columns(model, _pk(model, row), after)

    def _carry(self, model: type[models.Model], pointer: Any, row: dict[str, Any], kept: Any) -> None:
        twin = _in_the_way(model, pointer, row, kept)
        if twin is None:
            self.write(model, row, {pointer.column: str(kept)})
        else:
            self.follow(model, _pk(model, row), twin)
            self.remove(model, row)


def rows(model: type[models.Model], column: str, value: Any) -> list[dict[str, Any]]:
    """Return the rows of a table whose column has a value, whole, oldest first."""
    found = _run(
        "SELECT to_jsonb(t) FROM {} t WHERE t.{} = %s ORDER BY t.{}",
        model._meta.db_table,
        column,
        _pk_column(model),
        values=[value],
    )
    return [row if isinstance(row, dict) else json.loads(row) for (row,) in found]


def row_of(model: type[models.Model], pk: Any) -> dict[str, Any] | None:
    """Return one row, whole, or None."""
    return next(iter(rows(model, _pk_column(model), pk)), None)


def put_back(model: type[models.Model], row: dict[str, Any]) -> None:
    """Insert a row that was taken out, exactly as it was."""
    columns = [one.column for one in model._meta.local_concrete_fields if one.column and not one.generated]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    table = sql.Identifier(model._meta.db_table)
    words = sql.SQL("INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s::jsonb)")
    with connection.cursor() as cursor:
        cursor.execute(words.format(table=table, names=names), [json.dumps(row)])


def set_columns(model: type[models.Model], pk: Any, columns: dict[str, Any]) -> None:
    """Set columns of one row to values as PostgreSQL's JSON writes them."""
    table = sql.Identifier(model._meta.db_table)
    pairs = sql.SQL(", ").join(sql.SQL("{0} = new.{0}").format(sql.Identifier(column)) for column in columns)
    words = sql.SQL(
        "UPDATE {table} SET {pairs} FROM jsonb_populate_record(NULL::{table}, %s::jsonb) new WHERE {table}.{pk} = %s"
    )
    with connection.cursor() as cursor:
        pk_column = sql.Identifier(_pk_column(model))
        cursor.execute(words.format(table=table, pairs=pairs, pk=pk_column), [json.dumps(columns), pk])


def _in_the_way(model: type[models.Model], pointer: Any, row: dict[str, Any], kept: Any) -> Any:
    """Return the id of the row that a rule of the database, or good sense, has in place of this one once carried."""
    for names, condition in _only_once(model, pointer):
        fields: list[Any] = [model._meta.get_field(name) for name in names]
        wanted = {one.attname: kept if one is pointer else row[one.column] for one in fields}
        if any(value is None for value in wanted.values()):
            continue
        others = model._base_manager.filter(**wanted).exclude(pk=_pk(model, row))
        if condition is not None:
            if not model._base_manager.filter(condition, pk=_pk(model, row)).exists():
                continue
            others = others.filter(condition)
        twin = others.values_list("pk", flat=True).first()
        if twin is not None:
            return twin
    return _says_the_same(model, pointer, row, kept)


def _only_once(model: type[models.Model], pointer: Any) -> list[tuple[list[str], models.Q | None]]:
    """Return the sets of fields, with the pointer among them, of which the database allows each only once."""
    found: list[tuple[list[str], models.Q | None]] = [([pointer.name], None)] if pointer.unique else []
    found += [(list(names), None) for names in model._meta.unique_together if pointer.name in names]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            names = list(constraint.fields) or fields_named_in(constraint)
            if pointer.name in names:
                found.append((names, constraint.condition))
    return found


def fields_named_in(constraint: models.UniqueConstraint) -> list[str]:
    """Return the fields of a constraint that was written as expressions; only plain fields are understood."""
    return [one.name for one in constraint.expressions if isinstance(one, models.F)]  # type: ignore[attr-defined]


def _says_the_same(model: type[models.Model], pointer: Any, row: dict[str, Any], kept: Any) -> Any:
    """Return the row about the kept person that says word for word the same: a second one would tell nothing."""
    if not issubclass(model, PersonRecord) or pointer.name != "person":
        return None
    apart = {_pk_column(model), "created_at", pointer.column}
    wanted = {name: value for name, value in row.items() if name not in apart}
    for other in rows(model, pointer.column, kept):
        if {name: value for name, value in other.items() if name not in apart} == wanted:
            return _pk(model, other)
    return None


def _pk_column(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def _pk(model: type[models.Model], row: dict[str, Any]) -> str:
    return str(row[_pk_column(model)])


def _run(words: str, *names: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(words).format(*map(sql.Identifier, names)), values)
        return list(cursor.fetchall()) if cursor.description else []
