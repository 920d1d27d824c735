"""The log as its readers see it: in words, newest first, page after page without counting."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils import timezone

from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.models import AuditEvent, LogCheck
from trellis.platform.contributions.registry import hooks

PER_PAGE = 50
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
_SPACED = str.maketrans("._", "  ")
MOST_KINDS = 8
LOOKS = {"viewed": "looked at", "listed": "saw in a list"}
NAMES: tuple[tuple[str, ...], ...] = (
    ("given_name", "family_name"),
    ("family_name", "reference"),
    ("name",),
    ("title",),
    ("reference",),
    ("label",),
    ("user__name",),
    ("family__name",),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: datetime
    by: str
    by_id: uuid.UUID
    what: str
    is_view: bool
    kind: str
    about_kind: str
    about_id: uuid.UUID | None
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the log, and where the next one starts ("" for the last)."""

    entries: list[Entry]
    older: str


def log(
    viewer: Viewer,
    *,
    by: uuid.UUID | None = None,
    is_view: bool | None = None,
    day: date | None = None,
    about: tuple[str, uuid.UUID] | None = None,
    before: str = "",
) -> LogPage:
    """Return one page of the log of the viewer's organisation.

    `by` is a membership; `about` is a record's kind and id; `before` is what the page before gave as `older`, and
    anything else starts from the newest.
    """
    found = AuditEvent.objects.visible_to(viewer).select_related("by__user")
    if by is not None:
        found = found.filter(by_id=by)
    if is_view is not None:
        found = found.filter(is_view=is_view)
    if about is not None:
        found = found.filter(about_kind=about[0], about_id__in=ids_of(viewer, *about))
    if day is not None:
        start = timezone.make_aware(datetime.combine(day, time.min))
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        found = found.filter(at__gte=start, at__lt=end)
    mark = _mark(before)
    if mark is not None:
        at, pk = mark
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    events = list(found.order_by("-at", "-id")[: PER_PAGE + 1])
    shown = events[:PER_PAGE]
    older = f"{shown[-1].at.isoformat()}_{shown[-1].pk}" if len(events) > PER_PAGE else ""
    return LogPage(entries(viewer, shown), older)


def _found(viewer: Viewer, events: Iterable[AuditEvent]) -> set[tuple[str, uuid.UUID]]:
    """Return which records that stand behind a wall the viewer finds; others have gone, or are shut or sealed."""
    asked: dict[str, set[uuid.UUID]] = defaultdict(set)
    for event in events:
        if _is_walled(event.about_kind):
            asked[event.about_kind].add(event.about_id)
    return {
        (kind, pk)
        for kind, ids in asked.items()
        for pk in apps.get_model(kind).objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True)
    }


def _is_walled(kind: str) -> bool:
    try:
        return bool(getattr(apps.get_model(kind), "walled_by", ()))
    except (LookupError, ValueError):
        return False


def ids_of(viewer: Viewer, kind: str, pk: uuid.UUID) -> list[uuid.UUID]:
    """Return every id under which the log speaks of a record: its own, and those that were merged into it.

    The log is never rewritten; the room that merges answers the hook `also_known_as(viewer, kind, id)` with more ids.
    """
    return list({pk, *(other for hook in hooks("also_known_as") for other in hook.call(viewer, kind, pk))})


def _mark(before: str) -> tuple[datetime, uuid.UUID] | None:
    at, _, pk = before.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, uuid.UUID(pk)) if timezone.is_aware(moment) else None
    except ValueError:
        return None


def entries(viewer: Viewer, events: list[AuditEvent]) -> list[Entry]:
    """Return events in words; `by__user` is to be loaded with them."""
    names = _names(viewer, events)
    found = _found(viewer, events)
    hidden = {e.pk for e in events if _is_walled(e.about_kind) and (e.about_kind, e.about_id) not in found}
    return [
        Entry(
            at=event.at,
            by=event.by.user.name,
            by_id=event.by_id,
            what=LOOKS.get(event.event, event.event.translate(_SPACED)),
            is_view=event.is_view,
            kind=kind_in_words(event.about_kind),
            about_kind=event.about_kind,
            about_id=None if event.pk in hidden else event.about_id,
            name=names.get((event.about_kind, event.about_id), ""),
            detail=_detail(event.detail),
        )
        for event in events
        if event.about_family is not None or event.pk not in hidden
    ]


def kind_in_words(about_kind: str) -> str:
    """Return what a kind of record is called: "families.family" is "family"."""
    try:
        return str(apps.get_model(about_kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return about_kind.rpartition(".")[2].replace("_", " ")


def _names(viewer: Viewer, events: Iterable[AuditEvent]) -> dict[tuple[str, uuid.UUID], str]:
    wanted: dict[str, set[uuid.UUID]] = defaultdict(set)
    for event in events:
        wanted[event.about_kind].add(event.about_id)
    most = sorted(wanted, key=lambda kind: len(wanted[kind]), reverse=True)
    named = [kind for kind in most if _name_fields(kind)][:MOST_KINDS]
    return {(kind, pk): name for kind in named for pk, name in _names_of(viewer, kind, wanted[kind])}


def _names_of(viewer: Viewer, kind: str, ids: set[uuid.UUID]) -> list[tuple[uuid.UUID, str]]:
    model: Any = apps.get_model(kind)
    fields = _name_fields(kind)
    rows = model.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", *fields)
    return [(row[0], " ".join(str(part) for part in row[1:] if part)) for row in rows]


def _name_fields(kind: str) -> tuple[str, ...]:
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return ()
    if not hasattr(model.objects, "visible_to"):
        return ()
    return next((fields for fields in NAMES if all(_has(model, field) for field in fields)), ())


def _has(model: type[models.Model], path: str) -> bool:
    first, _, rest = path.partition("__")
    try:
        field = model._meta.get_field(first)
    except FieldDoesNotExist:
        return False
    return not rest or (field.related_model is not None and _has(field.related_model, rest))


def _detail(detail: dict[str, Any]) -> str:
    parts = []
    for key, value in detail.items():
        words = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
        if words and key != "mark" and not ID.search(words):
            parts.append(f"{key}: {words}".replace("_", " "))
    return "; ".join(parts)


def latest_check(viewer: Viewer) -> LogCheck | None:
    """Return what the latest check of the log's chain found, or None before the first."""
    found: LogCheck | None = LogCheck.objects.visible_to(viewer).order_by("-id").first()
    return found
