"""Who looked at one family, when, at what and how often."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncSecond
from django.utils import timezone

from trellis.features.families.models import Family, FamilyMember, FamilyWorker
from trellis.features.looking.queries.belonging import NOT_WORK
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.models import AuditEvent
from trellis.platform.audit.queries import Entry, entries

PAGE = 50
MOST_IN_A_FILE = 10_000


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part is wanted: of one person, looks or changes only, from and until a day; and which page."""

    by: uuid.UUID | None = None
    is_view: bool | None = None
    first: date | None = None
    last: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Somebody:
    """One member of the house, and how they have to do with the family."""

    id: uuid.UUID
    name: str
    role: str
    looks: int
    changes: int
    first_at: datetime
    last_at: datetime
    has_work: bool


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Everybody who looked, and one page of what they looked at, newest first."""

    people: list[Somebody]
    entries: list[Entry]
    has_older: bool


def looked_at(viewer: Viewer, family: Family, chosen: Filters) -> LookedAt:
    """Return who looked at a family and changed its file, as the filters want it."""
    found = _events(viewer, family, chosen)
    start = (chosen.page - 1) * PAGE
    rows = list(found.select_related("by__user").order_by("-at", "-id")[start : start + PAGE + 1])
    return LookedAt(_people(viewer, family, found), entries(viewer, rows[:PAGE]), len(rows) > PAGE)


def everything(viewer: Viewer, family: Family, chosen: Filters) -> list[Entry]:
    """Return all that the filters want, newest first, for a file; at most the newest ten thousand."""
    found = _events(viewer, family, chosen).select_related("by__user").order_by("-at", "-id")
    return entries(viewer, list(found[:MOST_IN_A_FILE]))


def _events(viewer: Viewer, family: Family, chosen: Filters) -> QuerySet[AuditEvent]:
    people = FamilyMember.objects.visible_to(viewer).filter(family_id=family.pk).values("person_id")
    elsewhere = Q(about_family__isnull=True, about_kind="families.person", about_id__in=people)
    found: QuerySet[AuditEvent] = AuditEvent.objects.visible_to(viewer).filter(Q(about_family=family.pk) | elsewhere)
    if chosen.by is not None:
        found = found.filter(by_id=chosen.by)
    if chosen.is_view is not None:
        found = found.filter(is_view=chosen.is_view)
    if chosen.first is not None:
        found = found.filter(at__gte=_midnight(chosen.first))
    if chosen.last is not None:
        found = found.filter(at__lt=_midnight(chosen.last + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _working(viewer: Viewer, family: Family) -> set[uuid.UUID]:
    """Return who was given work with the family at any time, or wrote in its file."""
    given = FamilyWorker.objects.visible_to(viewer).filter(family_id=family.pk).values_list("membership_id")
    written = AuditEvent.objects.visible_to(viewer).filter(about_family=family.pk, is_view=False).exclude(NOT_WORK)
    return {by for (by,) in given.union(written.values_list("by_id"))}


def _people(viewer: Viewer, family: Family, found: QuerySet[AuditEvent]) -> list[Somebody]:
    """Return everybody in it: those who have no work with the family first, then by how often they looked."""
    working = _working(viewer, family)
    rows = (
        found.order_by()
        .values("by_id", "by__user__name", "by__role")
        .annotate(
            # A page that shows five people is one look, although it is an event for each of them.
            looks=Count(TruncSecond("at"), filter=Q(is_view=True), distinct=True),
            changes=Count("pk", filter=Q(is_view=False)),
            first_at=Min("at"),
            last_at=Max("at"),
        )
    )
    people = [
        Somebody(
            row["by_id"],
            row["by__user__name"],
            Role(row["by__role"]).label,
            row["looks"],
            row["changes"],
            row["first_at"],
            row["last_at"],
            row["by_id"] in working,
        )
        for row in rows
    ]
    return sorted(people, key=lambda one: (one.has_work, -one.looks, one.name))
