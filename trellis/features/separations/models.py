"""Separations: two people or families who must never meet through us, and what each review found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from trellis.features.families.models import Person, families_of
from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def separations_of(viewer: Viewer, prefix: str = "") -> Q:
    """Return the condition that a separation (at `prefix`) is one that this viewer may see.

    Only whoever may see both sides: to anybody else that there is one would tell that there is another side.
    """
    people = Person.objects.visible_to(viewer).values("pk")
    condition = Q()
    for side in ("first", "second"):
        condition &= Q(**{f"{prefix}{side}_family__isnull": True}) | families_of(viewer, f"{prefix}{side}_family_id")
        condition &= Q(**{f"{prefix}{side}_person__isnull": True}) | Q(**{f"{prefix}{side}_person_id__in": people})
    return condition


class Separation(OrganisationRecord):
    """That two people, two families, or a person and a family, are never brought together by us."""

    walled_by = ("first_family", "first_person", "second_family", "second_person")

    first_family = models.ForeignKey(
        "families.Family", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    first_person = models.ForeignKey(
        "families.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    second_family = models.ForeignKey(
        "families.Family", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    second_person = models.ForeignKey(
        "families.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(max_length=500)
    source = models.CharField(max_length=200, help_text="Who said so")
    review_on = models.DateField()
    margin_minutes = models.PositiveSmallIntegerField(help_text="Time that must lie between them in one building")
    different_workers = models.BooleanField(default=False, help_text="Nobody of the staff works with both")
    recorded_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_family__isnull=True, first_person__isnull=False)
                | Q(first_family__isnull=False, first_person__isnull=True),
                name="separation_first_side_is_one",
            ),
            models.CheckConstraint(
                condition=Q(second_family__isnull=True, second_person__isnull=False)
                | Q(second_family__isnull=False, second_person__isnull=True),
                name="separation_second_side_is_one",
            ),
            models.CheckConstraint(
                condition=(Q(first_family__isnull=True) | ~Q(first_family=models.F("second_family")))
                & (Q(first_person__isnull=True) | ~Q(first_person=models.F("second_person"))),
                name="nobody_is_kept_from_themselves",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(source=""), name="separation_says_why_and_who"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why=""),
                name="separation_ends_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "review_on"], condition=Q(ended_at__isnull=True), name="separation_review"
            )
        ]

    def __str__(self) -> str:
        return "separation"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """See `separations_of`."""
        return separations_of(viewer)


class SeparationReview(OrganisationRecord):
    """One look at whether a separation is still needed: what was found, and when to look again."""

    walled_by = tuple(f"separation__{path}" for path in Separation.walled_by)

    separation = models.ForeignKey(Separation, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField()
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    next_review_on = models.DateField()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"review on {self.on}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the separation."""
        return separations_of(viewer, "separation__")
