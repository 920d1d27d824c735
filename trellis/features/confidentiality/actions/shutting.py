"""Shutting members of staff out of a family's file, and closing a file to all who do not work with it."""

from __future__ import annotations

from django.utils import timezone

from trellis.features.confidentiality.actions.telling import tell_supervisors
from trellis.features.confidentiality.models import KnownFamily
from trellis.features.confidentiality.rules import check_reason, check_somebody_left
from trellis.features.families import actions as families
from trellis.features.families.models import ClosedFamily, Family, FamilyWorker, ShutOut
from trellis.features.families.rules import ShutOutCause
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@action("family.known_to_staff", "confidentiality.declare")
def declare_knowing(*, by: Viewer, family: Family, how: str) -> None:
    """Say that one knows this family outside work: one is shut out of it at once, and supervisors are told."""
    how = check_reason(how, "how")
    about(family, cause=ShutOutCause.KNOWS_THEM.value)
    words = "They are shut out of it now. See who works with it."
    tell_supervisors(by, "A member of staff knows a family", words, family_id=family.pk)
    me = Membership.objects.get(pk=by.membership_id)
    _shut(by, family, me, ShutOutCause.KNOWS_THEM, how)


@action("known_family.declared", "confidentiality.declare")
def say_whom_one_knows(*, by: Viewer, names: str, how: str) -> KnownFamily:
    """Name people whom one knows outside work and who may be with us; a supervisor sees to the rest.

    Whether they are with us is not said to whoever declares it.
    """
    if not names.strip():
        raise RuleBroken("Write the names of the people whom you know.", "names")
    known = KnownFamily.objects.create(
        organisation_id=by.organisation_id,
        membership_id=by.membership_id,
        names=names.strip(),
        how=check_reason(how, "how"),
    )
    about(known)
    tell_supervisors(by, "A member of staff named people whom they know", "See whether they are with us.")
    return known


@action("known_family.settled", "confidentiality.shut_out")
def settle_known(*, by: Viewer, known: KnownFamily, family: Family | None) -> None:
    """Shut whoever declared it out of the family that it is, or note that they are not with us."""
    kept = KnownFamily.objects.visible_to(by).select_for_update(of=("self",)).get(pk=known.pk)
    if kept.settled_at is not None:
        raise RuleBroken("Somebody has seen to this already.")
    kept.settled_at, kept.settled_by_id, kept.family = timezone.now(), by.membership_id, family
    kept.save(update_fields=["settled_at", "settled_by", "family"])
    about(kept)
    if family is not None:
        _shut(by, family, kept.membership, ShutOutCause.KNOWS_THEM, kept.how)


@action("staff.shut_out", "confidentiality.shut_out")
def shut_out(*, by: Viewer, family: Family, membership: Membership, reason: str) -> None:
    """Shut a member of staff out of a family: to them it does not exist from now on."""
    if membership.pk == by.membership_id:
        raise RuleBroken("You cannot shut yourself out here. Declare that you know the family instead.", "membership")
    reason = check_reason(reason)
    if _is_closed(by, family):
        workers = _workers(by, family)
        still = [one for one in workers if one.membership_id != membership.pk]
        check_somebody_left(workers, still, "this family", "membership")
    about(family, membership=str(membership.pk))
    _shut(by, family, membership, ShutOutCause.DECIDED, reason)


@action("staff.let_in_again", "confidentiality.shut_out")
def end_shut_out(*, by: Viewer, shut: ShutOut, why: str) -> None:
    """Let a member of staff find a family again; one who works with the other side stays out."""
    if shut.cause == ShutOutCause.OTHER_SIDE:
        raise RuleBroken("They work with the other side. Say first that the two files are no longer two sides.", "why")
    if shut.membership_id == by.membership_id:
        raise RuleBroken("Somebody else must decide this.", "why")
    shut.ended_at, shut.ended_by_id, shut.ended_why = timezone.now(), by.membership_id, check_reason(why, "why")
    shut.save(update_fields=["ended_at", "ended_by", "ended_why"])
    about(shut, family=str(shut.family_id))


@action("file.closed", "confidentiality.shut_out")
def close_file(*, by: Viewer, family: Family, reason: str) -> None:
    """Close a family's file to all who do not work with it, whatever their role.

    Whoever closes it keeps sight of it, and must see that somebody works with it.
    """
    reason = check_reason(reason)
    workers = _workers(by, family)
    check_somebody_left(workers, workers, "this family", "reason")
    if _is_closed(by, family):
        raise RuleBroken("This file is closed already.", "reason")
    me = Membership.objects.get(pk=by.membership_id)
    families.give_sight(by=by, family=family, membership=me, because="Closed the file")
    closed = ClosedFamily.objects.create(
        organisation_id=by.organisation_id, family=family, reason=reason, by_id=by.membership_id
    )
    about(closed, family=str(family.pk))


@action("file.opened_again", "confidentiality.shut_out")
def open_file_again(*, by: Viewer, family: Family, why: str) -> None:
    """Open a closed file to those who see it by their role."""
    closed = ClosedFamily.objects.visible_to(by).filter(family=family, opened_again_at__isnull=True).first()
    if closed is None:
        raise RuleBroken("This file is not closed.", "why")
    closed.opened_again_at, closed.opened_again_why = timezone.now(), check_reason(why, "why")
    closed.save(update_fields=["opened_again_at", "opened_again_why"])
    about(closed, family=str(family.pk))


def _shut(by: Viewer, family: Family, membership: Membership, cause: ShutOutCause, reason: str) -> None:
    families.end_sight(by=by, family=family, membership=membership)
    ShutOut.objects.get_or_create(
        organisation_id=by.organisation_id,
        family=family,
        membership=membership,
        cause=cause,
        ended_at=None,
        defaults={"reason": reason, "by_id": by.membership_id},
    )


def _workers(by: Viewer, family: Family) -> list[FamilyWorker]:
    working = FamilyWorker.objects.of_organisation(by).filter(
        family=family, until__isnull=True, membership__is_active=True
    )
    return list(working)


def _is_closed(by: Viewer, family: Family) -> bool:
    return bool(ClosedFamily.objects.of_organisation(by).filter(family=family, opened_again_at__isnull=True).exists())
