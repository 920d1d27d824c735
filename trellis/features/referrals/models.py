"""A referral, the people in it, what was asked and decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from trellis.features.families.models import families_of, sealed_from, seals_against
from trellis.features.families.rules import Gender, SealedFact
from trellis.features.referrals.rules import DecisionKind, ReferralSource, ReferralStatus
from trellis.platform.access.roles import OPERATIONAL, Profession, Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def referrals_of(viewer: Viewer, prefix: str = "") -> Q:
    """Return the condition that a referral (at `prefix`) is one that this viewer may see.

    A draft is its maker's alone; once sent, co-ordinators and supervisors see it, and practitioners who work with the
    family do.
    """
    own = Q(**{f"{prefix}made_by_id": viewer.membership_id})
    if viewer.role == Role.REFERRER:
        return own
    sent = ~Q(**{f"{prefix}status": ReferralStatus.DRAFT})
    if viewer.role in OPERATIONAL:
        nobody_yet = Q(**{f"{prefix}family__isnull": True})
        return (own | sent) & (nobody_yet | families_of(viewer, f"{prefix}family_id"))
    if viewer.role == Role.PRACTITIONER:
        return sent & Q(**{f"{prefix}family__isnull": False}) & families_of(viewer, f"{prefix}family_id")
    return NOTHING


class Referral(OrganisationRecord):
    """A family put forward for a programme. `answers` holds what was typed, by section of the task list."""

    walled_by = ("family",)

    reference = models.CharField(max_length=20, help_text="What people say on the telephone; unique in an organisation")
    programme_version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=200, blank=True)
    profession = models.CharField(max_length=30, choices=Profession.choices(), blank=True)
    status = models.CharField(max_length=20, choices=ReferralStatus.choices(), default=ReferralStatus.DRAFT)
    source = models.CharField(max_length=20, choices=ReferralSource.choices(), default=ReferralSource.FORM)
    answers = models.JSONField(default=dict)
    family_name = models.CharField(max_length=120, blank=True, help_text="What the family is called in lists")
    family = models.ForeignKey("families.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    import_key = models.CharField(max_length=64, blank=True)
    brought_in = models.ForeignKey(
        "referrals.ReferralImport", null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "reference", name="referral_reference_once"),
            models.UniqueConstraint(
                # By person: that somebody else brought a row in may be nothing that this one may know.
                "organisation",
                "made_by",
                "import_key",
                condition=~Q(import_key=""),
                name="spreadsheet_row_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="sent_referral_has_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["screening", "more_needed", "accepted"]) | Q(family__isnull=False),
                name="screened_referral_has_a_family",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "-submitted_at", "-id"], name="referral_list"),
            models.Index(fields=["organisation", "made_by", "-changed_at"], name="referral_own"),
            models.Index(fields=["organisation", "-submitted_at", "-id"], name="referral_newest"),
            models.Index(fields=["family"], name="referral_family"),
            GinIndex(OpClass(Upper("family_name"), name="gin_trgm_ops"), name="referral_family_search"),
            GinIndex(fields=["reference"], opclasses=["gin_trgm_ops"], name="referral_reference_search"),
        ]

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """See `referrals_of`."""
        return referrals_of(viewer)


class ReferralPart(OrganisationRecord):
    """A row that belongs to a referral and is seen with it."""

    walled_by: ClassVar[tuple[str, ...]] = ("referral__family",)

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the referral."""
        return referrals_of(viewer, "referral__")


class ReferredPerson(ReferralPart):
    """Somebody named in a referral, as the referrer wrote it; linked to a person once it is known who it is."""

    walled_by = ("referral__family", "person")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField()
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    gender = models.CharField(max_length=20, choices=Gender.choices(), default=Gender.NOT_KNOWN)
    strand_key = models.CharField(max_length=60, blank=True, help_text="Which strand they take part in; blank for none")
    answers = models.JSONField(default=dict)
    person = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint("referral", "position", name="referred_person_position_once")]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the referral, unless it is sealed from the viewer that the person is there."""
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        return referrals_of(viewer, "referral__") & (Q(person__isnull=True) | ~Q(person_id__in=hidden))


class ReferralDocument(ReferralPart):
    """A document attached to a referral."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="documents")
    kind_key = models.CharField(max_length=60, help_text="Which of the programme's documents it is; `other` for none")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.kind_key

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the referral; a referrer sees what they attached, not what the service did."""
        seen = referrals_of(viewer, "referral__")
        if viewer.role == Role.REFERRER:
            return seen & Q(document__uploaded_by_id=viewer.membership_id)
        # A paper tells everything at once: nothing can be taken out of it for somebody from whom a fact is sealed.
        # In whichever file it was sealed: somebody who belongs to two families has two.
        seals = seals_against(viewer)
        about_them = ReferredPerson.objects.filter(person_id__in=seals.values("person_id")).values("referral_id")
        of_family = Q(referral__family__isnull=True) | ~Q(referral__family_id__in=seals.values("family_id"))
        return seen & of_family & ~Q(referral_id__in=about_them)


class ReferralEvent(ReferralPart):
    """One step of a referral's history; never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="events")
    sequence = models.PositiveIntegerField()
    way = models.CharField(max_length=30)
    from_status = models.CharField(max_length=20, blank=True)
    to_status = models.CharField(max_length=20)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint("referral", "sequence", name="referral_event_order")]

    def __str__(self) -> str:
        return self.way


class KnownFact(ReferralPart):
    """A fact of the programmes' vocabulary, as last told; earlier tellings stay."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="facts")
    about = models.ForeignKey(ReferredPerson, null=True, blank=True, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField(max_length=80)
    value = models.JSONField(null=True)
    said_by = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["referral", "key", "-id"], name="fact_latest")]

    def __str__(self) -> str:
        return self.key


class Screening(ReferralPart):
    """One screening: every criterion with its outcome, the fact used, the reason and the source; never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="screenings")
    programme_version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    on_day = models.DateField(help_text="The day on which ages were taken")
    on_day_why = models.CharField(max_length=300)
    outcome = models.CharField(max_length=20)
    reasons = models.JSONField()
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint("referral", "sequence", name="screening_order")]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.on_day}"


class ScreeningDecision(ReferralPart):
    """What a person decided after a screening, and why; never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="decisions")
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=DecisionKind.choices())
    reasons = models.TextField()
    plain_words = models.TextField(help_text="What the referrer reads")
    signpost = models.TextField(blank=True)
    questions = models.JSONField(default=list)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["decline", "override_accept"]) | ~Q(reasons=""),
                name="decision_has_reasons",
            )
        ]

    def __str__(self) -> str:
        return DecisionKind(self.kind).label


class ReferralImport(OrganisationRecord):
    """One spreadsheet of referrals: what was found in it, and what became of it."""

    walled_by = ()

    programme_version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    checksum = models.CharField(max_length=64)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    families = models.PositiveIntegerField(default=0)
    already_here = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0, help_text="Referrals that were made")
    to_identify = models.PositiveIntegerField(default=0, help_text="Of these, the ones in which somebody may be known")
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    preview = models.JSONField(default=list, help_text="The first families, as they will be brought in")
    job = models.ForeignKey("jobs.BackgroundJob", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=20,
        choices=[
            ("reading", "Being read"),
            ("refused", "Has errors"),
            ("previewed", "Ready to bring in"),
            ("running", "Being brought in"),
            ("done", "Brought in"),
            ("dropped", "Not brought in"),
        ],
        default="reading",
    )

    def __str__(self) -> str:
        return self.status

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Co-ordinators bring in spreadsheets and see each other's."""
        return Q() if viewer.role == Role.COORDINATOR else NOTHING
