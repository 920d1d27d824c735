"""What a waiting family still lacks of the sessions that come before a programme."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Count

from trellis.features.programmes.queries import definition
from trellis.features.programmes.rules.delivery import InterviewKind
from trellis.features.sessions.models import Session
from trellis.features.sessions.rules import SessionKind, SessionStatus

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey
    from trellis.platform.access.viewer import Viewer

BEFORE = (SessionKind.PRE_ENGAGEMENT, SessionKind.INITIAL_INTERVIEW)


def still_missing(viewer: Viewer, journeys: Iterable[Journey]) -> dict[uuid.UUID, list[str]]:
    """Say for each waiting journey which pre-engagement sessions and interviews have not been held; one query.

    The answer to the hook "still_missing"; the journeys have their participants loaded.
    """
    listed = list(journeys)
    held: dict[uuid.UUID, dict[str, int]] = {}
    rows = (
        Session.objects.of_organisation(viewer)
        .filter(journey_id__in=[each.pk for each in listed], kind__in=BEFORE, status=SessionStatus.HELD)
        .order_by()
        .values("journey_id", "title")
        .annotate(times=Count("pk"))
    )
    for row in rows:
        held.setdefault(row["journey_id"], {})[row["title"]] = row["times"]
    return {each.pk: _lacking(each, held.get(each.pk, {})) for each in listed}


def _lacking(journey: Journey, held: dict[str, int]) -> list[str]:
    rule = definition(journey.programme_version_id)
    strands = {each.strand_key for each in journey.participants.all()}
    found = []
    for ready in rule.pre_engagement:
        times = held.get(ready.title, 0)
        if ready.strand in strands and times < ready.least:
            found.append(f"{ready.title}: {times} of {ready.least} held")
    for interview in rule.interviews:
        due = interview.kind is InterviewKind.INITIAL and strands.intersection(interview.strands)
        if due and not held.get(interview.title):
            found.append(f"{interview.title} not held")
    return found
