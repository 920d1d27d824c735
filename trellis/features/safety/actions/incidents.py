"""Writes about incidents."""

from __future__ import annotations

import datetime

from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.safety.actions.people import check_of_family
from trellis.features.safety.models import Incident
from trellis.features.safety.rules import check_incident_day
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("incident.recorded", "safety.record")
def record_incident(
    *,
    by: Viewer,
    family: Family,
    on: datetime.date,
    kind: str,
    severity: int,
    harmed: Person | None = None,
    done_by: Person | None = None,
    what_happened: str = "",
    police_called: bool | None = None,
    told_by: str = "",
    significance: str = "",
) -> Incident:
    """Write down something that happened; who was harmed and who did it must be people of the family, if named."""
    check_incident_day(on, timezone.localdate())
    check_of_family(family, harmed=harmed, done_by=done_by)
    incident = Incident.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        on=on,
        kind=kind,
        severity=severity,
        harmed=harmed,
        done_by=done_by,
        what_happened=what_happened,
        police_called=police_called,
        told_by=told_by,
        significance=significance.strip(),
        recorded_by_id=by.membership_id,
    )
    about(incident, family=str(family.pk))
    return incident


@action("incident.withdrawn", "safety.record")
def withdraw_incident(*, by: Viewer, incident: Incident, why: str) -> None:
    """Take out an entry that was made in error; it stays in the record with the reason."""
    if not why.strip():
        raise RuleBroken("Say why this entry is wrong.", "why")
    incident.withdrawn_why = why.strip()
    incident.save(update_fields=["withdrawn_why"])
    about(incident, family=str(incident.family_id))


@action("incident.marked", "safety.record")
def mark_significant(*, by: Viewer, incident: Incident, significance: str) -> None:
    """Say why an incident stands out in the chronology, or, with empty words, that it no longer does."""
    incident.significance = significance.strip()
    incident.save(update_fields=["significance"])
    about(incident, family=str(incident.family_id), stands_out=bool(incident.significance))
