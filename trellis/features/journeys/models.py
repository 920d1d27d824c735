"""Journeys: one family, one programme, from acceptance to closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from trellis.features.families.models import FamilyRecord, families_of
from trellis.features.journeys.rules import JourneyStatus, Priority
from trellis.platform.access.roles import Role
from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def journeys_of(viewer: Viewer, prefix: str = "") -> Q:
    """Return the condition that a journey (at `prefix`) is one that this viewer may see.

    Staff see it with the family; a referrer sees the journeys of their own referrals (what of them, the pages decide).
    """
    if viewer.role == Role.REFERRER:
        return Q(**{f"{prefix}referral__made_by_id": viewer.membership_id})
    return families_of(viewer, f"{prefix}family_id")


class Journey(FamilyRecord):
    """One family's way through one version of one programme."""

    referral = models.OneToOneField("referrals.Referral", on_delete=models.PROTECT, related_name="journey")
    programme_version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    programme_key = models.SlugField(max_length=80)
    status = models.CharField(max_length=20, choices=JourneyStatus.choices(), default=JourneyStatus.WAITING)
    priority = models.CharField(max_length=10, choices=Priority.choices(), default=Priority.STANDARD)
    priority_order = models.PositiveSmallIntegerField(default=3, help_text="Kept with priority, for the list's index")
    priority_why = models.CharField(max_length=300, blank=True)
    waiting_for = models.CharField(max_length=300, blank=True)
    waiting_since = models.DateField()
    evenings = ArrayField(
        models.PositiveSmallIntegerField(), default=list, help_text="Weekdays they can come; Monday is 0"
    )
    accepted_on = models.DateField()
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=60, blank=True)
    attention = models.CharField(
        max_length=300, blank=True, help_text="What calls for a review, in words; empty when nothing does"
    )
    attention_since = models.DateField(null=True, blank=True)
    closing_summary = models.OneToOneField(
        "journeys.ClosingSummary",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ended_journey",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(closing_summary__isnull=False),
                name="begun_journey_ends_with_summary",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "in_programme"], ended_on__isnull=True)
                | Q(status__in=["completed", "ended_early", "closed_before_start"], ended_on__isnull=False),
                name="journey_end_and_status_agree",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", started_on__isnull=True)
                | Q(status="closed_before_start", started_on__isnull=True)
                | Q(status__in=["in_programme", "completed", "ended_early"], started_on__isnull=False),
                name="journey_start_and_status_agree",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(started_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="journey_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "priority_order", "waiting_since", "id"],
                condition=Q(status="waiting"),
                name="waiting_list",
            ),
            models.Index(
                fields=["organisation", "programme_key", "priority_order", "waiting_since", "id"],
                condition=Q(status="waiting"),
                name="waiting_list_programme",
            ),
            models.Index(
                fields=["organisation", "waiting_since", "id"],
                condition=Q(status="waiting"),
                name="waiting_longest",
            ),
            models.Index(
                fields=["organisation", "attention_since", "id"],
                condition=~Q(attention=""),
                name="journey_attention",
            ),
            models.Index(fields=["organisation", "status", "-accepted_on", "-id"], name="caseload"),
            models.Index(fields=["organisation", "programme_key", "-accepted_on", "-id"], name="caseload_programme"),
            models.Index(fields=["organisation", "-accepted_on", "-id"], name="caseload_all"),
            models.Index(fields=["family"], name="journey_family"),
        ]

    def __str__(self) -> str:
        return f"{self.family} in {self.programme_key}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """See `journeys_of`."""
        return journeys_of(viewer)


class JourneyPart(OrganisationRecord):
    """A row that belongs to a journey and is seen with it."""

    walled_by: ClassVar[tuple[str, ...]] = ("journey__family",)

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen by staff who may see the family; a referrer's pages ask for what they may show by name."""
        return families_of(viewer, "journey__family_id")


class Participant(JourneyPart):
    """A person who takes part in a strand of a journey."""

    walled_by = ("journey__family", "person")

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="participations")
    strand_key = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint("journey", "person", "strand_key", name="takes_part_once")]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the journey."""
        return journeys_of(viewer, "journey__")


class JourneyEvent(JourneyPart):
    """One step of a journey's history; never changed."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="events")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20, blank=True)
    on = models.DateField()
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint("journey", "sequence", name="journey_event_order")]

    def __str__(self) -> str:
        return self.kind


class WaitingSupport(JourneyPart):
    """Help given to a family while it waits, or in induction and step-down."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="support")
    on = models.DateField()
    kind = models.CharField(max_length=60, help_text="A key of the programme's support, or `other`")
    person = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["journey", "-on"], name="support_latest")]

    def __str__(self) -> str:
        return self.kind


class ClosingSummary(JourneyPart):
    """What is said at the end, in words that parent and child could both read; kept as it was."""

    journey = models.OneToOneField(Journey, on_delete=models.PROTECT, related_name="summary")
    sections = models.JSONField(help_text="[{key, title, words}] as printed")
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return "Closing summary"


class Keyworker(JourneyPart):
    """The member of staff whom a family knows as theirs."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="keyworkers")
    staff = models.ForeignKey("workforce.StaffMember", on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("journey", "staff", condition=Q(until__isnull=True), name="keyworker_once")
        ]

    def __str__(self) -> str:
        return str(self.staff)
