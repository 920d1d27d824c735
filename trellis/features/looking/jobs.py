"""Every hour the log is gone through for looking that is unusual; what is found once is written once."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.features.looking.models import UnusualLook
from trellis.features.looking.queries.finding import Looking, Seen
from trellis.features.looking.rules import (
    Unusual,
    thresholds_on,
    unusual_about_a_day,
    unusual_about_a_family,
    unusual_before_leaving,
)
from trellis.features.looking.rules.unusual import week_of
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.database import sight
from trellis.platform.notifications.actions import notify


@app.periodic(cron="23 * * * *")
@app.task(name="looking.find", queueing_lock="looking.find", pass_context=False)
def find_all(timestamp: int) -> None:
    """Go through every organisation's log."""
    for organisation_id in sight.each_organisation():
        find(organisation_id, timezone.now())


def find(organisation_id: uuid.UUID, now: datetime) -> list[UnusualLook]:
    """Find what is unusual in this week and the last, write down what is new, and tell supervisors; return the new.

    Going through the same days again adds nothing; what goes on after it was reviewed comes up again.
    """
    today = timezone.localtime(now).date()
    monday = week_of(today) - timedelta(days=7)
    since = timezone.make_aware(datetime(monday.year, monday.month, monday.day))  # noqa: DTZ001
    with transaction.atomic():
        found = list(_unusual(organisation_id, since))
        new = [made for seen, unusual in found if (made := _write(organisation_id, seen, unusual)) is not None]
        if new:
            _tell(organisation_id, new)
    return new


def _unusual(organisation_id: uuid.UUID, since: datetime) -> Iterator[tuple[Seen, Unusual]]:
    limits = thresholds_on(timezone.localtime(since).date())
    looking = Looking(organisation_id, since, limits)
    for seen, looks in looking.at_families():
        yield from ((seen, unusual) for unusual in unusual_about_a_family(looks, limits))
    for seen, day in looking.days():
        yield from ((seen, unusual) for unusual in unusual_about_a_day(day, limits))
    for seen, families in looking.before_leaving():
        yield from ((seen, unusual) for unusual in unusual_before_leaving(families, limits))


def _write(organisation_id: uuid.UUID, seen: Seen, unusual: Unusual) -> UnusualLook | None:
    """Write down what is new; what is open already is brought up to date."""
    same = UnusualLook.objects.filter(
        organisation_id=organisation_id, kind=unusual.kind, by_id=seen.by, since=seen.since
    )
    same = same.filter(family__isnull=True) if seen.family is None else same.filter(family_id=seen.family)
    values = {"reason": unusual.reason, "looks": seen.looks, "first_at": seen.first_at, "last_at": seen.last_at}
    if same.filter(reviewed_at__isnull=True).update(**values):
        return None
    if same.filter(last_at__gte=seen.last_at).exists():
        return None
    return UnusualLook.objects.create(
        organisation_id=organisation_id,
        kind=unusual.kind.value,
        by_id=seen.by,
        family_id=seen.family,
        since=seen.since,
        **values,
    )


def _tell(organisation_id: uuid.UUID, new: list[UnusualLook]) -> None:
    """Tell each supervisor of what they may review; administrators of what nobody may."""
    untold = {look.pk for look in new}
    members = Membership.objects.filter(organisation_id=organisation_id, is_active=True)
    for member in members.filter(role=Role.SUPERVISOR.value).select_related("user", "organisation").order_by("pk"):
        theirs = UnusualLook.objects.visible_to(Viewer.from_membership(member)).filter(pk__in=[one.pk for one in new])
        own = set(theirs.values_list("pk", flat=True))
        untold -= own
        if own:
            notify(to=member, subject=_words(len(own)), body=BODY, link=reverse("looking:reviews"))
    if untold:
        for member in members.filter(role=Role.ADMINISTRATOR.value).order_by("pk"):
            notify(to=member, subject="A review waits for another supervisor", body=NOBODY)


BODY = "Somebody opened a family's file in a way that is worth a question. It may well have been part of their work."
NOBODY = (
    "Looking at a family's file came up for review, and there is no supervisor who may review it: nobody reviews their "
    "own. Give somebody else the role of a supervisor."
)


def _words(count: int) -> str:
    return "Looking came up for review" if count == 1 else f"Looking came up for review {count} times"
