"""Invented staff for tests."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from trellis.features.workforce import actions
from trellis.features.workforce.models import StaffMember
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer

if TYPE_CHECKING:
    import uuid

_numbers = itertools.count(1)
_NAMES = ("Ruth Hartley", "Nadia Rahman", "Grace Oyelaran", "Moira Keane", "Tom Sykes", "Leah Booth")


def staff_member(
    viewer: Viewer,
    *,
    name: str = "",
    gender: str = "female",
    duties: Sequence[str] = ("practitioner",),
    trained_in: Sequence[str] = (),
    trained_from: date = date(2020, 1, 1),
    trained_to: date | None = None,
    membership: Membership | Viewer | None = None,
) -> StaffMember:
    """Add somebody who runs sessions, as a co-ordinator of the viewer's organisation would."""
    by = _coordinator(viewer)
    number = next(_numbers)
    membership_id: uuid.UUID | None = None
    if membership is not None:
        membership_id = membership.membership_id if isinstance(membership, Viewer) else membership.pk
    member = actions.add_staff_member(
        by=by,
        name=name or f"{_NAMES[number % len(_NAMES)]} {number}",
        gender=gender,
        duties=duties,
        membership_id=membership_id,
    )
    for key in trained_in:
        actions.add_training(by=by, member=member, programme_key=key, valid_from=trained_from, valid_to=trained_to)
    return member


def _coordinator(viewer: Viewer) -> Viewer:
    if viewer.role in {Role.COORDINATOR, Role.ADMINISTRATOR}:
        return viewer
    from trellis.platform.access.models import Organisation
    from trellis.platform.access.tests.factories import viewer as make_viewer

    return make_viewer(Role.COORDINATOR, Organisation.objects.get(pk=viewer.organisation_id))
