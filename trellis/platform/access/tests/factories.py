"""Standing people for tests."""

from __future__ import annotations

import itertools

from trellis.platform.access.models import Membership, Organisation, User
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer

_numbers = itertools.count(1)
PASSWORD = "correct horse battery staple"


def organisation(name: str = "") -> Organisation:
    """Make an organisation."""
    number = next(_numbers)
    name = name or f"Service {number}"
    return Organisation.objects.create(name=name, slug=f"service-{number}")


def membership(
    role: Role = Role.COORDINATOR,
    organisation: Organisation | None = None,
    *,
    name: str = "",
    agency: str = "",
    profession: str = "",
) -> Membership:
    """Make a person with a role in an organisation (a new one unless given); the password is PASSWORD."""
    number = next(_numbers)
    user = User.objects.create_user(
        email=f"{role.value}{number}@example.org", password=PASSWORD, name=name or f"{role.label} {number}"
    )
    if role == Role.REFERRER:
        agency = agency or "Northside Children's Social Work"
        profession = profession or "social_worker"
    return Membership.objects.create(
        user=user,
        organisation=organisation or globals()["organisation"](),
        role=role,
        agency=agency,
        profession=profession,
    )


def viewer(
    role: Role = Role.COORDINATOR,
    organisation: Organisation | None = None,
    *,
    name: str = "",
    agency: str = "",
    profession: str = "",
) -> Viewer:
    """Make a viewer in a role."""
    return Viewer.from_membership(membership(role, organisation, name=name, agency=agency, profession=profession))
