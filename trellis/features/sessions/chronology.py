"""What sessions tell of a family's events: one line for each session, with who came and who did not."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from trellis.features.families.models import sealed_from
from trellis.features.families.rules import SealedFact
from trellis.features.programmes.queries import definition
from trellis.features.sessions.models import Attendance
from trellis.features.sessions.rules import AbsenceReason, Presence
from trellis.platform.contributions.records import ChronologyEntry
from trellis.platform.design_system.words import listed

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def chronology_entries(
    viewer: Viewer, family: Any, since: date | None, until: date | None
) -> Iterator[ChronologyEntry]:
    """Give the sessions whose register names somebody of the family, by whom of it came; never where they were."""
    rows = (
        Attendance.objects.visible_to(viewer)
        .filter(participant__journey__family_id=family.pk)
        .exclude(participant__person_id__in=sealed_from(viewer, SealedFact.PRESENCE))
    )
    if since is not None:
        rows = rows.filter(session__day__gte=since)
    if until is not None:
        rows = rows.filter(session__day__lte=until)
    by_session: dict[uuid.UUID, list[Attendance]] = {}
    for row in rows.select_related("session", "participant__person", "recorded_by__user").order_by("pk"):
        by_session.setdefault(row.session_id, []).append(row)
    for marks in by_session.values():
        yield _entry(family, marks)


def _entry(family: Any, marks: list[Attendance]) -> ChronologyEntry:
    session = marks[0].session
    programme = definition(session.programme_version_id).short_name
    came = [row.participant.person.short_name for row in marks if row.presence != Presence.ABSENT]
    away = [
        f"{row.participant.person.short_name} did not come ({AbsenceReason(row.reason).label.lower()})"
        for row in marks
        if row.presence == Presence.ABSENT
    ]
    told = [*([f"{listed(came)} came"] if came else []), *away]
    return ChronologyEntry(
        on=session.day,
        words=f"{programme}, {session.title}: {'; '.join(told)}.",
        source=f"Register, {marks[0].recorded_by.user.name}",
        kind="Session" if came else "Absence",
        link=reverse("sessions:session", args=[session.pk]),
        key=f"sessions.session.{session.pk}.{family.pk}",
    )
