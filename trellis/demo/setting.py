"""One organisation of the demonstration, with the people through whom its stories happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trellis.features.workforce.models import StaffMember
from trellis.platform.access.models import Membership, Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Service:
    """The organisation, the day on which the demonstration is loaded, and who acts."""

    organisation: Organisation
    today: date
    coordinator: Viewer
    referrer: Viewer
    other_referrer: Viewer

    @classmethod
    def of(cls, organisation: Organisation, today: date) -> Service:
        """Find the people of an organisation; a service with one referrer has that one twice."""
        coordinator = _viewers(organisation, Role.COORDINATOR)[0]
        referrers = _viewers(organisation, Role.REFERRER)
        return cls(organisation, today, coordinator, referrers[0], referrers[-1])

    def staff(self, name: str) -> StaffMember:
        """Return a member of staff by name."""
        return StaffMember.objects.visible_to(self.coordinator).get(name=name)


def _viewers(organisation: Organisation, role: Role) -> list[Viewer]:
    found = Membership.objects.filter(organisation=organisation, role=role.value)
    return [Viewer.from_membership(each) for each in found.select_related("user", "organisation").order_by("pk")]
