"""Adding and changing the people who run sessions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from trellis.features.workforce.models import StaffMember, Training
from trellis.features.workforce.rules import MANAGE_STAFF, StaffGender
from trellis.kernel.dates import Period, in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.audit.actions import about, action

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


@action("workforce.staff_added", MANAGE_STAFF)
def add_staff_member(
    *, by: Viewer, name: str, gender: str, duties: Sequence[str], membership_id: uuid.UUID | None = None
) -> StaffMember:
    """Add somebody who runs sessions; raises RuleBroken when the sign-in is not theirs to have."""
    member = StaffMember(organisation_id=by.organisation_id)
    _fill(member, by, name, gender, duties, membership_id)
    member.save()
    about(member)
    return member


@action("workforce.staff_changed", MANAGE_STAFF)
def change_staff_member(
    *,
    by: Viewer,
    member: StaffMember,
    name: str,
    gender: str,
    duties: Sequence[str],
    membership_id: uuid.UUID | None = None,
) -> StaffMember:
    """Change who somebody is and what they do; groups that they run stay theirs."""
    _fill(member, by, name, gender, duties, membership_id)
    member.save()
    about(member)
    return member


@action("workforce.staff_activity_changed", MANAGE_STAFF)
def set_active(*, by: Viewer, member: StaffMember, is_active: bool) -> StaffMember:
    """Say that somebody no longer runs sessions here, or does so again; nothing of the past changes."""
    member.is_active = is_active
    member.save(update_fields=["is_active"])
    about(member, is_active=is_active)
    return member


@action("workforce.training_added", MANAGE_STAFF)
def add_training(
    *, by: Viewer, member: StaffMember, programme_key: str, valid_from: date, valid_to: date | None = None
) -> Training:
    """Record training in a programme; raises RuleBroken for days in the wrong order or recorded already."""
    if valid_to is not None and valid_to < valid_from:
        raise RuleBroken(
            f"Training cannot end on {in_words(valid_to)}, before it begins on {in_words(valid_from)}.",
            "valid_to",
        )
    wanted = Period(valid_from, valid_to)
    for held in Training.objects.of_organisation(by).filter(staff=member, programme_key=programme_key):
        if wanted.overlaps(Period(held.valid_from, held.valid_to)):
            words = Period(held.valid_from, held.valid_to)
            raise RuleBroken(f"{member.name} is recorded as trained in this already: {words}.", "valid_from")
    training = Training.objects.create(
        organisation_id=by.organisation_id,
        staff=member,
        programme_key=programme_key,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    about(member, programme=programme_key)
    return training


@action("workforce.training_removed", MANAGE_STAFF)
def remove_training(*, by: Viewer, training: Training) -> None:
    """Take out training that was recorded by mistake."""
    about(training.staff, programme=training.programme_key)
    training.delete()


def _fill(
    member: StaffMember,
    by: Viewer,
    name: str,
    gender: str,
    duties: Sequence[str],
    membership_id: uuid.UUID | None,
) -> None:
    if not name.strip():
        raise RuleBroken("Enter the name.", "name")
    if not duties:
        raise RuleBroken("Choose at least one thing that this person does.", "duties")
    member.name, member.gender, member.duties = name.strip(), StaffGender(gender).value, sorted(set(duties))
    member.membership = _sign_in(by, member, membership_id)


def _sign_in(by: Viewer, member: StaffMember, membership_id: uuid.UUID | None) -> Membership | None:
    if membership_id is None:
        return None
    found = Membership.objects.of_organisation(by).filter(pk=membership_id).first()
    if found is None:
        raise RuleBroken("Choose one of the sign-ins shown.", "membership")
    other = StaffMember.objects.of_organisation(by).filter(membership=found).exclude(pk=member.pk).first()
    if other is not None:
        raise RuleBroken(f"That is how {other.name} signs in. Choose another.", "membership")
    return found
