"""Risk assessments: score sheets, judgements that differ from the score, and notes that need no score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from trellis.features.families.models import FamilyRecord
from trellis.features.safety.models.seen import seen_with
from trellis.features.safety.rules.risk import Connection, Level, NoteLevel
from trellis.features.safety.rules.thresholds import Sheet

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class RiskAssessment(FamilyRecord):
    """A score sheet filled in on a day: only its score is kept, since the questions are SafeLives' own."""

    walled_by = ("family", "assessed", "harming")

    sheet = models.CharField(max_length=20, choices=Sheet.choices())
    on = models.DateField()
    score = models.PositiveSmallIntegerField()
    assessed = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="+")
    harming = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    harming_name = models.CharField(max_length=120, blank=True, help_text="When they are not in the family's file")
    connection = models.CharField(max_length=20, choices=Connection.choices())
    said_sixteen = models.BooleanField(null=True, help_text="Where a birthday is not known: are both 16 or over?")
    police_calls = models.PositiveSmallIntegerField(null=True, blank=True, help_text="In the last twelve months")
    heard_on = models.DateField(null=True, blank=True, help_text="Last heard at MARAC")
    behind_it = models.TextField(blank=True)
    done_by_name = models.CharField(max_length=120, blank=True, help_text="When somebody outside filled it in")
    recorded_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "family", "-on"], name="risk_assessment_family")]
        constraints = [
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=24), name="dash_score_0_to_24"),
            models.CheckConstraint(
                condition=Q(harming__isnull=False, harming_name="") | Q(harming__isnull=True) & ~Q(harming_name=""),
                name="risk_from_one_person",
            ),
            models.CheckConstraint(
                condition=Q(harming__isnull=True) | ~Q(assessed=F("harming")),
                name="nobody_is_assessed_against_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{Sheet(self.sheet).label} on {self.on}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that somebody named here is there."""
        return seen_with(viewer, "assessed_id", "harming_id")


class RiskJudgement(FamilyRecord):
    """That somebody's judgement differs from the score; rows are added, never changed, and the last one holds."""

    walled_by = ("family", "assessment__assessed", "assessment__harming")

    assessment = models.ForeignKey(RiskAssessment, on_delete=models.CASCADE, related_name="judgements")
    on = models.DateField()
    level = models.CharField(max_length=20, choices=Level.choices())
    why = models.TextField()
    judged_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="judgement_has_a_reason")]

    def __str__(self) -> str:
        return f"Judged {Level(self.level).label.lower()} on {self.on}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the assessment."""
        return seen_with(viewer, "assessment__assessed_id", "assessment__harming_id")


class RiskNote(FamilyRecord):
    """A worry in our own words: for those whom a score sheet is not for, and for all that a score does not tell."""

    walled_by = ("family", "person", "harming")

    on = models.DateField()
    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="+")
    harming = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    harming_name = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=20, choices=NoteLevel.choices())
    concern = models.TextField()
    protects = models.TextField(blank=True)
    doing = models.TextField()
    routes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    review_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "review_on"], condition=Q(ended_on__isnull=True), name="risk_note_due"
            ),
            models.Index(fields=["organisation", "family", "-on"], name="risk_note_family"),
        ]

    def __str__(self) -> str:
        return f"{NoteLevel(self.level).label} on {self.on}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family, unless it is sealed from the viewer that somebody named here is there."""
        return seen_with(viewer, "person_id", "harming_id")
