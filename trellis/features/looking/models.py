"""What came up for review, which families are watched over, and the streets that staff named as their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from trellis.features.families.models import FamilyRecord, families_of
from trellis.features.looking.rules import Outcome, UnusualKind
from trellis.platform.access.roles import Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class UnusualLook(OrganisationRecord):
    """Looking that came up for review: whose, at which family if at one, why, and what came of the review."""

    walled_by = ("family",)

    kind = models.CharField(max_length=20, choices=UnusualKind.choices())
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("families.Family", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    since = models.DateField(help_text="The day, or the Monday of the week, that it is about")
    reason = models.CharField(max_length=300)
    looks = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices(), blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "by", "family", "since"],
                condition=Q(reviewed_at__isnull=True),
                nulls_distinct=False,
                name="unusual_look_open_once",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("by")), name="nobody_reviews_their_own_looking"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True, outcome="")
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(outcome=""),
                name="review_says_by_whom_and_what_came_of_it",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-last_at"], name="unusual_looks")]

    def __str__(self) -> str:
        return UnusualKind(self.kind).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors, but for their own looking and for families that they may not see."""
        if viewer.role != Role.SUPERVISOR:
            return NOTHING
        return ~Q(by_id=viewer.membership_id) & (Q(family__isnull=True) | families_of(viewer, "family_id"))


class WatchedFamily(FamilyRecord):
    """That every look at a family by somebody who does not work with it comes up: well known, or in the news."""

    reason = models.CharField(max_length=300)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "watched families"
        constraints = [
            models.UniqueConstraint("family", condition=Q(ended_at__isnull=True), name="family_watched_once")
        ]

    def __str__(self) -> str:
        return "watched over"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors who may see the family."""
        return families_of(viewer, "family_id") if viewer.role == Role.SUPERVISOR else NOTHING


class OwnStreet(OrganisationRecord):
    """A street that somebody of the staff named as their own, or as one where people live who are close to them."""

    walled_by = ()

    membership = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=8)

    class Meta:
        constraints = [models.UniqueConstraint("membership", "street", "postcode", name="own_street_once")]

    def __str__(self) -> str:
        return "a street of their own"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Whoever named it, and nobody else."""
        return Q(membership_id=viewer.membership_id)
