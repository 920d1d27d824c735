"""Looks at families, on the day and at the hour that a test wants."""

from __future__ import annotations

import datetime

from django.utils import timezone

from trellis.features.families.models import Family, FamilyWorker, HomeAddress, Household, HouseholdMember, Person
from trellis.features.looking.models import UnusualLook
from trellis.features.looking.rules import UnusualKind
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.models import AuditEvent


def looked(by: Viewer, family: Family, at: datetime.datetime | None = None, *, event: str = "viewed") -> AuditEvent:
    """Write into the log that somebody opened a family's file (now unless given)."""
    made = AuditEvent(
        organisation_id=by.organisation_id,
        by_id=by.membership_id,
        event=event,
        is_view=event in {"viewed", "listed", "searched"},
        about_kind="families.family",
        about_id=family.pk,
        about_family=family.pk,
    )
    AuditEvent._meta.get_field("at").auto_now_add = False
    try:
        made.at = at or timezone.now()
        made.save(force_insert=True)
    finally:
        AuditEvent._meta.get_field("at").auto_now_add = True
    return made


def works_with(who: Viewer, family: Family) -> FamilyWorker:
    """Give somebody work with a family, since a year."""
    made = FamilyWorker.objects.create(
        organisation_id=family.organisation_id, family=family, membership_id=who.membership_id, because="A test"
    )
    FamilyWorker.objects.filter(pk=made.pk).update(created_at=timezone.now() - datetime.timedelta(days=365))
    return made


def home(person: Person, family: Family, address: str, postcode: str) -> HomeAddress:
    """Have somebody live at an address."""
    common = {"organisation_id": family.organisation_id}
    household = Household.objects.create(**common, family=family, label="Home")
    HouseholdMember.objects.create(**common, household=household, person=person)
    return HomeAddress.objects.create(**common, household=household, address=address, postcode=postcode)


def unusual_look(by: Viewer, family: Family | None = None, kind: UnusualKind = UnusualKind.WATCHED) -> UnusualLook:
    """Make a look that came up for review."""
    now = timezone.now()
    return UnusualLook.objects.create(
        organisation_id=by.organisation_id,
        kind=kind.value,
        by_id=by.membership_id,
        family=family,
        since=timezone.localdate(),
        reason="They opened the file once, do not work with the family, and it is watched over.",
        looks=1,
        first_at=now,
        last_at=now,
    )
