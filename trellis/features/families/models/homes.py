"""Homes, who lives there, where they are, and how to reach people without putting anyone in danger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from trellis.features.families.models.family import FamilyRecord, families_of
from trellis.features.families.models.lasting import Lasting
from trellis.features.families.models.people import Person, PersonRecord
from trellis.features.families.models.seals import MaySitOutsideSeal, sealed_from
from trellis.features.families.rules import Channel, SealedFact, Texting, Voicemail
from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class Household(FamilyRecord):
    """A home of some of the family; where it is, is kept apart from who is in it."""

    label = models.CharField(max_length=120)
    people: models.ManyToManyField[Person, HouseholdMember] = models.ManyToManyField(
        Person, through="HouseholdMember", related_name="households"
    )

    def __str__(self) -> str:
        return self.label


class HomeAddress(OrganisationRecord, MaySitOutsideSeal):
    """Where a household is: a row of its own, so that an address that is sealed looks like one that was never given.

    A household may have several: what somebody writes who may not see the one there takes no other's place. Of those
    that a viewer may see, one inside the seal counts before one outside it, and the newest of them.
    """

    walled_by = ("household__family",)

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="addresses")
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    is_refuge = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(address="", postcode="", is_refuge=False), name="home_address_says_something"
            )
        ]
        indexes = [models.Index(fields=["organisation", "postcode"], name="home_postcode")]

    def __str__(self) -> str:
        return self.address or self.postcode

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the household, unless the address of anybody who lives there now is sealed from the viewer."""
        sealed = HouseholdMember.objects.filter(
            household_id=OuterRef("household_id"), until="", person_id__in=sealed_from(viewer, SealedFact.ADDRESS)
        )
        return families_of(viewer, "household__family_id") & (Q(outside_seal=True) | ~Q(Exists(sealed)))


class HouseholdMember(OrganisationRecord, Lasting):
    """That a person lives or lived in a household; a child of two homes has two, each with its pattern."""

    walled_by = ("household__family", "person")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    pattern = models.CharField(max_length=120, blank=True, help_text="Such as every other weekend")

    class Meta(Lasting.Meta):
        constraints = [
            *Lasting.Meta.constraints,
            models.UniqueConstraint("household", "person", condition=Q(until=""), name="lives_there_once"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the household, unless it is sealed from the viewer that the person is there."""
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        return families_of(viewer, "household__family_id") & ~Q(person_id__in=hidden)


class SafeContact(PersonRecord, MaySitOutsideSeal):
    """One way to reach a person, and how it is safe to use it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="safe_contacts")
    channel = models.CharField(max_length=20, choices=Channel.choices())
    value = models.CharField(max_length=254, blank=True)
    is_safe = models.BooleanField(default=False)
    voicemail = models.CharField(max_length=20, choices=Voicemail.choices(), default=Voicemail.NONE)
    texts = models.CharField(max_length=20, choices=Texting.choices(), default=Texting.NOT_ASKED)
    best_times = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="What may be said, and what name to use")

    def __str__(self) -> str:
        return Channel(self.channel).label

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the person, unless how to reach them, or for post where they live, is sealed from the viewer."""
        by_post = Q(channel=Channel.POST) & Q(person_id__in=sealed_from(viewer, SealedFact.ADDRESS))
        otherwise = ~Q(channel=Channel.POST) & Q(person_id__in=sealed_from(viewer, SealedFact.CONTACT))
        return super().scope_for(viewer) & (Q(outside_seal=True) | ~by_post & ~otherwise)
