"""People, and which family they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from trellis.features.families.models.family import Family, FamilyRecord, barred_from, closed_to, families_of, not_shut
from trellis.features.families.models.lasting import Lasting, rough_date
from trellis.features.families.models.seals import MaySitOutsideSeal, sealed_from
from trellis.features.families.rules import (
    AT_SCHOOL,
    ROUGH,
    Ending,
    Gender,
    OccupationKind,
    ParentalResponsibility,
    Partnership,
    RelationshipKind,
    SealedFact,
)
from trellis.platform.access.roles import OPERATIONAL
from trellis.platform.database.models import OrganisationRecord
from trellis.platform.database.subqueries import written_once

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Person(OrganisationRecord):
    """A parent, a carer, a child, a young person."""

    walled_by = ("self",)

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    known_as = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=20, choices=Gender.choices(), default=Gender.NOT_KNOWN)
    ethnicity = models.CharField(max_length=40, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    interpreter_needed = models.BooleanField(null=True)
    access_needs = models.TextField(blank=True)
    has_died = models.BooleanField(default=False)
    died_on = rough_date("A year, a month or a day; empty when not known")
    match_name = models.CharField(
        max_length=170, editable=False, default="", help_text="Names in small letters without accents"
    )
    families: models.ManyToManyField[Family, FamilyMember] = models.ManyToManyField(
        Family, through="FamilyMember", related_name="people"
    )

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "birth_date"], name="person_birth"),
            GinIndex(fields=["match_name"], opclasses=["gin_trgm_ops"], name="person_name_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(died_on="") | Q(has_died=True, died_on__regex=ROUGH), name="died_on_is_of_somebody_who_died"
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """Return given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def short_name(self) -> str:
        """Return the name that the person goes by."""
        return self.known_as or self.given_name

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """See `people_seen_by`."""
        return people_seen_by(viewer, "pk")


def people_seen_by(viewer: Viewer, field: str) -> Q:
    """Return the condition that `field` (the path to a person's id) is somebody whom this viewer may see.

    Seen by those who may see a family that the person belongs to, unless it is sealed from them that the person is
    there at all. Co-ordinators and supervisors also see those who are in no family.
    """
    not_sealed = ~Q(**{f"{field}__in": sealed_from(viewer, SealedFact.PRESENCE)})
    if viewer.role in OPERATIONAL:
        # Said by who is hidden, because next to nobody is in a shut family, and nearly everybody in an open one.
        return not_sealed & ~Q(**{f"{field}__in": _only_in_shut_families(viewer)})
    seen = FamilyMember.objects.filter(families_of(viewer, "family_id")).values("person_id")
    return not_sealed & Q(**{f"{field}__in": seen})


@written_once
def _only_in_shut_families(viewer: Viewer) -> QuerySet[Any, Any]:
    shut = FamilyMember.objects.filter(
        Q(family_id__any_of=barred_from(viewer)) | Q(family_id__any_of=closed_to(viewer))
    )
    elsewhere = FamilyMember.objects.filter(not_shut(viewer, "family_id"), person_id=OuterRef("person_id"))
    return shut.exclude(Exists(elsewhere)).values("person_id")


class FamilyMember(FamilyRecord):
    """That a person belongs to a family."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    position = models.PositiveSmallIntegerField(default=0)

    walled_by = ("family", "person")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("family", "person", name="family_member_once")]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that the person is there."""
        return families_of(viewer, "family_id") & ~Q(person_id__in=sealed_from(viewer, SealedFact.PRESENCE))


class Relationship(FamilyRecord, Lasting):
    """Who one person is to another: `from_person` is the <kind> of `to_person`.

    `partnership` is of couples, `ending` says how a tie ended, and `words` what another tie is.
    """

    walled_by = ("family", "from_person", "to_person")

    from_person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships")
    to_person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="related_by")
    kind = models.CharField(max_length=20, choices=RelationshipKind.choices())
    parental_responsibility = models.CharField(
        max_length=10, choices=ParentalResponsibility.choices(), default=ParentalResponsibility.NOT_KNOWN
    )

    partnership = models.CharField(max_length=20, choices=Partnership.choices(), default=Partnership.NOT_KNOWN)
    ending = models.CharField(max_length=20, choices=Ending.choices(), blank=True)
    words = models.CharField(max_length=60, blank=True, help_text="Such as godmother")

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.UniqueConstraint(
                "family", "from_person", "to_person", "kind", condition=Q(until=""), name="relationship_once"
            ),
            models.CheckConstraint(condition=~Q(from_person=F("to_person")), name="nobody_is_related_to_themselves"),
        ]

    def __str__(self) -> str:
        return RelationshipKind(self.kind).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that one of the two is there."""
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        return families_of(viewer, "family_id") & ~Q(from_person_id__in=hidden) & ~Q(to_person_id__in=hidden)


class PersonRecord(OrganisationRecord):
    """A row about one person, seen with the person, and with the family in whose file it was written."""

    walled_by: ClassVar[tuple[str, ...]] = ("person", "family")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    family = models.ForeignKey(
        Family,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="In whose file it was written; somebody who belongs to two families has two files",
    )

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by those who may see the person, and the family in whose file it was written."""
        written_where_seen = Q(family__isnull=True) | families_of(viewer, "family_id")
        return people_seen_by(viewer, "person_id") & written_where_seen


class Occupation(PersonRecord, MaySitOutsideSeal):
    """School, college or work, from a day on."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="occupations")
    kind = models.CharField(max_length=20, choices=OccupationKind.choices())
    name = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name or OccupationKind(self.kind).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the person, unless their school or their work is sealed from the viewer."""
        at_school = Q(kind__in=AT_SCHOOL) & Q(person_id__in=sealed_from(viewer, SealedFact.SCHOOL))
        at_work = ~Q(kind__in=AT_SCHOOL) & Q(person_id__in=sealed_from(viewer, SealedFact.WORK))
        return super().scope_for(viewer) & (Q(outside_seal=True) | ~at_school & ~at_work)
