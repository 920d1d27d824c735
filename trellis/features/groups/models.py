"""Groups: circles that run side by side, their rooms, staff and places."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q

from trellis.features.families.models import families_of
from trellis.features.groups.rules import GroupStatus
from trellis.platform.access.roles import OPERATIONAL, STAFF, Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class StaffKnowledge(OrganisationRecord):
    """A row that any member of staff, and an administrator, may know: places, rooms, days closed."""

    walled_by = ()

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Staff and administrators."""
        return Q() if viewer.role in STAFF | {Role.ADMINISTRATOR} else NOTHING


class Venue(StaffKnowledge):
    """A building where groups meet."""

    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("organisation", "name", name="venue_name_once")]

    def __str__(self) -> str:
        return self.name


class Room(StaffKnowledge):
    """A room in a venue."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=80)
    seats = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint("venue", "name", name="room_name_once")]
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Closure(StaffKnowledge):
    """Days on which nothing is held: school holidays, a building shut (one venue, or all)."""

    venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.CASCADE, related_name="closures")
    first_day = models.DateField()
    last_day = models.DateField()
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="closure_days_in_order")]

    def __str__(self) -> str:
        return self.why


def groups_of(viewer: Viewer, field: str) -> Q:
    """Return the condition that `field` (the path to a group's id) is a group that this viewer may see."""
    if viewer.role in OPERATIONAL:
        return Q()
    if viewer.role == Role.PRACTITIONER:
        running = CircleStaff.objects.filter(staff__membership_id=viewer.membership_id).values("circle__group_id")
        return Q(**{f"{field}__in": running})
    return NOTHING


class Group(OrganisationRecord):
    """A run of a programme: circles that start together and keep the same week."""

    walled_by = ()

    programme_version = models.ForeignKey("programmes.ProgrammeVersion", on_delete=models.PROTECT, related_name="+")
    programme_key = models.SlugField(max_length=80)
    name = models.CharField(max_length=120)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+")
    starts = models.TimeField()
    first_day = models.DateField(help_text="The first session; its weekday is the group's weekday")
    status = models.CharField(max_length=10, choices=GroupStatus.choices(), default=GroupStatus.FORMING)
    started_despite = models.CharField(
        max_length=300, blank=True, help_text="Why the group started although a rule was broken"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", "name", name="group_name_once"),
            models.CheckConstraint(
                condition=Q(status__in=["forming", "running"], ended_on__isnull=True)
                | Q(status__in=["finished", "cancelled"], ended_on__isnull=False),
                name="group_end_and_status_agree",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "status", "-first_day", "-id"], name="group_list")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """See `groups_of`."""
        return groups_of(viewer, "pk")


class GroupPart(OrganisationRecord):
    """A row that belongs to a group."""

    walled_by: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class Circle(GroupPart):
    """The people of one strand who sit together: the parents' group, the girls' group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="circles")
    strand_key = models.CharField(max_length=60)
    gender = models.CharField(max_length=20, blank=True, help_text="Whom it is for, where the strand is split")
    title = models.CharField(max_length=120)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts = models.TimeField(null=True, blank=True, help_text="Where it differs from the group's")

    class Meta:
        constraints = [
            models.UniqueConstraint("group", "strand_key", "gender", name="circle_once"),
            models.UniqueConstraint("group", "room", condition=Q(room__isnull=False), name="circle_has_its_own_room"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the group."""
        return groups_of(viewer, "group_id")


class CircleStaff(GroupPart):
    """Who runs a circle, as what."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="staff")
    staff = models.ForeignKey("workforce.StaffMember", on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint("circle", "staff", name="runs_circle_once")]

    def __str__(self) -> str:
        return str(self.staff)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the group."""
        return groups_of(viewer, "circle__group_id")


class Place(GroupPart):
    """A person's place in a circle."""

    walled_by = ("participant__journey__family",)

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="places")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="places")
    participant = models.ForeignKey("journeys.Participant", on_delete=models.PROTECT, related_name="places")
    despite = models.CharField(
        max_length=300, blank=True, help_text="Why the place was given although a rule is broken"
    )
    left_on = models.DateField(null=True, blank=True)
    left_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("participant", condition=Q(left_on__isnull=True), name="one_place_at_a_time")
        ]
        indexes = [
            models.Index(fields=["circle"], condition=Q(left_on__isnull=True), name="place_circle"),
            models.Index(fields=["group"], condition=Q(left_on__isnull=True), name="place_group"),
        ]

    def __str__(self) -> str:
        return str(self.participant)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the family: those who run a circle see the families who come to it."""
        return families_of(viewer, "participant__journey__family_id")
