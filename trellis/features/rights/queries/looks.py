"""Who looked at somebody's record, told as kinds of people and counts."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable

from trellis.features.rights.rules import Part
from trellis.kernel.dates import in_words
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.models import AuditEvent

_PLURAL = {
    Role.ADMINISTRATOR: "Administrators",
    Role.COORDINATOR: "Co-ordinators",
    Role.PRACTITIONER: "Practitioners",
    Role.SUPERVISOR: "Supervisors",
    Role.REFERRER: "Referrers",
    Role.COMMISSIONER: "Commissioners",
    Role.LICENSOR: "Licensors",
}


def who_looked(
    viewer: Viewer,
    person_id: uuid.UUID,
    records: Iterable[tuple[str, uuid.UUID]],
    families: frozenset[uuid.UUID],
) -> list[Part]:
    """Return one part for each kind of people who looked at these records; no line, no name, no record's id."""
    wanted = set(records) | {("families.person", person_id)}
    ids = {pk for _, pk in wanted}
    rows = (
        AuditEvent.objects.visible_to(viewer)
        .filter(about_id__in=ids, is_view=True)
        .values_list("by__role", "at", "about_kind", "about_id", "about_family")
    )
    counts: Counter[Role] = Counter()
    days: dict[Role, list] = {}
    for role, at, kind, pk, family in rows:
        if (kind, pk) in wanted and (family is None or family in families):
            counts[Role(role)] += 1
            days.setdefault(Role(role), []).append(at.date())
    return [
        Part(
            role.value,
            _PLURAL[role],
            f"{count} time{'s' if count != 1 else ''}, from {in_words(min(days[role]))} to {in_words(max(days[role]))}",
        )
        for role, count in sorted(counts.items())
    ]
