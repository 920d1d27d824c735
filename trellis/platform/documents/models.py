"""Files that were brought in: what they are, who brought them, where the bytes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Document(OrganisationRecord):
    """A stored file. What hangs on it (a referral, an import) decides who else may open it."""

    walled_by = ()

    name = models.CharField(max_length=200, help_text="As its owner called it; never used as a path")
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    checksum = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=100, unique=True)
    uploaded_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Its uploader; others reach a document only through the record that it hangs on."""
        return Q(uploaded_by_id=viewer.membership_id)
