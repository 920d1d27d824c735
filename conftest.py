"""What every test stands on: no network, no order to lean on, nothing left over from another test."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models import QuerySet

from trellis.platform.contributions import registry


@pytest.fixture
def fresh_contributions() -> Iterator[None]:
    """Read what rooms contribute again, before the test and after it."""
    _forget_contributions()
    yield
    _forget_contributions()


def _forget_contributions() -> None:
    for cached in vars(registry).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def shuffled_when_unordered() -> Iterator[None]:
    """Give the rows of a query that asks for no order in any order, so that nothing comes to lean on chance."""
    fetch_all = QuerySet._fetch_all

    def fetch_and_shuffle(query: QuerySet[Any]) -> None:
        fresh = query._result_cache is None
        fetch_all(query)
        rows = query._result_cache
        if fresh and isinstance(rows, list) and len(rows) > 1 and not query.ordered and not query.query.is_sliced:
            random.shuffle(rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch_and_shuffle)
        yield


@pytest.fixture(scope="session", autouse=True)
def the_log_and_the_queue_are_emptied_with_the_tables() -> Iterator[None]:
    """Let tests that empty every table afterwards empty the log and the queue too.

    The log's triggers refuse that to everybody; the queue's tables are not Django's to empty.
    """
    queue = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"
    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(operations: Any, sql_list: list[str]) -> None:
        replica = "SET session_replication_role = replica"
        flush(operations, [replica, *sql_list, queue, "RESET session_replication_role"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield
