"""The log: appended to and read, never edited (a trigger says so to every path)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from trellis.platform.access.roles import Role
from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class AuditEvent(OrganisationRecord):
    """Something that was done or looked at: what, by whom, about what."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=80)
    is_view = models.BooleanField(default=False)
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "about_kind", "about_id", "-at"], name="audit_about"),
            models.Index(fields=["organisation", "-at", "-id"], name="audit_all"),
            models.Index(fields=["organisation", "by", "-at", "-id"], name="audit_by"),
            models.Index(fields=["organisation", "-at", "-id"], condition=Q(is_view=False), name="audit_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.about_kind}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors read the log of their organisation; nobody else does."""
        return Q() if viewer.role == Role.SUPERVISOR else Q(pk__in=[])
