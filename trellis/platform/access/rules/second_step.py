"""When a second step at sign-in is needed, and of whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.roles import Role

ROLES_NEEDED = "Choose the roles that need a second step"
DAY_NEEDED = "Enter the day from which the second step is needed"
DAY_PAST = "Enter a day after today, or choose “Yes, from now on”"


def is_needed(*, since: date | None, roles: Collection[str], role: Role, today: date) -> bool:
    """Say whether this role needs a second step today: the organisation asks for it, and the day has come."""
    return since is not None and since <= today and role.value in roles


def is_coming(*, since: date | None, roles: Collection[str], role: Role, today: date) -> bool:
    """Say whether the second step will be needed of this role on a later day."""
    return since is not None and since > today and role.value in roles


def check_asking(*, since: date | None, roles: Collection[Role], today: date, was: date | None) -> None:
    """Raise RuleBroken unless what the organisation asks for makes sense; a day that was set before may have come."""
    if since is None:
        return
    if not roles:
        raise RuleBroken(ROLES_NEEDED, "roles")
    if since < today and since != was:
        raise RuleBroken(DAY_PAST, "since")
