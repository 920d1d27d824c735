"""What is between two people beside who they are to each other: closeness, distance, conflict, violence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from trellis.features.families.models.family import FamilyRecord, families_of
from trellis.features.families.models.lasting import Lasting
from trellis.features.families.models.people import Person
from trellis.features.families.models.seals import sealed_from
from trellis.features.families.rules import SealedFact, TieKind

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class TieQuality(FamilyRecord, Lasting):
    """What a tie is like; violence and conflict go from the first person to the second."""

    walled_by = ("family", "from_person", "to_person")

    from_person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    to_person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=TieKind.choices())

    class Meta(Lasting.Meta):
        verbose_name_plural = "tie qualities"
        constraints = [
            *Lasting.Meta.constraints,
            models.UniqueConstraint(
                "family", "from_person", "to_person", "kind", condition=Q(until=""), name="tie_quality_once"
            ),
            models.CheckConstraint(condition=~Q(from_person=F("to_person")), name="a_tie_is_between_two"),
        ]

    def __str__(self) -> str:
        return TieKind(self.kind).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that one of the two is there."""
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        return families_of(viewer, "family_id") & ~Q(from_person_id__in=hidden) & ~Q(to_person_id__in=hidden)
