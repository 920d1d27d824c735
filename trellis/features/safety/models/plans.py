"""Safety plans: a plan is a row of versions, and a version is never changed (the database refuses it)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from trellis.features.families.models import FamilyRecord
from trellis.features.safety.models.seen import seen_with
from trellis.features.safety.rules.plans import SECTIONS, Paper

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class SafetyPlan(FamilyRecord):
    """A plan that a family keeps."""

    name = models.CharField(max_length=120)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["organisation", "family"], name="safety_plan_family")]

    def __str__(self) -> str:
        return self.name


class SafetyPlanVersion(FamilyRecord):
    """What a plan says from a day on."""

    plan = models.ForeignKey(SafetyPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    warning_signs = models.TextField()
    safe_places = models.TextField()
    safe_people = models.TextField()
    code_words = models.TextField(blank=True)
    young_person_does = models.TextField(blank=True)
    parents_do = models.TextField(blank=True)
    professionals_do = models.TextField(blank=True)
    helplines = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    other_numbers = models.TextField(blank=True)
    paper = models.CharField(max_length=10, choices=Paper.choices())
    agreed_on = models.DateField()
    agreed_others = models.CharField(max_length=200, blank=True, help_text="Those outside the family's file")
    review_on = models.DateField()
    made_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["organisation", "review_on"], name="safety_plan_review")]
        constraints = [
            models.UniqueConstraint("plan", "number", name="safety_plan_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="safety_plan_version_from_1"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def sections(self) -> dict[str, str]:
        """Return the words by the key of their section."""
        return {section.key: getattr(self, section.key) for section in SECTIONS}


class PlanAgreement(FamilyRecord):
    """That somebody of the family agreed a version."""

    walled_by = ("family", "person")

    version = models.ForeignKey(SafetyPlanVersion, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("version", "person", name="plan_agreed_once")]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that somebody named here is there."""
        return seen_with(viewer, "person_id")
