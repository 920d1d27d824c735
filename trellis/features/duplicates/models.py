"""Likely pairs, what was decided of them, and merges with all that is needed to take them apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from trellis.features.families.models import people_seen_by
from trellis.platform.access.roles import OPERATIONAL, Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class PairRecord(OrganisationRecord):
    """A row about two people, each pair once; seen only by those who may see both."""

    walled_by: ClassVar[tuple[str, ...]] = ("first", "second")

    first = models.ForeignKey("families.Person", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("families.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by co-ordinators and supervisors who may see both people."""
        if viewer.role not in OPERATIONAL:
            return NOTHING
        return people_seen_by(viewer, "first_id") & people_seen_by(viewer, "second_id")


class LikelyPair(PairRecord):
    """Two entries that may be one person, with what speaks for it and against it.

    `weight` is what names and dates of birth say, which whoever sees both people sees. `weight_with_homes` counts for
    those only who may see both addresses.
    """

    weight = models.SmallIntegerField()
    weight_with_homes = models.SmallIntegerField()
    evidence = models.JSONField(
        help_text="[{about, words, weight}]; what is about homes is shown to those who see both"
    )
    first_home = models.ForeignKey(
        "families.HomeAddress", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    second_home = models.ForeignKey(
        "families.HomeAddress", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("first", "second", name="likely_pair_once"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="likely_pair_in_one_order"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-weight_with_homes", "id"], name="likely_pair_list"),
        ]

    def __str__(self) -> str:
        return "likely pair"


class NotTheSame(PairRecord):
    """That two entries were looked at and are two people: they are never put forward again."""

    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "decision that two people are not the same"
        verbose_name_plural = "decisions that two people are not the same"
        constraints = [
            models.UniqueConstraint("first", "second", name="not_the_same_once"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="not_the_same_in_one_order"),
        ]

    def __str__(self) -> str:
        return "two people"


class PersonMerge(OrganisationRecord):
    """That two entries were made one: `person` stayed, and the id of the other leads to them.

    `kept_id` is who stayed at the time; `person` goes on when they in their turn are merged into somebody else.
    """

    walled_by = ("person",)

    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="+")
    kept_id = models.UUIDField()
    gone_id = models.UUIDField()
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kept_id=F("gone_id")), name="nobody_is_merged_into_themselves"),
            models.UniqueConstraint("gone_id", condition=Q(undone_at__isnull=True), name="merged_away_once"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_taken_apart_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], condition=Q(undone_at__isnull=True), name="merge_list"),
        ]

    def __str__(self) -> str:
        return "merge of two records"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by staff who may see the person who stayed."""
        return people_seen_by(viewer, "person_id") if viewer.role in {*OPERATIONAL, Role.PRACTITIONER} else NOTHING


class MergedRow(OrganisationRecord):
    """One row that a merge changed or took out, as it was before."""

    walled_by = ("merge__person",)

    merge = models.ForeignKey(PersonMerge, on_delete=models.CASCADE, related_name="rows")
    sequence = models.PositiveIntegerField()
    model = models.CharField(max_length=100)
    row_id = models.CharField(max_length=64)
    what = models.CharField(max_length=10, choices=[("changed", "Changed"), ("removed", "Taken out")])
    before = models.JSONField(help_text="The whole row, by column")
    after = models.JSONField(default=dict, help_text="The columns that the merge changed, as it left them")

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint("merge", "sequence", name="merged_row_order")]

    def __str__(self) -> str:
        return f"{self.model} {self.what}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by nobody on a page: whoever may not see a fact might find it here."""
        return NOTHING
