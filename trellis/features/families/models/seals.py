"""Seals: one fact of one person, kept from named people and those who work with them, or from all but a few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from trellis.features.families.models.family import FamilyRecord, FamilyWorker, families_of, record_named
from trellis.features.families.rules import SealedFact, SealKind
from trellis.platform.access.roles import STAFF
from trellis.platform.database.models import NOTHING, OrganisationRecord
from trellis.platform.database.subqueries import written_once

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Seal(FamilyRecord):
    """That a fact of a person is kept from some; the fact itself becomes a row that those do not find."""

    walled_by = ("family", "person")

    person = models.ForeignKey("families.Person", on_delete=models.CASCADE, related_name="seals")
    fact = models.CharField(max_length=20, choices=SealedFact.choices())
    kind = models.CharField(max_length=20, choices=SealKind.choices())
    reason = models.CharField(max_length=500)
    source = models.CharField(max_length=200, help_text="Who told us, or which order says so")
    review_on = models.DateField(null=True, blank=True)
    sealed_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_why = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "fact", "person"], condition=Q(lifted_at__isnull=True), name="sealed"),
            models.Index(
                fields=["organisation", "review_on"],
                condition=Q(lifted_at__isnull=True, review_on__isnull=False),
                name="seal_review",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="seal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lifted_why=""),
                name="lifted_seal_says_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return SealedFact(self.fact).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by staff who may see the family and from whom it does not keep the fact."""
        if viewer.role not in STAFF:
            return NOTHING
        return families_of(viewer, "family_id") & ~Q(pk__in=seals_against(viewer).values("pk"))


class SealInForce(models.Model):
    """What the rule must know of a seal that is not lifted: a view, because its reason is behind the wall.

    Read by the rules of this room alone, and by those that keep a promise across all seals; never shown.
    """

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.DO_NOTHING, related_name="+")
    family = models.ForeignKey("families.Family", on_delete=models.DO_NOTHING, related_name="+")
    person = models.ForeignKey("families.Person", on_delete=models.DO_NOTHING, related_name="+")
    fact = models.CharField(max_length=20, choices=SealedFact.choices())
    kind = models.CharField(max_length=20, choices=SealKind.choices())
    against = ArrayField(models.UUIDField())

    objects: ClassVar[models.Manager[SealInForce]] = models.Manager()

    class Meta:
        managed = False
        db_table = "families_sealinforce"

    def __str__(self) -> str:
        return SealedFact(self.fact).label


class SealedAgainst(OrganisationRecord):
    """Somebody from whom, and from whose side, a fact is sealed."""

    walled_by = ("seal__family", "person")

    seal = models.ForeignKey(Seal, on_delete=models.CASCADE, related_name="against")
    person = models.ForeignKey("families.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("seal", "person", name="sealed_against_once")]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the seal."""
        return Q(seal_id__in=Seal.objects.visible_to(viewer).values("pk"))


class SealReader(OrganisationRecord):
    """One of the few who read a fact that is sealed from everybody else."""

    walled_by = ("seal__family",)

    seal = models.ForeignKey(Seal, on_delete=models.CASCADE, related_name="readers")
    membership = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("seal", "membership", name="seal_reader_once")]

    def __str__(self) -> str:
        return str(self.membership)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the seal."""
        return Q(seal_id__in=Seal.objects.visible_to(viewer).values("pk"))


class MaySitOutsideSeal(models.Model):
    """A fact that can be sealed, and that somebody may write from whom it is.

    What they write stands outside the seal: they and everybody find it again, as if nothing were sealed, and it takes
    no place from what is inside, which comes first for whoever may read it.
    """

    outside_seal = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True


def people_worked_with(viewer: Viewer) -> QuerySet[Any, Any]:
    """Return the ids of the people with whom this member of staff works: of a whole family, or one of it."""
    working = FamilyWorker.objects.filter(
        Q(with_person__isnull=True) | Q(with_person_id=OuterRef("person_id")),
        membership_id=viewer.membership_id,
        until__isnull=True,
        family_id=OuterRef("family_id"),
    )
    return record_named("FamilyMember").objects.filter(Exists(working)).values("person_id")


def seals_in_force(viewer: Viewer) -> QuerySet[SealInForce, SealInForce]:
    """Return every seal of the viewer's organisation that is not lifted, for rules that keep a promise across all."""
    return SealInForce.objects.filter(organisation_id=viewer.organisation_id)


def seals_against(viewer: Viewer) -> QuerySet[SealInForce, SealInForce]:
    """Return the seals in force that keep their fact from this viewer.

    Sealed from all but a few: whoever is not one of them. Sealed from people: whoever works with one of those and not
    with the person whose fact it is. A worker of the whole family is on nobody's side.
    """
    named = SealReader.objects.filter(seal_id=OuterRef("pk"), membership_id=viewer.membership_id)
    works_with = people_worked_with(viewer)
    from_all = Q(kind=SealKind.ALL_BUT_FEW) & ~Exists(named)
    other_side = Q(against__overlap=ArraySubquery(works_with))
    from_side = Q(kind=SealKind.PEOPLE) & other_side & ~Q(person_id__in=works_with)
    return seals_in_force(viewer).filter(from_all | from_side)


def is_sealed_from(viewer: Viewer, person: Any, fact: SealedFact) -> bool:
    """Say whether a fact of a person is sealed from a viewer: what they write of it stands outside the seal."""
    return seals_against(viewer).filter(fact=fact, person_id=person.pk).exists()


@written_once
def sealed_from(viewer: Viewer, fact: SealedFact) -> QuerySet[Any, Any]:
    """Return the ids of the people whose `fact` is sealed from this viewer."""
    return seals_against(viewer).filter(fact=fact).values("person_id")
