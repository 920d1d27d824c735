"""Parting the two sides of one case, so that whoever works with one never finds the other."""

from __future__ import annotations

import uuid

from django.utils import timezone

from trellis.features.confidentiality.rules import check_reason, check_somebody_left
from trellis.features.families import actions as families
from trellis.features.families.models import ClosedFamily, Family, FamilyWorker, ShutOut, Sides
from trellis.features.families.rules import ShutOutCause
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("sides.parted", "confidentiality.sides")
def part_sides(*, by: Viewer, one: Family, other: Family, reason: str) -> Sides:
    """Say that two files are the two sides of one case; `by` looks after the wall and sees both.

    Both files are closed; whoever works with one is shut out of the other, now and (by a trigger) from any later day.
    Raises RuleBroken when it is one file, when somebody works with both, or when nobody works with one of them.
    """
    reason = check_reason(reason)
    if one.pk == other.pk:
        raise RuleBroken("Choose two different files.", "other")
    first, second = sorted((one, other), key=lambda family: family.pk)
    if Sides.objects.of_organisation(by).filter(one=first, other=second, ended_at__isnull=True).exists():
        raise RuleBroken("These two files are the two sides of one case already.", "other")
    workers = {family.pk: _workers(by, family) for family in (one, other)}
    _check_workers(by, workers, one, other)
    sides = Sides.objects.create(
        organisation_id=by.organisation_id, one=first, other=second, kept_by_id=by.membership_id, reason=reason
    )
    me = Membership.objects.get(pk=by.membership_id)
    for family, opposite in ((one, other), (other, one)):
        families.give_sight(by=by, family=family, membership=me, because="Looks after the wall between two sides")
        if not ClosedFamily.objects.of_organisation(by).filter(family=family, opened_again_at__isnull=True).exists():
            ClosedFamily.objects.create(
                organisation_id=by.organisation_id, family=family, reason=reason, by_id=by.membership_id
            )
        for membership_id in workers[opposite.pk]:
            if membership_id != by.membership_id:
                ShutOut.objects.get_or_create(
                    organisation_id=by.organisation_id,
                    family=family,
                    membership_id=membership_id,
                    cause=ShutOutCause.OTHER_SIDE,
                    ended_at=None,
                    defaults={"by_id": by.membership_id},
                )
    about(sides)
    return sides


@action("sides.joined", "confidentiality.sides")
def join_sides(*, by: Viewer, sides: Sides, why: str) -> None:
    """Take the wall between two files down; the files stay closed until somebody opens them again."""
    why = check_reason(why, "why")
    kept = Sides.objects.visible_to(by).select_for_update(of=("self",)).get(pk=sides.pk)
    if kept.ended_at is not None:
        raise RuleBroken("The wall between these files was taken down already.", "why")
    kept.ended_at, kept.ended_why = timezone.now(), why
    kept.save(update_fields=["ended_at", "ended_why"])
    ShutOut.objects.of_organisation(by).filter(
        family_id__in=[kept.one_id, kept.other_id], cause=ShutOutCause.OTHER_SIDE, ended_at__isnull=True
    ).update(ended_at=timezone.now(), ended_by_id=by.membership_id, ended_why=why)
    about(kept)


def _workers(by: Viewer, family: Family) -> set[uuid.UUID]:
    working = FamilyWorker.objects.of_organisation(by).filter(
        family=family, until__isnull=True, membership__is_active=True
    )
    return set(working.values_list("membership_id", flat=True))


def _check_workers(by: Viewer, workers: dict[uuid.UUID, set[uuid.UUID]], one: Family, other: Family) -> None:
    both = (workers[one.pk] & workers[other.pk]) - {by.membership_id}
    if both:
        names = Membership.objects.filter(pk__in=both).values_list("user__name", flat=True).order_by("user__name")
        raise RuleBroken(
            f"{', '.join(names)} works with both. Give one of the two files to somebody else first, then part them.",
            "other",
        )
    for family in (one, other):
        left = workers[family.pk] - {by.membership_id}
        check_somebody_left(workers[family.pk], left, family.name, "other")
