"""What staff declare of families that they know, and what is shared with other organisations by agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate

from trellis.features.confidentiality.rules import LawfulBasis, Shared
from trellis.features.families.models import FamilyRecord, families_of
from trellis.platform.access.roles import OPERATIONAL, STAFF, Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class KnownFamily(OrganisationRecord):
    """That a member of staff knows people outside work who may be with us, as they wrote it."""

    walled_by = ("family",)

    membership = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    names = models.CharField(max_length=300)
    how = models.CharField(max_length=300)
    family = models.ForeignKey("families.Family", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "known families"
        indexes = [
            models.Index(fields=["organisation", "id"], condition=Q(settled_at__isnull=True), name="known_to_settle")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("membership")),
                name="nobody_settles_what_they_declared",
            )
        ]

    def __str__(self) -> str:
        return "somebody whom a member of staff knows"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors, but not of their own: which file it led to is nothing that they may learn."""
        if viewer.role != Role.SUPERVISOR:
            return NOTHING
        of_nobody = Q(family__isnull=True)
        return ~Q(membership_id=viewer.membership_id) & (of_nobody | families_of(viewer, "family_id"))


class SharingAgreement(FamilyRecord):
    """That something of a family may be shared: what, with whom, why, until when."""

    with_organisation = models.ForeignKey(
        "access.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    with_whom = models.CharField(max_length=200)
    what = ArrayField(models.CharField(max_length=20, choices=Shared.choices()))
    why = models.CharField(max_length=500)
    basis = models.CharField(max_length=20, choices=LawfulBasis.choices())
    since = models.DateField()
    until = models.DateField()
    agreed_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="agreement_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(why=""), name="agreement_says_why"),
            models.CheckConstraint(condition=~Q(what=[]), name="agreement_says_what"),
        ]
        indexes = [models.Index(fields=["organisation", "family", "-until"], name="agreement_family")]

    def __str__(self) -> str:
        return self.with_whom

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Staff who may see the family."""
        return families_of(viewer, "family_id") if viewer.role in STAFF else NOTHING


class SharedRecord(OrganisationRecord):
    """What was shared under an agreement, word for word; the other organisation reads it until the agreement ends."""

    walled_by = ("agreement__family",)

    agreement = models.ForeignKey(SharingAgreement, on_delete=models.CASCADE, related_name="shared")
    for_organisation = models.ForeignKey(
        "access.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=200)
    sections = models.JSONField(help_text="[{title, lines}] as shared")
    until = models.DateField()
    shared_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    from_name = models.CharField(max_length=200, help_text="The organisation that shared it, for whoever receives it")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["for_organisation", "-id"], name="shared_with_us"),
            models.Index(fields=["agreement", "-id"], name="shared_under"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Staff who may see the family that it is about."""
        return families_of(viewer, "agreement__family_id") if viewer.role in STAFF else NOTHING

    @classmethod
    def received_by(cls, viewer: Viewer) -> Q:
        """Return the condition that a row was shared with the viewer's organisation, and the agreement still stands."""
        if viewer.role not in OPERATIONAL:
            return NOTHING
        return Q(for_organisation_id=viewer.organisation_id, until__gte=TruncDate(Now()), taken_back_at__isnull=True)
