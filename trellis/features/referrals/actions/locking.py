"""Finding the referral that an action changes, and moving it from one state to another."""

from __future__ import annotations

from django.db.models import Max

from trellis.features.referrals.models import Referral, ReferralEvent
from trellis.features.referrals.rules import ReferralStatus, check_way
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer


def locked(by: Viewer, referral: Referral) -> Referral:
    """Return the referral as it is now, held until the action ends; only one that `by` may see."""
    found: Referral = (
        Referral.objects.visible_to(by)
        .select_related("programme_version")
        .select_for_update(of=("self",))
        .get(pk=referral.pk)
    )
    return found


def locked_draft(by: Viewer, referral: Referral) -> Referral:
    """Return the draft, held; raise RuleBroken once it has been sent or when it is somebody else's."""
    draft = locked(by, referral)
    if draft.made_by_id != by.membership_id:
        raise RuleBroken("Only the person who is writing a referral can change it.")
    if draft.status != ReferralStatus.DRAFT:
        raise RuleBroken("This referral has been sent, so its answers cannot be changed any more.")
    return draft


def move(by: Viewer, referral: Referral, way: str, note: str = "") -> None:
    """Take one way to the next state and write it into the history; raise RuleBroken when it does not start here."""
    came_from = ReferralStatus(referral.status)
    referral.status = check_way(way, came_from)
    last = referral.events.aggregate(last=Max("sequence"))["last"] or 0
    ReferralEvent.objects.create(
        organisation_id=referral.organisation_id,
        referral=referral,
        sequence=last + 1,
        way=way,
        from_status=came_from,
        to_status=referral.status,
        by_id=by.membership_id,
        note=note,
    )
