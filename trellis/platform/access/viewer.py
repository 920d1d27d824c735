"""The viewer: one person, in one organisation, in one role. Every read starts from one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trellis.platform.access.roles import Role
from trellis.platform.contributions.registry import permission_named

if TYPE_CHECKING:
    from django.http import HttpRequest

    from trellis.platform.access.models import Membership


class NotAllowed(Exception):
    """The viewer's role does not permit this act; the words are for the viewer."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: the membership and what follows from it."""

    membership_id: uuid.UUID
    user_id: uuid.UUID
    organisation_id: uuid.UUID
    organisation_name: str
    role: Role
    name: str
    email: str
    agency: str = ""
    profession: str = ""

    @classmethod
    def from_membership(cls, membership: Membership) -> Viewer:
        """Make the viewer of a membership whose user and organisation are loaded."""
        return cls(
            membership_id=membership.pk,
            user_id=membership.user_id,
            organisation_id=membership.organisation_id,
            organisation_name=membership.organisation.name,
            role=Role(membership.role),
            name=membership.user.name,
            email=membership.user.email,
            agency=membership.agency,
            profession=membership.profession,
        )

    def may(self, permission: str) -> bool:
        """Say whether this role holds the permission; an unknown name is an error, never a silent no."""
        return self.role in permission_named(permission).roles

    def must(self, permission: str) -> None:
        """Raise NotAllowed, in words, unless this role holds the permission."""
        if not self.may(permission):
            raise NotAllowed(f"{permission_named(permission).label} is not part of the role {self.role.label}.")


def viewer_of(request: HttpRequest) -> Viewer | None:
    """Return the request's viewer, or None for somebody who is not signed in to an organisation."""
    return getattr(request, "viewer", None)
