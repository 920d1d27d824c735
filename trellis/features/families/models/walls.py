"""Who is kept out of a family's file, who opened one in need, and the two sides of one case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from trellis.features.families.models.family import FamilyRecord, families_of
from trellis.features.families.rules import ShutOutCause
from trellis.platform.access.roles import Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class ShutOut(FamilyRecord):
    """That a member of staff may not see a family: to them it does not exist."""

    membership = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=20, choices=ShutOutCause.choices())
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "family", "membership", "cause", condition=Q(ended_at__isnull=True), name="shut_out_once"
            )
        ]
        indexes = [models.Index(fields=["membership", "family"], condition=Q(ended_at__isnull=True), name="shut_out")]

    def __str__(self) -> str:
        return ShutOutCause(self.cause).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors who may see the family; so never whoever is shut out."""
        return families_of(viewer, "family_id") if viewer.role == Role.SUPERVISOR else NOTHING


class ClosedFamily(FamilyRecord):
    """That a family's file is seen only by those who work with it, whatever the role of others."""

    reason = models.CharField(max_length=500)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    opened_again_at = models.DateTimeField(null=True, blank=True)
    opened_again_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "closed families"
        constraints = [
            models.UniqueConstraint("family", condition=Q(opened_again_at__isnull=True), name="family_closed_once")
        ]
        indexes = [
            models.Index(fields=["organisation", "family"], condition=Q(opened_again_at__isnull=True), name="closed")
        ]

    def __str__(self) -> str:
        return "closed file"


class Sides(OrganisationRecord):
    """That two files are the two sides of one case: whoever works with one never finds the other.

    `kept_by` is the one who looks after the wall, sees both and works with neither.
    """

    walled_by = ("one", "other")

    one = models.ForeignKey("families.Family", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("families.Family", on_delete=models.CASCADE, related_name="+")
    kept_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = "two sides"
        verbose_name_plural = "two sides"
        constraints = [
            models.UniqueConstraint("one", "other", condition=Q(ended_at__isnull=True), name="sides_once"),
            models.CheckConstraint(condition=Q(one_id__lt=F("other_id")), name="sides_in_one_order"),
        ]
        indexes = [models.Index(fields=["other"], condition=Q(ended_at__isnull=True), name="sides_other")]

    def __str__(self) -> str:
        return "two sides of one case"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors who may see both."""
        if viewer.role != Role.SUPERVISOR:
            return NOTHING
        return families_of(viewer, "one_id") & families_of(viewer, "other_id")


class BreakGlass(FamilyRecord):
    """That a member of staff opened a family's file in need, for some minutes, and what came of the review."""

    membership = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    review_due = models.DateField()
    reviewed_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    was_right = models.BooleanField(null=True)
    review_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name_plural = "break-glass"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="break_glass_has_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("created_at")), name="break_glass_lasts"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("membership")),
                name="nobody_reviews_their_own_break_glass",
            ),
        ]
        indexes = [
            models.Index(fields=["membership", "until"], name="break_glass_open"),
            models.Index(
                fields=["organisation", "review_due"], condition=Q(reviewed_at__isnull=True), name="break_glass_review"
            ),
        ]

    def __str__(self) -> str:
        return f"opened until {self.until:%H:%M}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors who may see the family, and whoever opened it."""
        own = Q(membership_id=viewer.membership_id)
        return own | families_of(viewer, "family_id") if viewer.role == Role.SUPERVISOR else own
