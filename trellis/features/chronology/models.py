"""What is a chronology's own: which entries stand out and why, and what happened that no other room holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from trellis.features.families.models import FamilyRecord, families_of, sealed_from
from trellis.features.families.rules import SealedFact

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class SignificantMark(FamilyRecord):
    """That an entry stands out, or does not though its room says so; shown only with the entry itself."""

    key = models.CharField(max_length=120, help_text="The entry, as its room names it")
    words = models.CharField(max_length=300, blank=True, help_text="Why it stands out; empty when it does not")
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("family", "key", name="entry_marked_once"),
            models.CheckConstraint(condition=~Q(key=""), name="mark_is_of_an_entry"),
        ]

    def __str__(self) -> str:
        return self.words or "does not stand out"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family; a page shows it only with an entry that the viewer may see."""
        return families_of(viewer, "family_id")


class OwnEntry(FamilyRecord):
    """Something that happened and that no other part of the file holds."""

    walled_by = ("family", "person")

    on = models.DateField()
    words = models.CharField(max_length=1000)
    source = models.CharField(max_length=200, help_text="Who told us, or which paper says so")
    person = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True, help_text="An entry made in error is withdrawn")

    class Meta:
        verbose_name_plural = "own entries"
        indexes = [models.Index(fields=["family", "on"], name="own_entry_family")]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="own_entry_says_something"),
            models.CheckConstraint(condition=~Q(source=""), name="own_entry_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"entry of {self.on}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that the person whom it is about is there."""
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        return families_of(viewer, "family_id") & (Q(person__isnull=True) | ~Q(person_id__in=hidden))
