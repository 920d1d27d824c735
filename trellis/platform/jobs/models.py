"""Background work as its owner sees it: how far it is, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class BackgroundJob(OrganisationRecord):
    """One piece of long work."""

    walled_by = ()

    kind = models.CharField(max_length=60)
    label = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=10,
        choices=[
            ("waiting", "Waiting to begin"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Did not work"),
        ],
        default="waiting",
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "by", "-id"], name="job_own"),
            models.Index(fields=["id"], condition=Q(status__in=["waiting", "running"]), name="job_not_ended"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_finished(self) -> bool:
        """Tell whether the work has ended, well or not."""
        return self.status in {"done", "failed"}

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Whoever began it."""
        return Q(by_id=viewer.membership_id)
