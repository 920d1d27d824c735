"""What stands before a journey begins: programmes on offer, and the staff. Everything else goes through pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trellis.features.programmes.tests.factories import offer
from trellis.features.workforce.tests.factories import staff_member
from trellis.platform.access.models import Membership, Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer


@dataclass(frozen=True)
class Staff:
    """Somebody who runs sessions."""

    name: str
    gender: str = "female"
    duty: str = "practitioner"


def open_programmes(house: Organisation, *keys: str) -> None:
    """Let the service offer programmes."""
    for key in keys:
        offer(house, key)


def take_on(
    house: Organisation, staff: Sequence[Staff], *, signs_in: Membership | None = None, trained_in: Sequence[str] = ()
) -> None:
    """Take on staff; the first of them is the one who signs in as `signs_in`."""
    by = viewer(Role.ADMINISTRATOR, house)
    for number, each in enumerate(staff):
        staff_member(
            by,
            name=each.name,
            gender=each.gender,
            duties=[each.duty],
            trained_in=trained_in,
            membership=signs_in if number == 0 else None,
        )
