"""Giving and ending a member of staff's sight of a family."""

from __future__ import annotations

from django.utils import timezone

from trellis.features.families.models import Family, FamilyWorker, Person, ShutOut
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("family.sight_given")
def give_sight(
    *, by: Viewer, family: Family, membership: Membership, because: str, with_person: Person | None = None
) -> None:
    """Let a member of staff see a family because they work with it, or with one person of it."""
    shut_out = ShutOut.objects.of_organisation(by).filter(family=family, membership=membership, ended_at__isnull=True)
    if shut_out.exists():
        # The same words for whoever asks, and whatever the reason is.
        raise RuleBroken(f"{membership.user.name} cannot take on this family. Choose somebody else.", "staff")
    worker, _ = FamilyWorker.objects.get_or_create(
        organisation_id=by.organisation_id,
        family=family,
        membership=membership,
        until=None,
        defaults={"because": because, "with_person": with_person},
    )
    about(worker, family=str(family.pk))


@action("family.sight_ended")
def end_sight(*, by: Viewer, family: Family, membership: Membership) -> None:
    """End a member of staff's sight of a family."""
    FamilyWorker.objects.filter(family=family, membership=membership, until__isnull=True).update(until=timezone.now())
    about(family, membership=str(membership.pk))
