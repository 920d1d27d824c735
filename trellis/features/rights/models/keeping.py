"""How long an organisation keeps things, what must not go, what is to go, and what is left when it has gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from trellis.features.families.models import families_of, people_seen_by
from trellis.features.rights.rules import Verdict
from trellis.platform.access.roles import Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class OwnLength(OrganisationRecord):
    """How long an organisation keeps something by its own decision, never shorter than the rule's floor."""

    walled_by = ()

    rule_key = models.CharField(max_length=60)
    months = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=500)
    effective_from = models.DateField()
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "rule_key", "-effective_from"], name="own_length")]

    def __str__(self) -> str:
        return self.rule_key

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors and administrators."""
        return Q() if viewer.role in {Role.SUPERVISOR, Role.ADMINISTRATOR} else NOTHING


class LegalHold(OrganisationRecord):
    """That nothing of a person, or of a whole family, may go until somebody ends it."""

    walled_by = ("person", "family")

    person = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("families.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500)
    review_on = models.DateField()
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)
    ended_by = models.ForeignKey("access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["organisation", "review_on"], condition=Q(ended_on=None), name="hold_review")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, family__isnull=True) | Q(person__isnull=True, family__isnull=False),
                name="hold_of_a_person_or_a_family",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_why="") & Q(ended_by__isnull=False),
                name="ended_hold_says_why",
            ),
        ]

    def __str__(self) -> str:
        return "legal hold"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors who may see whom it is about."""
        if viewer.role != Role.SUPERVISOR:
            return NOTHING
        of_person = Q(person__isnull=False) & people_seen_by(viewer, "person_id")
        return of_person | Q(family__isnull=False) & families_of(viewer, "family_id")


class ErasureBatch(OrganisationRecord):
    """People whose time has passed, found on a day, to be looked at and approved before anything goes."""

    walled_by = ()

    made_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "erasure batches"

    def __str__(self) -> str:
        return f"Erasure of {self.created_at:%Y-%m-%d}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Whoever had it made: what a batch holds depends on what they may see."""
        return Q(made_by_id=viewer.membership_id) if viewer.role == Role.SUPERVISOR else NOTHING


class ErasureCandidate(OrganisationRecord):
    """One person in a batch: which rule won, which others there were, what keeps them."""

    walled_by = ("person",)

    batch = models.ForeignKey(ErasureBatch, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person_ref = models.UUIDField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices())
    rule_key = models.CharField(max_length=60, blank=True)
    until = models.DateField(null=True, blank=True)
    lengths = models.JSONField(default=list, help_text="Every rule that applies in words, the one that won first")
    holds = models.JSONField(default=list)
    kept_why = models.CharField(max_length=300, blank=True, help_text="Why a supervisor keeps them for now")
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("batch", "person_ref", name="candidate_once")]

    def __str__(self) -> str:
        return Verdict(self.verdict).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the batch, for the people whom the viewer may see."""
        if viewer.role != Role.SUPERVISOR:
            return NOTHING
        seen = Q(person__isnull=True) | people_seen_by(viewer, "person_id")
        return Q(batch__made_by_id=viewer.membership_id) & seen


class Tombstone(OrganisationRecord):
    """That somebody was erased: their id, when, why, by whom, how many rows and files; never anything of them."""

    walled_by = ()

    person_ref = models.UUIDField()
    family_refs = models.JSONField(default=list, help_text="Ids of the families that went with them")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    rule_key = models.CharField(max_length=60, blank=True, help_text="The rule whose time had passed")
    request_ref = models.UUIDField(null=True, blank=True, help_text="The request that it answered")
    counts = models.JSONField(default=dict, help_text="How many rows of each record were deleted or blanked")
    files = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="tombstone_list")]
        constraints = [
            models.CheckConstraint(condition=~Q(rule_key="") | Q(request_ref__isnull=False), name="tombstone_says_why")
        ]

    def __str__(self) -> str:
        return str(self.person_ref)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors; it names nobody."""
        return Q() if viewer.role == Role.SUPERVISOR else NOTHING
