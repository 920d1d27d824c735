"""Messages to people of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Message(OrganisationRecord):
    """One message to one person; read inside Trellis, because e-mail may be seen by others."""

    walled_by = ()

    to = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["to", "-id"], name="message_list"),
            models.Index(fields=["to"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]

    def __str__(self) -> str:
        return self.subject

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Whom it is to."""
        return Q(to_id=viewer.membership_id)
