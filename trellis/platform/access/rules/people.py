"""Who may be changed into what, apart from who may do the changing."""

from __future__ import annotations

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.roles import Role

OWN_ROLE = "You cannot change your own role. Ask another administrator to do it."
OWN_ACCESS = "You cannot take away your own access. Ask another administrator to do it."
LAST_ADMINISTRATOR = (
    "This is the last administrator. Make somebody else an administrator first, so that people can still be added."
)
LICENSOR_NEEDED = "Enter who gives the licence, as the programme's page names them"
AGENCY_NEEDED = "Enter the organisation that the referrer works for"
PROFESSION_NEEDED = "Choose what the referrer works as"


def check_role_change(*, is_self: bool, role: Role, new_role: Role, other_administrators: int) -> None:
    """Raise RuleBroken when a role may not become another one.

    `other_administrators` counts the active administrators of the organisation besides this person.
    """
    if role == new_role:
        return
    if is_self:
        raise RuleBroken(OWN_ROLE, "role")
    if role == Role.ADMINISTRATOR and other_administrators == 0:
        raise RuleBroken(LAST_ADMINISTRATOR, "role")


def check_leaving(*, is_self: bool, role: Role, other_administrators: int) -> None:
    """Raise RuleBroken when this person's access may not be taken away."""
    if is_self:
        raise RuleBroken(OWN_ACCESS)
    if role == Role.ADMINISTRATOR and other_administrators == 0:
        raise RuleBroken(LAST_ADMINISTRATOR)


def can_leave(*, is_self: bool, role: Role, other_administrators: int) -> bool:
    """Say whether this person's access may be taken away."""
    try:
        check_leaving(is_self=is_self, role=role, other_administrators=other_administrators)
    except RuleBroken:
        return False
    return True


def check_referrer(*, role: Role, agency: str, profession: str) -> None:
    """Raise RuleBroken unless a referrer has an agency and a profession, and a licensor an agency: programmes ask."""
    if role == Role.LICENSOR and not agency:
        raise RuleBroken(LICENSOR_NEEDED, "agency")
    if role != Role.REFERRER:
        return
    if not agency:
        raise RuleBroken(AGENCY_NEEDED, "agency")
    if not profession:
        raise RuleBroken(PROFESSION_NEEDED, "profession")
