"""What sessions know of people, in sentences; answers the hook "of_people"."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Count, Q

from trellis.features.sessions.models import Attendance
from trellis.features.sessions.rules import Presence
from trellis.platform.access.viewer import Viewer
from trellis.platform.design_system.words import count


def of_people(viewer: Viewer, people: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Say for each person to how many sessions they came, of those that the viewer may see."""
    registers = Attendance.objects.visible_to(viewer).filter(participant__person_id__in=list(people))
    rows = registers.order_by().values_list("participant__person_id")
    came = rows.annotate(came=Count("pk", filter=~Q(presence=Presence.ABSENT)), asked=Count("pk"))
    return {person: [f"Came to {number} of {count(asked, 'session')}"] for person, number, asked in came}
