"""Letters, calls and messages to people of a family; none of them holds an address or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from trellis.features.correspondence.rules import SAID, WRITTEN_WAYS, CallOutcome, LetterState
from trellis.features.families.models import FamilyRecord, families_of, sealed_from
from trellis.features.families.rules import SealedFact
from trellis.platform.access.roles import STAFF
from trellis.platform.database.models import NOTHING, OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer

HOW_MUCH = [(one.value, one.label) for one in SAID]


class ToSomebody(FamilyRecord):
    """Something that goes out to one person of a family, or went out."""

    walled_by: ClassVar[tuple[str, ...]] = ("family", "person")

    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Staff who may see the family, unless it is sealed from them that the person is there."""
        if viewer.role not in STAFF:
            return NOTHING
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        return families_of(viewer, "family_id") & ~Q(person_id__in=hidden)


class Letter(ToSomebody):
    """A letter; its address is looked up when it is printed, by whoever may see it, and never written here."""

    title = models.CharField(max_length=120)
    words = models.TextField()
    says = models.CharField(max_length=20, choices=HOW_MUCH, help_text="How much the letter says")
    written_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=LetterState.choices(), default=LetterState.ON_LIST)
    on_list_since = models.DateField()
    out_on = models.DateField(null=True, blank=True)
    out_by = models.ForeignKey("access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    came_back_on = models.DateField(null=True, blank=True)
    came_back_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["organisation", "on_list_since"], condition=Q(state=LetterState.ON_LIST), name="post_list"
            ),
            models.Index(fields=["family", "person"], name="letter_family"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="letter_says_something"),
            models.CheckConstraint(
                condition=~Q(state__in=[LetterState.POSTED, LetterState.BY_HAND])
                | Q(out_on__isnull=False, out_by__isnull=False),
                name="letter_gone_out_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CallNote(ToSomebody):
    """That somebody of ours called a person, and what came of it."""

    outcome = models.CharField(max_length=20, choices=CallOutcome.choices())
    note = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["family", "person"], name="call_family")]

    def __str__(self) -> str:
        return CallOutcome(self.outcome).label


class WrittenMessage(ToSomebody):
    """A text message or e-mail that passed safe contact and is sent by hand: no provider is connected."""

    way = models.CharField(max_length=20, choices=[(one.value, one.label) for one in WRITTEN_WAYS])
    says = models.CharField(max_length=20, choices=HOW_MUCH)
    words = models.CharField(max_length=1000)
    written_by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation"], condition=Q(sent_at__isnull=True), name="message_to_send"),
            models.Index(fields=["family", "person"], name="message_family"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="message_says_something"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_by__isnull=True)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="sent_message_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"message of {self.created_at:%d.%m.%Y}"


class ReturnAddress(OrganisationRecord):
    """Where letters that cannot be delivered come back to; says nothing of who we are."""

    walled_by = ()

    lines = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "return addresses"
        constraints = [models.UniqueConstraint("organisation", name="return_address_once")]

    def __str__(self) -> str:
        return self.lines

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Staff."""
        return Q() if viewer.role in STAFF else NOTHING
