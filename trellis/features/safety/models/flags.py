"""Flags, and the looks that keep them up or end them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from trellis.features.families.models import FamilyRecord
from trellis.features.safety.models.risk import RiskNote
from trellis.features.safety.models.seen import seen_with
from trellis.features.safety.rules.flags import FlagKind, ReviewEnd

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class SafetyFlag(FamilyRecord):
    """What somebody must know before they go, call or write; fades unless it is looked at again."""

    walled_by = ("family", "person")

    kind = models.CharField(max_length=20, choices=FlagKind.choices())
    words = models.CharField(max_length=300)
    person = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    raised_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-since", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "review_on"], condition=Q(ended_on__isnull=True), name="flag_due"),
            models.Index(fields=["family"], condition=Q(ended_on__isnull=True), name="flag_family"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="flag_has_words"),
            models.CheckConstraint(condition=Q(review_on__gt=models.F("since")), name="flag_is_looked_at_later"),
        ]

    def __str__(self) -> str:
        return FlagKind(self.kind).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that somebody named here is there."""
        return seen_with(viewer, "person_id")


class SafetyReview(FamilyRecord):
    """One look at a flag or a risk note: kept on until another day, or ended, with the reason."""

    walled_by = ("family", "flag__person", "note__person", "note__harming")

    flag = models.ForeignKey(SafetyFlag, null=True, blank=True, on_delete=models.CASCADE, related_name="reviews")
    note = models.ForeignKey(RiskNote, null=True, blank=True, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField()
    end = models.CharField(max_length=20, choices=ReviewEnd.choices())
    why = models.TextField()
    review_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(flag__isnull=False, note__isnull=True) | Q(flag__isnull=True, note__isnull=False),
                name="review_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(end="ended", review_on__isnull=True) | Q(end="extended", review_on__isnull=False),
                name="review_says_when_next",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="review_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{ReviewEnd(self.end).label} ({self.on})"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the flag or the note."""
        return seen_with(viewer, "flag__person_id", "note__person_id", "note__harming_id")
