"""How contact with a person is safe: by whom, when, under what name, what may be said, who must never know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from trellis.features.families.models.people import Person, PersonRecord
from trellis.features.families.models.seals import MaySitOutsideSeal, sealed_from
from trellis.features.families.rules import Caller, MaySay, Posting, SealedFact
from trellis.platform.database.models import OrganisationRecord

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


class ContactPlan(PersonRecord, MaySitOutsideSeal):
    """How a person wants to be reached, one for each person and file."""

    caller = models.CharField(max_length=20, choices=Caller.choices(), default=Caller.ANYBODY)
    named = models.ForeignKey("access.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ask_for = models.CharField(max_length=80, blank=True, help_text="What name to ask for")
    we_are = models.CharField(max_length=80, blank=True, help_text="What name we give")
    may_say = models.CharField(max_length=20, choices=MaySay.choices(), default=MaySay.NOT_ASKED)
    say_words = models.CharField(max_length=500, blank=True, help_text="What to say, and what never to say")
    weekdays = models.CharField(max_length=7, blank=True, help_text="Days as digits, Monday is 0; empty for every day")
    not_before = models.TimeField(null=True, blank=True)
    not_after = models.TimeField(null=True, blank=True)
    never_when = models.CharField(max_length=200, blank=True, help_text="Such as when the children are in the car")
    post = models.CharField(max_length=20, choices=Posting.choices(), default=Posting.NOT_ASKED)
    agreed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "family", "outside_seal", name="contact_plan_once"),
            models.CheckConstraint(condition=Q(family__isnull=False), name="contact_plan_has_a_file"),
            models.CheckConstraint(condition=Q(weekdays__regex=r"^[0-6]*$"), name="contact_plan_weekdays"),
            models.CheckConstraint(
                condition=Q(not_before__isnull=True) | Q(not_after__isnull=True) | Q(not_before__lt=F("not_after")),
                name="contact_plan_hours",
            ),
            models.CheckConstraint(
                condition=~Q(caller=Caller.NAMED) | Q(named__isnull=False), name="contact_plan_names_the_caller"
            ),
        ]

    def __str__(self) -> str:
        return f"contact plan of {self.person}"

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the person and the file, unless how to reach them is sealed from the viewer."""
        open_to = Q(outside_seal=True) | ~Q(person_id__in=sealed_from(viewer, SealedFact.CONTACT))
        return super().scope_for(viewer) & open_to


class MustNotKnow(OrganisationRecord):
    """Somebody who must never learn that we are in touch with a person."""

    walled_by = ("plan__family", "plan__person", "person")

    plan = models.ForeignKey(ContactPlan, on_delete=models.CASCADE, related_name="kept_from")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, blank=True, help_text="Somebody who is not in this file")

    class Meta:
        verbose_name = "person who must not know"
        verbose_name_plural = "people who must not know"
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | Q(person__isnull=True) & ~Q(name=""),
                name="must_not_know_is_somebody",
            ),
            models.UniqueConstraint("plan", "person", name="must_not_know_once"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)

    @classmethod
    def scope_for(cls, viewer: Viewer) -> Q:
        """Seen with the plan, unless it is sealed from the viewer that the person is there."""
        seen = ContactPlan.objects.visible_to(viewer)
        hidden = sealed_from(viewer, SealedFact.PRESENCE)
        return Q(plan_id__in=seen.values("pk")) & (Q(person__isnull=True) | ~Q(person_id__in=hidden))
