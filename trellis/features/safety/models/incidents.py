"""Incidents of abuse: what happened, how serious, who was harmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from trellis.features.families.models import FamilyRecord
from trellis.features.safety.models.seen import seen_with
from trellis.features.safety.rules import IncidentKind, Severity

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Incident(FamilyRecord):
    """Something that happened on a day."""

    walled_by = ("family", "harmed", "done_by")

    on = models.DateField()
    kind = models.CharField(max_length=30, choices=IncidentKind.choices())
    severity = models.PositiveSmallIntegerField(choices=[(s.value, s.label) for s in Severity])
    harmed = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_by = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what_happened = models.TextField(blank=True)
    police_called = models.BooleanField(null=True)
    told_by = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    significance = models.CharField(
        max_length=300, blank=True, help_text="Why it stands out in the chronology; empty when it does not"
    )
    withdrawn_why = models.CharField(
        max_length=300, blank=True, help_text="An entry made in error is withdrawn, not deleted"
    )

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["organisation", "family", "-on"], name="incident_family")]
        constraints = [models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=4), name="severity_1_to_4")]

    def __str__(self) -> str:
        return f"{IncidentKind(self.kind).label} on {self.on}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that somebody named here is there."""
        return seen_with(viewer, "harmed_id", "done_by_id")
