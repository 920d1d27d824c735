"""Subqueries that every read asks: written once for a whole process, and asked so that an index can answer."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate

from django.db.models import ForeignObject, Lookup, QuerySet, UUIDField
from django.db.models.expressions import RawSQL
from django.db.models.sql import Query

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


@UUIDField.register_lookup
@ForeignObject.register_lookup
class AnyOf(Lookup):
    """`column = ANY (array)`, of a subquery or of an array of ids.

    Unlike `IN (SELECT ...)` beside other conditions, it leads through an index of the column to the few rows there are.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Write the comparison."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        # A bare function would be asked a second time, by the planner.
        array = f"ARRAY{right}" if isinstance(self.rhs, Query | RawSQL) else f"(SELECT {right})::uuid[]"
        return f"{left} = ANY ({array})", (*left_values, *right_values)


class _Anybody:
    """Stands for the viewer while a query is written."""

    membership_id = uuid.UUID(int=1)
    organisation_id = uuid.UUID(int=2)


_written: dict[tuple[Any, ...], tuple[str, tuple[Any, ...]]] = {}


def written_once[**P](
    build: Callable[Concatenate[Viewer, P], QuerySet[Any, Any]],
) -> Callable[Concatenate[Viewer, P], RawSQL]:
    """Let a function that builds a viewer's subquery do so once, and give its SQL with each viewer's ids from then on.

    For subqueries about nothing of the viewer but their membership and organisation. Django builds and writes a nested
    condition anew each time, and a page asks for some dozens: that was most of the time that it took.
    """

    @wraps(build)
    def give(viewer: Viewer, *given: P.args, **named: P.kwargs) -> RawSQL:
        key = (build, given, tuple(named.items()))
        if key not in _written:
            stand_in: Any = _Anybody()
            _written[key] = build(stand_in, *given, **named).query.sql_with_params()
        words, values = _written[key]
        own = {_Anybody.membership_id: viewer.membership_id, _Anybody.organisation_id: viewer.organisation_id}
        return RawSQL(words, [own.get(value, value) for value in values])  # written by Django itself

    return give


@contextmanager
def anew() -> Iterator[None]:
    """Write every subquery anew inside the block, and again after it, for a test that changes what it is built of."""
    _written.clear()
    try:
        yield
    finally:
        _written.clear()
