"""Whether somebody needs a second step at sign-in in any of the organisations that they work for."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.utils import timezone

from trellis.platform.access import queries
from trellis.platform.access.guarding import SECOND_STEPS
from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.rules.second_step import is_coming, is_needed


def may_go(authenticator: Authenticator) -> bool:
    """Say whether a second step may be removed: another one stays, or nobody asks for one."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=SECOND_STEPS)
    return others.exclude(pk=authenticator.pk).exists() or not needed_of(authenticator.user)


def needed_of(user: User) -> list[str]:
    """Name the organisations that ask this person for a second step today."""
    today = timezone.localdate()
    return [
        one.organisation.name
        for one in queries.memberships_of(user)
        if is_needed(
            since=one.organisation.second_step_from,
            roles=one.organisation.second_step_roles,
            role=Role(one.role),
            today=today,
        )
    ]


def coming_for(user: User) -> list[tuple[str, date]]:
    """Name the organisations that will ask this person for a second step that they lack, each with the day."""
    if is_mfa_enabled(user, SECOND_STEPS):
        return []
    today = timezone.localdate()
    return [
        (one.organisation.name, one.organisation.second_step_from)
        for one in queries.memberships_of(user)
        if one.organisation.second_step_from
        and is_coming(
            since=one.organisation.second_step_from,
            roles=one.organisation.second_step_roles,
            role=Role(one.role),
            today=today,
        )
    ]
