"""Who is in the house, as one viewer may see it."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from trellis.platform.access.models import Membership, Place, Provider, SignIn, User
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


def first_membership(user: User, chosen: str | None) -> Membership | None:
    """Return the membership with which a sign-in begins: the one chosen for it, else the person's oldest."""
    found = Membership.objects.filter(user=user, is_active=True).select_related("organisation", "user")
    ordered = list(found.order_by("created_at", "pk"))
    return next((one for one in ordered if str(one.pk) == chosen), ordered[0] if ordered else None)


def sign_ins(viewer: Viewer) -> list[SignIn]:
    """List the browsers in which the viewer is signed in, the last used first."""
    found = SignIn.objects.filter(user_id=viewer.user_id, expire_date__gt=timezone.now())
    return list(found.defer("session_data").order_by("-seen_at", "-pk"))


def places(viewer: Viewer, most: int = 20) -> list[Place]:
    """List the places from which the viewer has signed in, the last used first."""
    return list(Place.objects.filter(user_id=viewer.user_id).order_by("-seen_at", "-pk")[:most])


def has_second_step(viewer: Viewer, membership: Membership) -> bool:
    """Say whether somebody of the viewer's organisation has a second step at sign-in."""
    return membership.organisation_id == viewer.organisation_id and membership.pk not in _lacking(viewer)


def _lacking(viewer: Viewer) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_without_second_step(%s)", [viewer.organisation_id])
        return [row[0] for row in cursor.fetchall()]


def without_second_step(viewer: Viewer) -> list[Membership]:
    """List people of the viewer's organisation who have no second step at sign-in, by name."""
    ids = _lacking(viewer)
    found = Membership.objects.visible_to(viewer).filter(pk__in=ids).select_related("user")
    return list(found.order_by("user__name", "pk"))


def provider(viewer: Viewer) -> Provider | None:
    """Return the provider that signs people of the viewer's organisation in, when there is one."""
    return Provider.objects.visible_to(viewer).filter(is_active=True).first()


def provider_key(provider: Provider) -> str:
    """Name a provider for the links to people's accounts; another issuer or client has another name."""
    mark = hashlib.sha256(f"{provider.issuer} {provider.client_id}".encode()).hexdigest()[:16]
    return f"{provider.pk.hex}.{mark}"


def provider_called(name: str) -> Provider | None:
    """Return the provider that an address (an organisation's short name) or a link (`provider_key`) names."""
    found = Provider.objects.filter(is_active=True).select_related("organisation")
    pk, dot, _ = name.partition(".")
    if not dot:
        return found.filter(organisation__slug=name).first()
    try:
        one = found.filter(pk=uuid.UUID(hex=pk)).first()
    except ValueError:
        return None
    return one if one and provider_key(one) == name else None


def providers_for(domain: str) -> list[Provider]:
    """List the providers that vouch for addresses at an e-mail domain, by organisation."""
    found = Provider.objects.filter(is_active=True, domains__contains=[domain]).select_related("organisation")
    return list(found.order_by("organisation__name", "pk"))
