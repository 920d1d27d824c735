"""What anybody of a family needs, whether or not they take part, what was done elsewhere, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from trellis.features.families.models.family import FamilyRecord, families_of
from trellis.features.families.models.people import Person
from trellis.features.families.models.seals import sealed_from
from trellis.features.families.rules import CameOfIt, Consent, NeedKind, NeedState, SealedFact, SignpostKind

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Need(FamilyRecord):
    """Something that somebody of a family needs."""

    walled_by = ("family", "person")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=NeedKind.choices())
    words = models.CharField(max_length=500, blank=True)
    noticed_on = models.DateField()
    noticed_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=NeedState.choices(), default=NeedState.OPEN)

    class Meta:
        indexes = [models.Index(fields=["family", "person"], name="need_of_family")]

    def __str__(self) -> str:
        return NeedKind(self.kind).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that the person is there."""
        return families_of(viewer, "family_id") & ~Q(person_id__in=sealed_from(viewer, SealedFact.PRESENCE))


class Signpost(FamilyRecord):
    """A service that we told somebody about, or referred them to, and what came of it."""

    walled_by = ("family", "person")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.SET_NULL, related_name="signposts")
    kind = models.CharField(max_length=20, choices=SignpostKind.choices())
    service = models.CharField(max_length=160)
    made_on = models.DateField()
    made_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    consent = models.CharField(max_length=20, choices=Consent.choices(), blank=True)
    consent_note = models.CharField(max_length=300, blank=True)
    came_of_it = models.CharField(max_length=20, choices=CameOfIt.choices(), default=CameOfIt.WAITING)
    came_on = models.DateField(null=True, blank=True)
    came_note = models.CharField(max_length=500, blank=True)
    ask_again_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(service=""), name="signpost_names_a_service"),
            models.CheckConstraint(
                condition=~Q(kind=SignpostKind.REFERRAL) | ~Q(consent=""), name="referral_elsewhere_has_consent"
            ),
            models.CheckConstraint(
                condition=~Q(consent=Consent.NOT_NEEDED) | ~Q(consent_note=""), name="no_consent_says_why"
            ),
            models.CheckConstraint(
                condition=Q(came_on__isnull=True) | Q(came_on__gte=F("made_on")), name="signpost_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["family", "person"], name="signpost_of_family"),
            models.Index(
                fields=["organisation", "ask_again_on"],
                condition=Q(came_of_it=CameOfIt.WAITING, ask_again_on__isnull=False),
                name="signpost_to_ask",
            ),
        ]

    def __str__(self) -> str:
        return self.service

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that the person is there."""
        return families_of(viewer, "family_id") & ~Q(person_id__in=sealed_from(viewer, SealedFact.PRESENCE))
