"""What somebody asked of us, when its clock stood still, and each thing that was found, with what was decided of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from trellis.features.families.models import families_of, people_seen_by, sealed_from
from trellis.features.families.rules import SealedFact
from trellis.features.rights.rules import Asked, AskedBy, ChildAble, Choice, ItemKind, PauseReason, RequestStatus
from trellis.platform.access.roles import Role
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def requests_of(viewer: Viewer, prefix: str = "") -> Q:
    """Return the condition that a request (at `prefix`) is one that this viewer may see.

    Supervisors, for the people whom they may see; once somebody is erased, what is left names nobody.
    """
    if viewer.role != Role.SUPERVISOR:
        return NOTHING
    return Q(**{f"{prefix}person__isnull": True}) | people_seen_by(viewer, f"{prefix}person_id")


class SubjectRequest(OrganisationRecord):
    """That somebody asked for their record, or for its end."""

    walled_by = ("person",)

    person = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person_ref = models.UUIDField(help_text="The person's id, which stays when they are erased")
    asked = models.CharField(max_length=10, choices=Asked.choices())
    asked_by = models.CharField(max_length=12, choices=AskedBy.choices())
    asker = models.CharField(max_length=160, blank=True, help_text="Who asks, when it is not the person")
    asker_person = models.ForeignKey(
        "families.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who asks, when we know them: what is sealed from them is not gathered",
    )
    child_able = models.CharField(max_length=14, choices=ChildAble.choices(), blank=True)
    child_words = models.CharField(max_length=500, blank=True, help_text="What the child said")
    scope = models.CharField(max_length=500, blank=True, help_text="What they look for; empty for everything")
    received_on = models.DateField()
    identity_how = models.CharField(max_length=300, blank=True)
    identity_on = models.DateField(null=True, blank=True)
    extended_on = models.DateField(null=True, blank=True)
    extended_why = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, choices=RequestStatus.choices(), default=RequestStatus.OPEN)
    gathered_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField(null=True, blank=True)
    sent_how = models.CharField(max_length=300, blank=True)
    refused_ground = models.CharField(max_length=20, blank=True)
    refused_why = models.CharField(max_length=1000, blank=True)
    released = models.JSONField(null=True, blank=True, help_text="What went out, word for word")
    released_checksum = models.CharField(max_length=64, blank=True)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_on = models.DateField(null=True, blank=True, help_text="On which our copy of what went out is removed")

    class Meta:
        verbose_name = "request"
        indexes = [models.Index(fields=["organisation", "status", "received_on"], name="request_list")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="answered") | Q(answered_on__isnull=False), name="answered_request_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(refused_ground=""), name="refused_request_has_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True) | ~Q(extended_why=""), name="longer_time_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Request of {self.received_on}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """See `requests_of`."""
        return requests_of(viewer)

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be answered."""
        return self.status in {RequestStatus.OPEN, RequestStatus.CHECKING}


class RequestPart(OrganisationRecord):
    """A row that belongs to a request and is seen with it."""

    walled_by: ClassVar[tuple[str, ...]] = ("request__person",)

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the request."""
        return requests_of(viewer, "request__")


class RequestPause(RequestPart):
    """Days on which the clock stood still, and why."""

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=12, choices=PauseReason.choices())
    note = models.CharField(max_length=300, blank=True)
    first = models.DateField()
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.UniqueConstraint("request", condition=Q(until__isnull=True), name="one_pause_at_a_time"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("first")), name="pause_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return PauseReason(self.reason).label


class GatheredItem(RequestPart):
    """One thing that is held of somebody, as it stood when it was gathered, and what was decided of it.

    A copy is seen by whoever may see what it was copied from: `source_family` is the file in which it stands, `whose`
    the person whom it is about, `tells_where` that it tells where somebody is or how to reach them.
    """

    walled_by = ("request__person", "source_family", "whose")

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    section = models.CharField(max_length=40)
    section_label = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=ItemKind.choices())
    label = models.CharField(max_length=200)
    source_model = models.CharField(max_length=80)
    source_id = models.UUIDField()
    source_family = models.ForeignKey(
        "families.Family", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    whose = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    tells_where = models.BooleanField(default=False)
    on = models.DateField(null=True, blank=True)
    parts = models.JSONField(help_text="[{key, label, words, others, free_text}]")
    suggested = models.JSONField(default=dict)
    contact_of_others = models.BooleanField(default=False)
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    choice = models.CharField(max_length=10, choices=Choice.choices(), blank=True)
    basis = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    whole = models.JSONField(default=list, help_text="Keys of the parts that are taken out")
    words = models.JSONField(default=dict, help_text="For each part, the words that are taken out")
    decided_by = models.ForeignKey(
        "access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["request", "choice"], name="item_undecided")]
        constraints = [
            models.UniqueConstraint("request", "number", name="item_number_once"),
            models.CheckConstraint(
                condition=Q(choice="", decided_by__isnull=True) | ~Q(choice="") & Q(decided_by__isnull=False),
                name="decided_item_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(choice__in=["", "release"]) | ~Q(basis="") & ~Q(reason=""),
                name="what_is_kept_back_has_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the request, unless what it was copied from is shut to the viewer or sealed from them."""
        in_sight = Q(source_family__isnull=True) | families_of(viewer, "source_family_id")
        sealed = Q(whose_id__in=sealed_from(viewer, SealedFact.PRESENCE))
        for fact in (SealedFact.ADDRESS, SealedFact.CONTACT, SealedFact.SCHOOL, SealedFact.WORK):
            sealed |= Q(tells_where=True, whose_id__in=sealed_from(viewer, fact))
        return requests_of(viewer, "request__") & in_sight & (Q(whose__isnull=True) | ~sealed)
