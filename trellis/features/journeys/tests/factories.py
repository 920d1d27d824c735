"""Invented families on their way through a programme, for tests."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from trellis.features.families.models import Family
from trellis.features.families.tests import factories as families
from trellis.features.journeys import actions
from trellis.features.journeys.models import Journey, Participant
from trellis.features.programmes.tests.factories import programme_version
from trellis.features.referrals.models import Referral, ReferredPerson
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests import factories as access
from trellis.platform.access.viewer import Viewer

_numbers = itertools.count(1)
NAMES = ("Dawn", "Jamie", "Marta", "Kacper", "Ines", "Rui")


def accepted_referral(
    by: Viewer,
    key: str = "pact",
    *,
    strands: Sequence[str] = (),
    family: Family | None = None,
    made_by: Membership | None = None,
    days_ago: int = 30,
    genders: Sequence[str] = (),
    births: Sequence[date] = (),
) -> Referral:
    """Make a referral that was accepted: one person for each strand (all strands of the programme unless given)."""
    version = programme_version(key)
    keys = tuple(strands) or tuple(strand["key"] for strand in version.definition["strands"])
    number = next(_numbers)
    household = family or families.family(by, f"Ashworth {number} family")
    sent = at(timezone.localdate() - timedelta(days=days_ago), 0)
    organisation = Membership.objects.get(pk=by.membership_id).organisation
    referrer = made_by or access.membership(Role.REFERRER, organisation)
    referral = Referral.objects.create(
        organisation=organisation,
        reference=f"TEST-{number}",
        programme_version=version,
        made_by=referrer,
        agency=referrer.agency,
        status="accepted",
        family_name=household.name,
        family=household,
        submitted_at=sent,
        decided_at=timezone.now(),
    )
    for position, strand in enumerate(keys):
        is_child = "child" in strand or "young" in strand
        person = families.person(
            by,
            household,
            given_name=NAMES[position % len(NAMES)],
            family_name=f"Ashworth{number}",
            birth_date=births[position] if births else date(2010, 5, 6) if is_child else date(1984, 2, 3),
            gender=genders[position] if genders else "male" if is_child else "female",
        )
        ReferredPerson.objects.create(
            organisation=organisation,
            referral=referral,
            position=position,
            given_name=person.given_name,
            family_name=person.family_name,
            birth_date=person.birth_date,
            gender=person.gender,
            strand_key=strand,
            person=person,
        )
    return referral


def journey(by: Viewer, key: str = "pact", **fields: Any) -> Journey:
    """Make a family that waits for a programme; the fields are those of `accepted_referral`, and `evenings`."""
    evenings = fields.pop("evenings", (1,))
    return actions.accept_referral(by=by, referral=accepted_referral(by, key, **fields), evenings=evenings)


def participant(of: Journey, strand: str = "") -> Participant:
    """Return somebody of a journey: the first, or the first in a strand."""
    rows = of.participants.order_by("pk")
    found = rows.filter(strand_key=strand).first() if strand else rows.first()
    assert found is not None
    return found


def at(day: date, hour: int = 17) -> datetime:
    """Return a moment on a day, in the time zone of the service."""
    return timezone.make_aware(datetime.combine(day, time(hour)))
