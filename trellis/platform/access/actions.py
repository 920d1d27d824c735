"""Adding people of the house, and changing what they may do."""

from __future__ import annotations

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access import queries, rules
from trellis.platform.access.models import Membership, User
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

MANAGE = "access.manage_people"
TAKEN = "Somebody with this e-mail address is already in your organisation"


@action("person of the house added", permission=MANAGE)
def add_person(
    *,
    by: Viewer,
    name: str,
    email: str,
    role: Role,
    agency: str = "",
    profession: str = "",
    telephone: str = "",
) -> Membership:
    """Add somebody to the viewer's organisation and invite them by e-mail to choose a password.

    A person who already signs in for another organisation keeps their name and password. Raises RuleBroken when
    they are here already, or a referrer lacks an agency or a profession.
    """
    from trellis.platform.access.jobs import invite

    rules.check_referrer(role=role, agency=agency, profession=profession)
    if queries.email_taken_here(by, email):
        raise RuleBroken(TAKEN, "email")
    email = email.strip().lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email=email, name=name)
    membership = Membership.objects.create(
        organisation_id=by.organisation_id,
        user=user,
        role=role.value,
        agency=agency if role == Role.REFERRER else "",
        profession=profession if role == Role.REFERRER else "",
        telephone=telephone,
    )
    about(membership, role=role.value)
    invite.defer(membership_id=str(membership.pk))
    return membership


@action("person of the house invited again", permission=MANAGE)
def invite_again(*, by: Viewer, membership: Membership) -> None:
    """Send the invitation once more; raises RuleBroken for somebody who has chosen a password already."""
    from trellis.platform.access.jobs import invite

    if membership.user.has_usable_password():
        raise RuleBroken(f"{membership.user.name} has already chosen a password.")
    about(membership)
    invite.defer(membership_id=str(membership.pk))


@action("person of the house changed", permission=MANAGE)
def change_person(
    *, by: Viewer, membership: Membership, role: Role, agency: str, profession: str, telephone: str
) -> Membership:
    """Change somebody's role and details; raises RuleBroken for one's own role and for the last administrator."""
    kept = _locked(by, membership)
    rules.check_role_change(
        is_self=kept.pk == by.membership_id,
        role=Role(kept.role),
        new_role=role,
        other_administrators=queries.other_administrators(by, kept),
    )
    rules.check_referrer(role=role, agency=agency, profession=profession)
    wanted = {
        "role": role.value,
        "agency": agency if role == Role.REFERRER else "",
        "profession": profession if role == Role.REFERRER else "",
        "telephone": telephone,
    }
    changed = [field for field, value in wanted.items() if getattr(kept, field) != value]
    for field in changed:
        setattr(kept, field, wanted[field])
    kept.save(update_fields=changed)
    about(kept, changed=changed, role=role.value)
    return kept


@action("access taken away", permission=MANAGE)
def take_access_away(*, by: Viewer, membership: Membership) -> None:
    """Close the organisation to somebody, at once; what they did stays under their name."""
    kept = _locked(by, membership)
    rules.check_leaving(
        is_self=kept.pk == by.membership_id,
        role=Role(kept.role),
        other_administrators=queries.other_administrators(by, kept),
    )
    kept.is_active = False
    kept.save(update_fields=["is_active"])
    about(kept)


@action("access given back", permission=MANAGE)
def give_access_back(*, by: Viewer, membership: Membership) -> None:
    """Open the organisation again to somebody whose access was taken away."""
    kept = _locked(by, membership)
    kept.is_active = True
    kept.save(update_fields=["is_active"])
    about(kept)


@action("own details changed")
def change_own_details(*, by: Viewer, name: str, telephone: str) -> None:
    """Change one's own name and telephone number."""
    own = queries.own(by)
    own.user.name = name
    own.user.save(update_fields=["name"])
    own.telephone = telephone
    own.save(update_fields=["telephone"])
    about(own, changed=["name", "telephone"])


@action("sign-in changed")
def note_sign_in_change(*, by: Viewer, what: str) -> None:
    """Log that somebody changed their own password or second factor; `what` is "password" or "second factor"."""
    about(queries.own(by), what=what)


@action("signed in")
def note_sign_in(*, by: Viewer) -> None:
    """Log that somebody signed in."""
    about(queries.own(by))


def _locked(by: Viewer, membership: Membership) -> Membership:
    # Two administrators who remove each other at the same moment must not both succeed.
    list(Membership.objects.of_organisation(by).filter(role=Role.ADMINISTRATOR.value).select_for_update())
    return Membership.objects.of_organisation(by).select_for_update().get(pk=membership.pk)
