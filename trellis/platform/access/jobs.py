"""Letters about signing in."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app

from trellis.platform.access.models import Membership, User
from trellis.platform.notifications.mail import send

INVITATION = """You have been added to Trellis for {organisation}.

Choose a password to sign in:

{address}

The link works for three days. If it has run out, ask for a new one at {reset}
If you did not expect this, you need not do anything.
"""
WELCOME = """You have been added to {organisation} in Trellis.

Sign in with the password that you have: {address}
"""
FORGOTTEN = """Somebody asked for a new password for your account in Trellis.

Choose a new password:

{address}

The link works for three days, once. If it was not you, you need not do anything: your password stays as it is.
"""


@app.task(name="access.invite", retry=5)
def invite(membership_id: str) -> None:
    """Write to somebody who was added: a link to choose a password, or where to sign in if they have one."""
    membership = Membership.objects.select_related("user", "organisation").get(pk=membership_id)
    if not membership.is_active:
        return
    user, organisation = membership.user, membership.organisation.name
    if user.has_usable_password():
        body = WELCOME.format(organisation=organisation, address=_address(reverse("account_login")))
    else:
        reset = _address(reverse("account_reset_password"))
        body = INVITATION.format(organisation=organisation, address=_password_link(user), reset=reset)
    send(to=user.email, subject="You have been added to Trellis", body=body)


@app.task(name="access.send_password_link", retry=5)
def send_password_link(email: str) -> None:
    """Write to whoever has this e-mail address how to choose a new password; do nothing when nobody has."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is not None:
        send(to=user.email, subject="Choose a new password", body=FORGOTTEN.format(address=_password_link(user)))


def _password_link(user: User) -> str:
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return _address(reverse("account_reset_password_from_key", kwargs=key))


def _address(path: str) -> str:
    return f"{settings.TRELLIS_ADDRESS}{path}"
