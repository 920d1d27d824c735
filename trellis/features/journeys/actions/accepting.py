"""From an accepted referral to a journey that waits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from trellis.features.journeys.actions.history import record
from trellis.features.journeys.models import Journey, Participant
from trellis.features.journeys.permissions import ACCEPT
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    from trellis.features.referrals.models import Referral


@action("journey.accepted", ACCEPT)
def accept_referral(*, by: Viewer, referral: Referral, evenings: Iterable[int] = ()) -> Journey:
    """Make the journey of an accepted referral: it waits, counted from the day on which the referral was sent.

    Everybody in the referral with a strand and a known person takes part. A second call gives the same journey.
    """
    existing = Journey.objects.of_organisation(by).filter(referral=referral).first()
    if existing is not None:
        about(existing, again=True)
        return existing
    wanted = {(p.person_id, p.strand_key) for p in referral.people.all() if p.strand_key and p.person_id}
    family_id = referral.family_id
    if family_id is None:
        raise RuleBroken("Confirm first who the people of this referral are: it has no family yet.")
    if not wanted:
        raise RuleBroken("Nobody in this referral takes part in a strand, so there is nobody to accept.")
    today = timezone.localdate()
    sent = timezone.localtime(referral.submitted_at).date() if referral.submitted_at else today
    journey = Journey.objects.create(
        organisation_id=by.organisation_id,
        family_id=family_id,
        referral=referral,
        programme_version_id=referral.programme_version_id,
        programme_key=referral.programme_version.key,
        waiting_since=sent,
        accepted_on=today,
        evenings=sorted({day for day in evenings if 0 <= day <= 6}),
    )
    Participant.objects.bulk_create(
        Participant(organisation_id=by.organisation_id, journey=journey, person_id=person_id, strand_key=strand)
        for person_id, strand in sorted(wanted, key=str)
    )
    record(by, journey, "accepted", today)
    about(journey, people=len(wanted))
    return journey
