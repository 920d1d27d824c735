"""The family, those of us who work with it, and the one rule about who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Now, Upper

from trellis.platform.access.roles import OPERATIONAL, Role
from trellis.platform.database.models import NOTHING, OrganisationRecord
from trellis.platform.database.subqueries import written_once

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Family(OrganisationRecord):
    """The unit of the house: people who belong together, whoever lives where."""

    walled_by = ("self",)

    name = models.CharField(max_length=120)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "name", "id"], name="family_list"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="family_name_search"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Co-ordinators and supervisors see every family; practitioners those they work with; others none."""
        return families_of(viewer, "pk")


def families_of(viewer: Viewer, field: str) -> Q:
    """Return the condition that `field` (the path to a family's id) is a family that this viewer may see.

    Whoever was shut out of a family never sees it, whatever their role. A closed family is seen by those who work with
    it. Practitioners see the families that they work with, and those that they opened in need, while it lasts.
    """
    if viewer.role in OPERATIONAL:
        return not_shut(viewer, field)
    if viewer.role == Role.PRACTITIONER:
        return Q(**{f"{field}__any_of": worked_with_or_opened(viewer)}) & ~Q(**{f"{field}__in": barred_from(viewer)})
    return NOTHING


@written_once
def worked_with_or_opened(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return the ids of the families that this viewer works with, or opened in need."""
    working = FamilyWorker.objects.filter(membership_id=viewer.membership_id, until__isnull=True)
    return working.values("family_id").union(opened_in_need(viewer), all=True)


@written_once
def barred_from(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return the ids of the families that this member of staff was shut out of, for whatever reason."""
    shut_out = record_named("ShutOut").objects.filter(membership_id=viewer.membership_id, ended_at__isnull=True)
    return shut_out.values("family_id")


@written_once
def closed_to(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return the ids of the closed families that this viewer neither works with nor opened in need."""
    working = FamilyWorker.objects.filter(membership_id=viewer.membership_id, until__isnull=True)
    closed = record_named("ClosedFamily").objects.filter(
        organisation_id=viewer.organisation_id, opened_again_at__isnull=True
    )
    closed = closed.exclude(family_id__in=working.values("family_id"))
    return closed.exclude(family_id__in=opened_in_need(viewer)).values("family_id")


def opened_in_need(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return the ids of the families that this viewer opened by break-glass, while it lasts."""
    opened = record_named("BreakGlass").objects.filter(membership_id=viewer.membership_id, until__gt=Now())
    return opened.filter(ended_at__isnull=True).values("family_id")


def not_shut(viewer: Viewer, field: str) -> Q:
    """Return the condition that `field` is no family that this viewer was shut out of, or that is closed to them.

    For what people of several families share, such as a group's register.
    """
    return ~Q(**{f"{field}__in": barred_from(viewer)}) & ~Q(**{f"{field}__in": closed_to(viewer)})


def record_named(name: str) -> Any:
    """Return a record's class of this room that stands in a module above the asking one."""
    return apps.get_model("families", name)


class FamilyRecord(OrganisationRecord):
    """A row that belongs to one family and is seen with it."""

    walled_by: ClassVar[tuple[str, ...]] = ("family",)

    family = models.ForeignKey("families.Family", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by those who may see the family."""
        return families_of(viewer, "family_id")


class FamilyWorker(FamilyRecord):
    """That a member of staff works with a family, and so may see it; written by the action that gives the work."""

    membership = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    with_person = models.ForeignKey(
        "families.Person",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Whom of the family they work with; empty for the whole family",
    )
    because = models.CharField(max_length=200)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("family", "membership", condition=Q(until__isnull=True), name="works_with_once")
        ]
        indexes = [models.Index(fields=["membership", "family"], condition=Q(until__isnull=True), name="works_with")]

    def __str__(self) -> str:
        return self.because
