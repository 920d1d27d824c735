"""People, families, where they live and how to reach them without putting anyone in danger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from trellis.features.families.rules import (
    Channel,
    Gender,
    OccupationKind,
    ParentalResponsibility,
    RelationshipKind,
    Voicemail,
)
from trellis.platform.access.roles import OPERATIONAL, Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Family(OrganisationRecord):
    """The unit of the house: people who belong together, whoever lives where."""

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
    """Return the condition that `field` (the path to a family's id) is a family that this viewer may see."""
    if viewer.role in OPERATIONAL:
        return Q()
    if viewer.role == Role.PRACTITIONER:
        working = FamilyWorker.objects.filter(membership_id=viewer.membership_id, until__isnull=True)
        return Q(**{f"{field}__in": working.values("family_id")})
    return NOTHING


class FamilyRecord(OrganisationRecord):
    """A row that belongs to one family and is seen with it."""

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
    because = models.CharField(max_length=200)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("family", "membership", condition=Q(until__isnull=True), name="works_with_once")
        ]
        indexes = [models.Index(fields=["membership", "family"], condition=Q(until__isnull=True), name="works_with")]

    def __str__(self) -> str:
        return self.because


class Person(OrganisationRecord):
    """A parent, a carer, a child, a young person."""

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    known_as = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=20, choices=Gender.choices(), default=Gender.NOT_KNOWN)
    ethnicity = models.CharField(max_length=40, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    interpreter_needed = models.BooleanField(null=True)
    access_needs = models.TextField(blank=True)
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
        """Seen by those who may see a family that the person belongs to."""
        if viewer.role in OPERATIONAL:
            return Q()
        return Q(pk__in=FamilyMember.objects.filter(families_of(viewer, "family_id")).values("person_id"))


class FamilyMember(FamilyRecord):
    """That a person belongs to a family."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("family", "person", name="family_member_once")]

    def __str__(self) -> str:
        return str(self.person)


class Relationship(FamilyRecord):
    """Who one person is to another: `from_person` is the <kind> of `to_person`."""

    from_person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="relationships")
    to_person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="related_by")
    kind = models.CharField(max_length=20, choices=RelationshipKind.choices())
    parental_responsibility = models.CharField(
        max_length=10, choices=ParentalResponsibility.choices(), default=ParentalResponsibility.NOT_KNOWN
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("family", "from_person", "to_person", name="relationship_once"),
            models.CheckConstraint(condition=~Q(from_person=F("to_person")), name="nobody_is_related_to_themselves"),
        ]

    def __str__(self) -> str:
        return RelationshipKind(self.kind).label


class Household(FamilyRecord):
    """A home of some of the family; where it is, is kept apart from who is in it."""

    label = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    people: models.ManyToManyField[Person, HouseholdMember] = models.ManyToManyField(
        Person, through="HouseholdMember", related_name="households"
    )

    def __str__(self) -> str:
        return self.label


class HouseholdMember(OrganisationRecord):
    """That a person lives in a household."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("household", "person", name="lives_there_once")]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the household."""
        return families_of(viewer, "household__family_id")


class PersonRecord(OrganisationRecord):
    """A row about one person, seen with the person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by those who may see the person."""
        if viewer.role in OPERATIONAL:
            return Q()
        return Q(person_id__in=FamilyMember.objects.filter(families_of(viewer, "family_id")).values("person_id"))


class SafeContact(PersonRecord):
    """One way to reach a person, and how it is safe to use it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="safe_contacts")
    channel = models.CharField(max_length=20, choices=Channel.choices())
    value = models.CharField(max_length=254, blank=True)
    is_safe = models.BooleanField(default=False)
    voicemail = models.CharField(max_length=20, choices=Voicemail.choices(), default=Voicemail.NONE)
    best_times = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="What may be said, and what name to use")

    def __str__(self) -> str:
        return Channel(self.channel).label


class Occupation(PersonRecord):
    """School, college or work, from a day on."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="occupations")
    kind = models.CharField(max_length=20, choices=OccupationKind.choices())
    name = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name or OccupationKind(self.kind).label


__all__ = [
    "Family",
    "FamilyMember",
    "FamilyRecord",
    "FamilyWorker",
    "Household",
    "HouseholdMember",
    "Occupation",
    "Person",
    "PersonRecord",
    "Relationship",
    "SafeContact",
    "families_of",
]
