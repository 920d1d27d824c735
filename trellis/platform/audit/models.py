"""The log: appended to and read, never edited (triggers and grants say so to every path), and chained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from trellis.platform.access.roles import Role
from trellis.platform.contributions.registry import hooks
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class AuditEvent(OrganisationRecord):
    """Something that was done or looked at: what, by whom, about what."""

    walled_by = ()

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=80)
    is_view = models.BooleanField(default=False)
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    # No foreign key: the log outlives what it tells of.
    about_family = models.UUIDField(null=True, help_text="The family to whose file the record belongs")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "about_kind", "about_id", "-at"], name="audit_about"),
            models.Index(fields=["organisation", "-at", "-id"], name="audit_all"),
            models.Index(fields=["organisation", "by", "-at", "-id"], name="audit_by"),
            models.Index(fields=["organisation", "-at", "-id"], condition=Q(is_view=False), name="audit_changes"),
            models.Index(
                fields=["about_family", "-at", "-id"], condition=Q(about_family__isnull=False), name="audit_family"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.about_kind}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors read the log of their organisation, but not of families whom they may not see; nobody else does.

        Rooms that know families narrow it: the hook "audit.visible" takes a viewer and returns a condition on events.
        """
        if viewer.role != Role.SUPERVISOR:
            return NOTHING
        seen = Q()
        for hook in hooks("audit.visible"):
            seen &= hook.call(viewer)
        return seen


class Unsealed(OrganisationRecord):
    """An event that is written and not yet in the chain: its id, and the hash of what it said when it was written.

    Written by a trigger and taken by the function `audit_seal`; the application's role has no right on it.
    """

    walled_by = ()

    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    hash = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "id"], name="audit_waits")]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Nobody reads it but the functions of the chain."""
        return NOTHING


class LogSeal(OrganisationRecord):
    """One link of an organisation's chain: the events that it takes in, the hash of each, and the link before it.

    The event at `events[i]` has the number `first + i` in its organisation's chain. Written by the function
    `audit_seal` and by nobody else; never changed.
    """

    walled_by = ()

    number = models.PositiveBigIntegerField()
    first = models.PositiveBigIntegerField()
    events = ArrayField(models.UUIDField())
    hashes = ArrayField(models.BinaryField())
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "number", name="log_seal_number_once")]

    def __str__(self) -> str:
        return f"Seal {self.number}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors may know how far the chain of their organisation goes."""
        return Q() if viewer.role == Role.SUPERVISOR else NOTHING


class LogCheck(OrganisationRecord):
    """That the chain of an organisation was checked, and what was found; never changed."""

    walled_by = ()

    events = models.PositiveBigIntegerField(help_text="How many events the chain holds")
    seals = models.PositiveBigIntegerField()
    waiting = models.PositiveBigIntegerField(help_text="How many events were written and not yet in the chain")
    broken = models.JSONField(default=list, help_text="Sentences, the first broken place first")

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="audit_checks")]

    def __str__(self) -> str:
        return "Broken" if self.broken else "Whole"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Supervisors and administrators."""
        return Q() if viewer.role in {Role.SUPERVISOR, Role.ADMINISTRATOR} else NOTHING
