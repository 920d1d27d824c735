"""Orders, notices and conditions that limit who may be near whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from trellis.features.families.models.family import FamilyRecord, families_of
from trellis.features.families.models.people import Person
from trellis.features.families.models.seals import sealed_from
from trellis.features.families.rules import OrderKind, SealedFact
from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class LimitingOrder(FamilyRecord):
    """An order that keeps somebody away from others of a family, in whole or in part."""

    walled_by = ("family", "against")

    kind = models.CharField(max_length=20, choices=OrderKind.choices())
    against = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    against_name = models.CharField(max_length=120, blank=True, help_text="Somebody who is not in this file")
    court = models.CharField(max_length=120, blank=True, help_text="Court, or police force")
    made_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True, help_text="Its last day; empty when it has none")
    terms = models.CharField(max_length=500, help_text="What is forbidden or allowed, in short")
    source = models.CharField(max_length=200, blank=True, help_text="Whether we saw it, or who told us")
    ended_on = models.DateField(null=True, blank=True, help_text="When it was discharged before its end")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(against__isnull=False, against_name="") | Q(against__isnull=True) & ~Q(against_name=""),
                name="order_is_against_somebody",
            ),
            models.CheckConstraint(condition=~Q(terms=""), name="order_says_what_is_forbidden"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("made_on")), name="order_lasts"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("made_on")), name="order_ends_after_it_was_made"
            ),
        ]
        indexes = [models.Index(fields=["family", "made_on"], name="order_of_family")]

    def __str__(self) -> str:
        return OrderKind(self.kind).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that whom it is against, or all it protects, are
        there.
        """
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        protected = OrderProtects.objects.filter(order_id=OuterRef("pk"))
        somebody_seen = Exists(protected.exclude(person_id__in=hidden)) | ~Exists(protected)
        seen_against = Q(against__isnull=True) | ~Q(against_id__in=hidden)
        return families_of(viewer, "family_id") & seen_against & Q(somebody_seen)


class OrderProtects(OrganisationRecord):
    """Somebody whom an order protects."""

    walled_by = ("order__family", "person")

    order = models.ForeignKey(LimitingOrder, on_delete=models.CASCADE, related_name="protects")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "person protected by an order"
        verbose_name_plural = "people protected by orders"
        constraints = [models.UniqueConstraint("order", "person", name="order_protects_once")]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the order, unless it is sealed from the viewer that the person is there."""
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        seen = LimitingOrder.objects.visible_to(viewer)
        return Q(order_id__in=seen.values("pk")) & ~Q(person_id__in=hidden)
