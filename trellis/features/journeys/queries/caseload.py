"""Families in programmes, and one journey with its parts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from trellis.features.families.queries import families as families_named
from trellis.features.journeys.models import Journey, JourneyEvent, Keyworker, Participant, WaitingSupport
from trellis.features.journeys.queries.keyset import KeysetPage, page_after
from trellis.features.journeys.rules import JourneyStatus

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

PER_PAGE = 25
MOST_FOUND = 500
ORDER = ("-accepted_on", "-pk")
ATTENTION_ORDER = ("attention_since", "pk")


@dataclass(frozen=True, slots=True)
class CaseloadFilter:
    """What the caseload is narrowed to; an empty value narrows nothing."""

    programme_key: str = ""
    status: str = ""
    mine: bool = False
    attention: bool = False
    search: str = ""


def caseload(viewer: Viewer, chosen: CaseloadFilter, after: str = "") -> KeysetPage[Journey]:
    """Return a page of the journeys that the viewer may see, newest first; those that need a review oldest first."""
    found = Journey.objects.visible_to(viewer)
    if chosen.programme_key:
        found = found.filter(programme_key=chosen.programme_key)
    if chosen.status:
        found = found.filter(status=chosen.status)
    if chosen.mine:
        mine = Keyworker.objects.filter(until__isnull=True, staff__membership_id=viewer.membership_id)
        found = found.filter(pk__in=mine.values("journey_id"))
    if chosen.search:
        named = families_named(viewer, chosen.search).prefetch_related(None).order_by("pk")
        found = found.filter(family_id__in=list(named.values_list("pk", flat=True)[:MOST_FOUND]))
    if chosen.attention:
        found = found.exclude(attention="")
    order = ATTENTION_ORDER if chosen.attention else ORDER
    return page_after(_loaded(found), order, after, PER_PAGE)


def needing_review(viewer: Viewer, most: int) -> list[Journey]:
    """Return the journeys whose missed sessions call for a review, longest first."""
    found = Journey.objects.visible_to(viewer).exclude(attention="").select_related("family")
    return list(found.order_by(*ATTENTION_ORDER)[:most])


def open_journeys(viewer: Viewer, most: int) -> list[Journey]:
    """Return journeys that wait or run and that the viewer may see, newest first; a referrer's are their own."""
    under_way = [JourneyStatus.WAITING, JourneyStatus.IN_PROGRAMME]
    found = Journey.objects.visible_to(viewer).filter(status__in=under_way).select_related("family", "referral")
    return list(found.order_by(*ORDER)[:most])


def journeys_of_family(viewer: Viewer, family_id: uuid.UUID) -> list[Journey]:
    """Return the journeys of a family, newest first."""
    found = Journey.objects.visible_to(viewer).filter(family_id=family_id)
    return list(found.select_related("programme_version").order_by(*ORDER))


def events_of(viewer: Viewer, journey_id: uuid.UUID) -> list[JourneyEvent]:
    """Return the history of a journey, newest first."""
    found = JourneyEvent.objects.visible_to(viewer).filter(journey_id=journey_id)
    return list(found.select_related("by__user").order_by("-sequence"))


def support_of(viewer: Viewer, journey_id: uuid.UUID) -> list[WaitingSupport]:
    """Return the support given beside the sessions, newest first."""
    found = WaitingSupport.objects.visible_to(viewer).filter(journey_id=journey_id)
    return list(found.select_related("person", "by__user"))


def keyworkers_of(viewer: Viewer, journey_id: uuid.UUID) -> list[Keyworker]:
    """Return the keyworkers of a journey at present."""
    found = Keyworker.objects.visible_to(viewer).filter(journey_id=journey_id, until__isnull=True)
    return list(found.select_related("staff").order_by("pk"))


def _loaded(found: QuerySet[Journey]) -> QuerySet[Journey]:
    return found.select_related("family", "programme_version").prefetch_related(
        Prefetch("participants", Participant.objects.select_related("person").order_by("pk"))
    )
