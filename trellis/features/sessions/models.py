"""Sessions as planned, and attendance as it was: two different facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from trellis.features.families.models import families_of, not_shut
from trellis.features.sessions.rules import AbsenceReason, Presence, SessionKind, SessionStatus, Transport
from trellis.platform.access.roles import OPERATIONAL, Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def sessions_of(viewer: Viewer, prefix: str = "") -> Q:
    """Return the condition that a session (at `prefix`) is one that this viewer may see.

    Practitioners see the sessions that they run, those of the groups in which they run any, because a group shares one
    register, and those of the families they work with.
    """
    if viewer.role in OPERATIONAL:
        return Q(**{f"{prefix}journey__isnull": True}) | families_of(viewer, f"{prefix}journey__family_id")
    if viewer.role == Role.PRACTITIONER:
        running = SessionStaff.objects.filter(staff__membership_id=viewer.membership_id)
        groups = running.filter(session__circle__isnull=False).values("session__circle__group_id")
        return (
            Q(**{f"{prefix}pk__in": running.values("session_id")})
            | Q(**{f"{prefix}circle__group_id__in": groups})
            | Q(**{f"{prefix}journey__isnull": False}) & families_of(viewer, f"{prefix}journey__family_id")
        )
    return NOTHING


class Session(OrganisationRecord):
    """A meeting on a day: of a circle of a group, or of one family's journey."""

    walled_by = ("journey__family",)

    programme_version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    circle = models.ForeignKey(
        "groups.Circle", null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    journey = models.ForeignKey(
        "journeys.Journey", null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    participant = models.ForeignKey(
        "journeys.Participant",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="own_sessions",
        help_text="Whose course or interview it is, where it is one person's",
    )
    strand_key = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=SessionKind.choices())
    number = models.PositiveSmallIntegerField(default=0, help_text="The programme's number for it; 0 where it has none")
    title = models.CharField(max_length=200)
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    where = models.CharField(max_length=200, blank=True)
    venue = models.ForeignKey(
        "groups.Venue",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The building that `where` names; the database keeps it",
    )
    is_online = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=SessionStatus.choices(), default=SessionStatus.PLANNED)
    catches_up = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="catch_ups",
        help_text="The missed session that this one makes good",
    )
    register_closed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(circle__isnull=False, journey__isnull=True) | Q(circle__isnull=True, journey__isnull=False),
                name="session_of_circle_or_journey",
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_start"),
            models.UniqueConstraint(
                "circle",
                "day",
                condition=~Q(status="cancelled") & Q(circle__isnull=False),
                name="circle_meets_once_a_day",
            ),
            models.UniqueConstraint(
                "circle",
                "number",
                condition=~Q(status="cancelled") & Q(circle__isnull=False, kind="core"),
                name="circle_session_once",
            ),
            models.UniqueConstraint(
                "journey",
                "strand_key",
                "participant",
                "number",
                nulls_distinct=False,
                condition=~Q(status="cancelled") & Q(journey__isnull=False, kind="core"),
                name="course_session_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "day", "starts"], name="session_day"),
            models.Index(fields=["organisation", "day"], condition=Q(status="planned"), name="session_planned_day"),
            models.Index(fields=["journey", "day"], name="session_journey"),
            models.Index(fields=["circle", "day"], name="session_circle"),
        ]

    def __str__(self) -> str:
        return f"{self.title} on {self.day}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """See `sessions_of`."""
        return sessions_of(viewer)


class SessionStaff(OrganisationRecord):
    """Who runs a session, as what."""

    walled_by = ("session__journey__family",)

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="staff")
    staff = models.ForeignKey("workforce.StaffMember", on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=40, default="practitioner")
    was_present = models.BooleanField(null=True, help_text="Unknown until the register says so")

    class Meta:
        constraints = [models.UniqueConstraint("session", "staff", name="runs_session_once")]
        indexes = [models.Index(fields=["staff", "session"], name="runs_session")]

    def __str__(self) -> str:
        return str(self.staff)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the session."""
        return sessions_of(viewer, "session__")


class PlannedAttendee(OrganisationRecord):
    """Somebody who is expected at a session."""

    walled_by = ("session__journey__family", "participant__journey__family")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="planned")
    participant = models.ForeignKey("journeys.Participant", on_delete=models.PROTECT, related_name="planned")

    class Meta:
        constraints = [models.UniqueConstraint("session", "participant", name="expected_once")]
        indexes = [models.Index(fields=["participant", "session"], name="expected_at")]

    def __str__(self) -> str:
        return str(self.participant)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the session, in which a group sits together, but for families that are shut to the viewer."""
        return sessions_of(viewer, "session__") & not_shut(viewer, "participant__journey__family_id")


class Attendance(OrganisationRecord):
    """What was so: came, came late, or absent and why."""

    walled_by = ("session__journey__family", "participant__journey__family")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    participant = models.ForeignKey("journeys.Participant", on_delete=models.PROTECT, related_name="attendances")
    presence = models.CharField(max_length=10, choices=Presence.choices())
    reason = models.CharField(max_length=20, choices=AbsenceReason.choices(), blank=True)
    transport = models.CharField(max_length=20, choices=Transport.choices(), blank=True)
    note = models.TextField(blank=True)
    follow_up = models.TextField(blank=True, help_text="What was done, or will be, after an absence")
    follow_up_done_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("session", "participant", name="attendance_once"),
            models.CheckConstraint(
                condition=Q(presence="absent") & ~Q(reason="") | ~Q(presence="absent") & Q(reason=""),
                name="absence_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["participant", "session"], name="attendance_person"),
            models.Index(
                fields=["organisation", "id"],
                condition=Q(presence="absent", follow_up_done_at__isnull=True),
                name="follow_up_open",
            ),
        ]

    def __str__(self) -> str:
        return Presence(self.presence).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the session, in which a group sits together, but for families that are shut to the viewer."""
        return sessions_of(viewer, "session__") & not_shut(viewer, "participant__journey__family_id")


__all__ = ["Attendance", "PlannedAttendee", "Session", "SessionStaff", "sessions_of"]
