"""Who has parental responsibility for a child and why, and how the child and others have contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from trellis.features.families.models.family import FamilyRecord, families_of
from trellis.features.families.models.lasting import Lasting
from trellis.features.families.models.people import Person
from trellis.features.families.models.seals import sealed_from
from trellis.features.families.rules import Basis, ContactBasis, ContactKind, SealedFact
from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Responsibility(FamilyRecord, Lasting):
    """That somebody, or a local authority, has or had parental responsibility for a child, and on what it rests."""

    walled_by = ("family", "child", "holder")

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    holder = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    body = models.CharField(max_length=120, blank=True, help_text="The local authority or agency that holds it")
    basis = models.CharField(max_length=20, choices=Basis.choices())
    source = models.CharField(max_length=200, blank=True, help_text="What we saw, or who told us")

    class Meta(Lasting.Meta):
        verbose_name_plural = "responsibilities"
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                condition=Q(holder__isnull=False, body="") | Q(holder__isnull=True) & ~Q(body=""),
                name="responsibility_of_a_person_or_a_body",
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=True) | ~Q(holder=F("child")), name="nobody_is_responsible_for_themselves"
            ),
            models.UniqueConstraint(
                "family",
                "child",
                "holder",
                "basis",
                condition=Q(until="", holder__isnull=False),
                name="responsibility_once",
            ),
        ]

    def __str__(self) -> str:
        return Basis(self.basis).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that the child or the holder is there."""
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        seen_holder = Q(holder__isnull=True) | ~Q(holder_id__in=hidden)
        return families_of(viewer, "family_id") & ~Q(child_id__in=hidden) & seen_holder


class ContactArrangement(FamilyRecord, Lasting):
    """How a child and somebody who does not live with them have contact, or that they have none."""

    walled_by = ("family", "child", "person")

    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=ContactKind.choices())
    often = models.CharField(max_length=120, blank=True, help_text="Such as every other Saturday, 10 to 4")
    basis = models.CharField(max_length=20, choices=ContactBasis.choices())
    order = models.ForeignKey(
        "families.LimitingOrder", null=True, blank=True, on_delete=models.SET_NULL, related_name="arrangements"
    )
    supervised_by = models.CharField(max_length=120, blank=True)

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.CheckConstraint(condition=~Q(child=F("person")), name="contact_is_between_two"),
            models.UniqueConstraint("family", "child", "person", condition=Q(until=""), name="contact_once"),
        ]

    def __str__(self) -> str:
        return ContactKind(self.kind).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that one of the two is there."""
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        return families_of(viewer, "family_id") & ~Q(child_id__in=hidden) & ~Q(person_id__in=hidden)


class ContactPlace(OrganisationRecord):
    """Where contact is: a row of its own, because it may be somebody's home or near it."""

    walled_by = ("arrangement__family", "arrangement__child", "arrangement__person")

    arrangement = models.OneToOneField(ContactArrangement, on_delete=models.CASCADE, related_name="place")
    words = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="contact_place_says_something")]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the arrangement, unless where one of the two lives is sealed from the viewer."""
        sealed = sealed_from(viewer, SealedFact.ADDRESS)
        seen = ContactArrangement.objects.visible_to(viewer).exclude(child_id__in=sealed).exclude(person_id__in=sealed)
        return Q(arrangement_id__in=seen.values("pk"))
