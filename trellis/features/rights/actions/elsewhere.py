"""Takes what tells of somebody out of what belongs to no family: messages, orders of work, browsers, caches."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from trellis.features.rights.queries import tracing
from trellis.features.rights.queries.everywhere import cached, opened
from trellis.features.rights.rules import Traces, from_json
from trellis.platform.contributions.records import PersonalTable

Scrub = Callable[[Any, PersonalTable, Traces], bool]
MOST_LETTERS_OF_A_SIGN_IN = 1_500


def forget_elsewhere(traces: Traces, organisation_id: uuid.UUID, counts: Counter[str], scrub: Scrub) -> None:
    """Take them out of rows of no family, of the queue, of what is half-typed, and of the cache.

    Only what tells of them wherever it stands is looked for, so that nobody of the same name is touched.
    """
    reach = traces.everywhere()
    if reach.pattern() is None:
        return
    for table in tracing.tables():
        if not (table.about or table.family):
            _words_of_no_family(table, reach, organisation_id, counts, scrub)
    counts["queue words"] += _queue(reach)
    counts["half-typed forms"] += _half_typed(reach)
    counts["cache entries"] += _cache(reach)
    for name in [name for name, count in counts.items() if not count]:
        del counts[name]


def _words_of_no_family(
    table: PersonalTable, reach: Traces, organisation_id: uuid.UUID, counts: Counter[str], scrub: Scrub
) -> None:
    rows = tracing.rows_of(table, organisation_id)
    condition = Q(pk__in=[])
    for name in (*table.shown, *table.free_text, *table.others, *table.search):
        found = rows.model._meta.get_field(name)
        column = name
        if isinstance(found, models.JSONField | ArrayField):
            column = f"{name}_as_text"
            rows = rows.annotate(**{column: Cast(name, TextField())})
        elif not isinstance(found, models.CharField | models.TextField):
            continue
        for value in reach.values:
            condition |= Q(**{f"{column}__icontains": value.split("\n")[0].strip()})
        given, family, _ = reach.identity
        if column != name and given and family:
            condition |= Q(**{f"{column}__icontains": given}) & Q(**{f"{column}__icontains": family})
    for row in rows.filter(condition):
        if scrub(row, table, reach):
            counts[f"{table.model} words"] += 1


def _queue(reach: Traces) -> int:
    """Take them out of the arguments of work that was ordered, whether it was done or not."""
    pattern = reach.pattern()
    changed = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, args FROM procrastinate_jobs")
        for pk, kept in cursor.fetchall():
            args = json.loads(kept) if isinstance(kept, str) else kept
            if pattern and pattern.search(json.dumps(args, ensure_ascii=False)):
                cursor.execute(
                    "UPDATE procrastinate_jobs SET args = %s WHERE id = %s", [json.dumps(from_json(args, reach)), pk]
                )
                changed += 1
    return changed


def _half_typed(reach: Traces) -> int:
    """End what browsers carry of them: what can be read is read, and what is sealed and holds a form is ended."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    rows = store.get_model_class()._base_manager
    pattern = reach.pattern()
    ended = 0
    for row in rows.all():
        kept = opened(store, row.session_data)
        is_sealed = not kept and len(row.session_data) > MOST_LETTERS_OF_A_SIGN_IN
        if is_sealed or (pattern and pattern.search(repr(kept))):
            rows.filter(pk=row.pk).delete()
            ended += 1
    return ended


def _cache(reach: Traces) -> int:
    pattern = reach.pattern()
    doomed = [key for key, content in cached() if pattern and pattern.search(content.decode("utf-8", errors="replace"))]
    if doomed:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cache WHERE cache_key = ANY(%s)", [doomed])
    return len(doomed)
