"""Adding people of the house, and changing what they may do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.utils import timezone

from trellis.kernel.decisions import RuleBroken
from trellis.platform.access import queries, rules
from trellis.platform.access.models import Membership, Organisation, Provider, SignIn, User
from trellis.platform.access.roles import Role
from trellis.platform.access.rules import providers, second_step
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action
from trellis.platform.database import sight

MANAGE = "access.manage_people"
WITH_AGENCY = frozenset({Role.REFERRER, Role.LICENSOR})
MANAGE_SIGN_IN = "access.manage_sign_in"
ELSEWHERE_TOO = (
    "This person works for another organisation in Trellis as well, so only whoever runs the service can take their "
    "second step away."
)
SECRET_NEEDED = "Enter the secret that your provider gave you"
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
    with sight.seeing(sight.SIGNING_IN):  # Whoever has this address may belong to other organisations only.
        known = User.objects.filter(email=email).first()
    user = known or User.objects.create_user(email=email, name=name)
    membership = Membership.objects.create(
        organisation_id=by.organisation_id,
        user=user,
        role=role.value,
        agency=agency if role in WITH_AGENCY else "",
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
        "agency": agency if role in WITH_AGENCY else "",
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
    """Log that somebody signed in to this organisation; what they do in another is not this one's to know."""
    about(queries.own(by))


@action("sign-in ended")
def end_sign_in(*, by: Viewer, sign_in: SignIn) -> None:
    """End one of one's own sign-ins, at once."""
    ended, _ = SignIn.objects.filter(user_id=by.user_id, pk=sign_in.pk).delete()
    about(queries.own(by), ended=ended)


@action("sign-in ended")
def end_other_sign_ins(*, by: Viewer, but: str) -> int:
    """End all of one's own sign-ins but the one with this fingerprint, at once; return how many there were."""
    own = queries.own(by)
    ended, _ = SignIn.objects.filter(user_id=by.user_id).exclude(session_key=but).delete()
    about(own, ended=ended)
    return ended


@action("second step asked for", permission=MANAGE_SIGN_IN)
def ask_for_second_step(*, by: Viewer, since: date | None, roles: Collection[Role]) -> None:
    """Ask people in these roles for a second step from a day on, or of nobody; raises RuleBroken for what cannot be."""
    organisation = Organisation.objects.select_for_update().get(pk=by.organisation_id)
    second_step.check_asking(since=since, roles=roles, today=timezone.localdate(), was=organisation.second_step_from)
    organisation.second_step_from = since
    organisation.second_step_roles = sorted(role.value for role in roles) if since else []
    organisation.save(update_fields=["second_step_from", "second_step_roles"])
    about(organisation, since=since.isoformat() if since else "never", roles=organisation.second_step_roles)


@action("sign-in of our own changed", permission=MANAGE_SIGN_IN)
def set_provider(
    *, by: Viewer, name: str, issuer: str, client_id: str, secret: str, domains: str, asks_second_step: bool
) -> Provider:
    """Keep an organisation's own provider; an empty secret leaves the one that there is.

    Another issuer or client is another provider (`queries.provider_key`): whoever was known to the old one is found
    again by their e-mail address. Raises RuleBroken for an issuer or domains that cannot be, and for a missing secret.
    """
    kept = Provider.objects.of_organisation(by).select_for_update().first() or Provider(
        organisation_id=by.organisation_id
    )
    found, allowed = providers.check_issuer(issuer), providers.domains_of(domains)
    if (kept.issuer, kept.client_id) != (found, client_id) and not secret:
        # The one that is kept was for another, and must never be sent to this one.
        raise RuleBroken(SECRET_NEEDED, "secret")
    if secret:
        kept.keep_secret(secret)
    kept.name, kept.issuer, kept.client_id, kept.domains = name, found, client_id, allowed
    kept.asks_second_step, kept.is_active = asks_second_step, True
    kept.save()
    about(kept, domains=len(allowed), new_secret=bool(secret), asks_second_step=asks_second_step)
    return kept


@action("sign-in of our own stopped", permission=MANAGE_SIGN_IN)
def stop_provider(*, by: Viewer) -> None:
    """Stop signing people in by the organisation's own provider, and forget its secret."""
    kept = Provider.objects.of_organisation(by).select_for_update().get()
    kept.is_active, kept.client_id = False, ""
    kept.keep_secret("")
    kept.save(update_fields=["is_active", "client_id", "sealed_secret"])
    about(kept)


@action("second step taken away", permission=MANAGE)
def take_second_step_away(*, by: Viewer, membership: Membership) -> None:
    """Let somebody who has lost telephone and codes begin again; ends their sign-ins, and tells them by e-mail.

    Raises RuleBroken for oneself, and for somebody who works for another organisation too: it is theirs there as well.
    """
    from trellis.platform.access.jobs import tell_of_change

    if membership.pk == by.membership_id:
        raise RuleBroken("This is you. Change it under Your account.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_take_second_step_away(%s, %s)", [by.membership_id, membership.pk])
        if not cursor.fetchone()[0]:
            raise RuleBroken(ELSEWHERE_TOO)
    tell_of_change.defer(user_id=str(membership.user_id), what="taken_away")
    about(membership)


def _locked(by: Viewer, membership: Membership) -> Membership:
    # Two administrators who remove each other at the same moment must not both succeed.
    list(Membership.objects.of_organisation(by).filter(role=Role.ADMINISTRATOR.value).select_for_update())
    return Membership.objects.of_organisation(by).select_for_update().get(pk=membership.pk)
