"""A child's own plan for being talked with, and those to whom the child agreed to show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from trellis.features.families.models import FamilyRecord, FamilyWorker
from trellis.features.safety.models.seen import seen_with
from trellis.features.safety.rules.communication import PARTS

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class CommunicationPlan(FamilyRecord):
    """A child's plan. There may be several for one child, so that writing one never tells that another is kept."""

    walled_by = ("family", "person")

    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="+")
    shown_to_staff = models.BooleanField(default=False, help_text="The child agreed to all who work with the family")
    written_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "family"], name="communication_plan_family")]

    def __str__(self) -> str:
        return "Communication plan"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by whoever wrote it with the child, by those whom the child chose, and, where the child agreed, by those
        who work with the child or with the whole family.

        Co-ordinators and supervisors are not in by their role: it is the child's to give, and a child who cannot trust
        that says nothing. All of them must still be allowed to see the family.
        """
        chosen = PlanReader.objects.filter(membership_id=viewer.membership_id, until__isnull=True).values("plan_id")
        working = FamilyWorker.objects.filter(
            Q(with_person__isnull=True) | Q(with_person_id=OuterRef("person_id")),
            membership_id=viewer.membership_id,
            until__isnull=True,
            family_id=OuterRef("family_id"),
        )
        agreed = Q(written_by_id=viewer.membership_id) | Q(pk__in=chosen) | Q(shown_to_staff=True) & Q(Exists(working))
        return seen_with(viewer, "person_id") & agreed


class _OfThePlan(FamilyRecord):
    """A row that is seen with a child's plan and never without."""

    walled_by = ("family", "plan__person")

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by those who see the plan."""
        seen = CommunicationPlan.objects.filter(CommunicationPlan.scope_for(viewer))
        return Q(plan_id__in=seen.values("pk"))


class CommunicationPlanVersion(_OfThePlan):
    """What the child said on a day; never changed (the database refuses it)."""

    plan = models.ForeignKey(CommunicationPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    triggers = models.TextField(blank=True)
    helps = models.TextField(blank=True)
    does_not_help = models.TextField(blank=True)
    words_i_choose = models.TextField(blank=True)
    talk_to = models.TextField(blank=True)
    made_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("plan", "number", name="communication_plan_version_once")]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def parts(self) -> dict[str, str]:
        """Return the words by the key of their part."""
        return {part.key: getattr(self, part.key) for part in PARTS}


class PlanReader(_OfThePlan):
    """That the child agreed to show the plan to a member of staff or to somebody of the family."""

    plan = models.ForeignKey(CommunicationPlan, on_delete=models.CASCADE, related_name="readers")
    membership = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False, person__isnull=True)
                | Q(membership__isnull=True, person__isnull=False),
                name="plan_reader_is_one_person",
            ),
            models.UniqueConstraint(
                "plan", "membership", condition=Q(until__isnull=True), name="plan_reader_of_staff_once"
            ),
            models.UniqueConstraint("plan", "person", condition=Q(until__isnull=True), name="plan_reader_person_once"),
        ]
        indexes = [models.Index(fields=["membership"], condition=Q(until__isnull=True), name="plan_reader_staff")]

    def __str__(self) -> str:
        return "Somebody the child chose"
