"""Who is in the house, as one viewer may see it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q

from trellis.platform.access.models import Membership, User
from trellis.platform.access.pages import get_or_404
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of the people of the house, and whether another follows."""

    people: list[Membership]
    number: int
    has_next: bool


def people(
    viewer: Viewer, *, role: Role | None = None, words: str = "", gone: bool = False, page: int = 1
) -> PeoplePage:
    """List people of the viewer's organisation by name; `gone` lists those whose access was taken away."""
    found = Membership.objects.visible_to(viewer).filter(is_active=not gone).select_related("user")
    if role is not None:
        found = found.filter(role=role.value)
    if words:
        found = found.filter(
            Q(user__name__icontains=words) | Q(user__email__icontains=words) | Q(agency__icontains=words)
        )
    start = (page - 1) * PER_PAGE
    rows = list(found.order_by("user__name", "pk")[start : start + PER_PAGE + 1])
    return PeoplePage(rows[:PER_PAGE], page, len(rows) > PER_PAGE)


def person(viewer: Viewer, membership_id: uuid.UUID) -> Membership:
    """Return one person of the house, or raise Http404."""
    return get_or_404(Membership.objects.visible_to(viewer).select_related("user", "organisation"), pk=membership_id)


def names(viewer: Viewer) -> list[tuple[str, str]]:
    """List everybody of the viewer's organisation, present and gone, as (id, name) pairs for a filter."""
    found = Membership.objects.visible_to(viewer).select_related("user").order_by("user__name", "pk")
    return [(str(row.pk), row.user.name) for row in found]


def other_administrators(viewer: Viewer, membership: Membership) -> int:
    """Count the administrators with access besides this person."""
    return (
        Membership.objects.of_organisation(viewer)
        .filter(role=Role.ADMINISTRATOR.value, is_active=True)
        .exclude(pk=membership.pk)
        .count()
    )


def memberships_of(user: User) -> list[Membership]:
    """List the organisations in which this person has access, with their role in each."""
    found = Membership.objects.filter(user=user, is_active=True).select_related("organisation", "user")
    return list(found.order_by("organisation__name", "pk"))


def own(viewer: Viewer) -> Membership:
    """Return the viewer's own membership."""
    return Membership.objects.select_related("user", "organisation").get(pk=viewer.membership_id)


def email_taken_here(viewer: Viewer, email: str) -> bool:
    """Say whether somebody of the viewer's organisation has this e-mail address."""
    found = Membership.objects.of_organisation(viewer)
    return found.filter(user__email__iexact=email.strip()).exists()


def people_in_role(viewer: Viewer, role: Role) -> list[Membership]:
    """List those with access who hold a role in the viewer's organisation, for actions that write to them."""
    found = Membership.objects.of_organisation(viewer).filter(role=role.value, is_active=True)
    return list(found.select_related("user").order_by("pk"))
