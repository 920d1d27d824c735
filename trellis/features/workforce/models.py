"""The people who run sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from trellis.platform.access.roles import OPERATIONAL, STAFF, Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class StaffMember(OrganisationRecord):
    """Somebody who runs sessions: staff, a parent mentor, an assessor. They may or may not sign in."""

    walled_by = ()

    name = models.CharField(max_length=120)
    gender = models.CharField(max_length=20, choices=[("female", "Female"), ("male", "Male"), ("another", "Another")])
    duties = ArrayField(
        models.CharField(max_length=40), default=list, help_text="practitioner, parent_mentor, assessor"
    )
    membership = models.OneToOneField(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="staff_member"
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "is_active", "name"], name="staff_list")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Staff and administrators see who works here."""
        return Q() if viewer.role in STAFF | {Role.ADMINISTRATOR} else NOTHING


class Training(OrganisationRecord):
    """That somebody was trained to run a programme, and until when that holds."""

    walled_by = ()

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="trainings")
    programme_key = models.SlugField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="training_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.programme_key

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Staff and administrators see training."""
        return Q() if viewer.role in OPERATIONAL | {Role.ADMINISTRATOR} else NOTHING
