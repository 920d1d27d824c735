"""The waiting list, as one viewer may see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Prefetch, QuerySet

from trellis.features.journeys.models import Journey, Keyworker, Participant, WaitingSupport
from trellis.features.journeys.queries.keyset import KeysetPage, page_after
from trellis.features.journeys.rules import JourneyStatus
from trellis.features.journeys.rules.waiting import days_waiting, missing, support_due
from trellis.features.programmes.queries import definition
from trellis.platform.contributions.registry import hooks

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

STILL_MISSING = "still_missing"
PER_PAGE = 25
MOST_COUNTED = 250
MOST_EXPORTED = 5000
ORDERS = {
    "priority": ("priority_order", "waiting_since", "pk"),
    "days": ("-waiting_since", "-pk"),
    "-days": ("waiting_since", "pk"),
}


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One family that waits."""

    journey: Journey
    people: tuple[Participant, ...]
    keyworkers: tuple[str, ...]
    days: int
    missing: tuple[str, ...]
    supports: int
    last_support: date | None
    support_is_due: bool


@dataclass(frozen=True, slots=True)
class StripCount:
    """How many of one strand and gender wait."""

    programme_version_id: uuid.UUID
    strand_key: str
    gender: str
    people: int


def waiting(viewer: Viewer, programme_key: str = "") -> QuerySet[Journey]:
    """Return the journeys that wait and that the viewer may see."""
    found = Journey.objects.visible_to(viewer).filter(status=JourneyStatus.WAITING)
    return found.filter(programme_key=programme_key) if programme_key else found


def waiting_page(
    viewer: Viewer, today: date, *, programme_key: str = "", order: str = "priority", after: str = ""
) -> KeysetPage[WaitingRow]:
    """Return a page of the waiting list; `order` is a key of ORDERS, `after` the mark of the page before."""
    found = _loaded(waiting(viewer, programme_key))
    page = page_after(found, ORDERS.get(order, ORDERS["priority"]), after, PER_PAGE)
    return KeysetPage(rows_of(viewer, page.rows, today), page.following)


def waiting_all(viewer: Viewer, today: date, *, programme_key: str = "", order: str = "priority") -> list[WaitingRow]:
    """Return the whole waiting list for paper and spreadsheets, at most 5,000 families."""
    found = _loaded(waiting(viewer, programme_key))
    rows = list(found.order_by(*ORDERS.get(order, ORDERS["priority"]))[:MOST_EXPORTED])
    return rows_of(viewer, rows, today)


def rows_of(viewer: Viewer, journeys: Iterable[Journey], today: date) -> list[WaitingRow]:
    """Return the rows of journeys loaded for the list: two queries more for what was offered and what is missing."""
    listed = list(journeys)
    ids = [journey.pk for journey in listed]
    given = {
        row["journey_id"]: (row["times"], row["last"])
        for row in WaitingSupport.objects.of_organisation(viewer)
        .filter(journey_id__in=ids)
        .order_by()
        .values("journey_id")
        .annotate(times=Count("pk"), last=Max("on"))
    }
    lacking: dict[uuid.UUID, list[str]] = {}
    for hook in hooks(STILL_MISSING):
        for journey_id, words in hook.call(viewer, listed).items():
            lacking.setdefault(journey_id, []).extend(words)
    return [_row(journey, today, given.get(journey.pk, (0, None)), lacking.get(journey.pk, ())) for journey in listed]


def strip(viewer: Viewer, programme_key: str = "") -> tuple[list[StripCount], bool]:
    """Count who waits by programme, strand and gender, over the 250 families that come first at most.

    More than that fill no group: the strip shows which could start now. Returns the counts, and whether more families
    wait than were counted.
    """
    first = waiting(viewer, programme_key).order_by("priority_order", "waiting_since", "pk")
    ids = list(first.values_list("pk", flat=True)[: MOST_COUNTED + 1])
    rows = (
        Participant.objects.of_organisation(viewer)
        .filter(journey_id__in=ids[:MOST_COUNTED])
        .order_by()
        .values("journey__programme_version_id", "strand_key", "person__gender")
        .annotate(people=Count("pk"))
    )
    counts = [
        StripCount(row["journey__programme_version_id"], row["strand_key"], row["person__gender"], row["people"])
        for row in rows
    ]
    ordered = sorted(counts, key=lambda c: (str(c.programme_version_id), c.strand_key, c.gender))
    return ordered, len(ids) > MOST_COUNTED


def _loaded(found: QuerySet[Journey]) -> QuerySet[Journey]:
    return found.select_related("family", "programme_version").prefetch_related(
        Prefetch("participants", Participant.objects.select_related("person").order_by("pk")),
        Prefetch("keyworkers", Keyworker.objects.filter(until__isnull=True).select_related("staff"), to_attr="current"),
    )


def _row(journey: Journey, today: date, given: tuple[int, date | None], lacking: Iterable[str]) -> WaitingRow:
    rule = definition(journey.programme_version_id)
    people = tuple(journey.participants.all())
    keyworkers = tuple(each.staff.name for each in journey.current)  # type: ignore[attr-defined]
    found = missing(
        rule,
        strands=[each.strand_key for each in people],
        has_keyworker=bool(keyworkers),
        evenings=journey.evenings,
    )
    return WaitingRow(
        journey=journey,
        people=people,
        keyworkers=keyworkers,
        days=days_waiting(journey.waiting_since, today),
        missing=(*found, *lacking),
        supports=given[0],
        last_support=given[1],
        support_is_due=support_due(rule, given[1], journey.waiting_since, today),
    )
