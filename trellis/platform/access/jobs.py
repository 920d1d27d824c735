"""Letters about signing in, and the nightly clearing away."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.platform.access.models import Membership, Place, User
from trellis.platform.access.store import SessionStore
from trellis.platform.database import sight
from trellis.platform.design_system.words import moment
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
NEW_PLACE = """Somebody signed in to Trellis with your account, in a browser that you have not used before.

When: {when}
With: {device}
Network: {network}

If it was you, you need not do anything.

If it was not you, press the button on this page at once. It signs everybody out and lets you choose a new password:

{address}

The link works for two weeks.
"""
CHANGES = {
    "password": "The password of your account in Trellis was changed.",
    "added": "A second step at sign-in was added to your account in Trellis.",
    "removed": "A second step at sign-in was removed from your account in Trellis.",
    "codes": "New recovery codes were made for your account in Trellis. Older codes do not work any more.",
    "taken_away": "Your administrator took the second step at sign-in away from your account in Trellis, and\n"
    "signed you out everywhere. If your organisation asks for a second step, you set up a new one when you sign in.",
}
CHANGED = """{what}

If it was you, or you asked for it, you need not do anything.

If not, choose a new password at once, which signs everybody out: {address}
Then tell the administrator of your organisation.
"""
PLACES_KEPT = timedelta(days=400)


@app.task(name="access.invite", retry=5)
def invite(membership_id: str) -> None:
    """Write to somebody who was added: a link to choose a password, or where to sign in if they have one."""
    with sight.seeing(sight.SIGNING_IN):
        _invite(membership_id)


def _invite(membership_id: str) -> None:
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
    with sight.seeing(sight.SIGNING_IN):
        user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is not None:
        send(to=user.email, subject="Choose a new password", body=FORGOTTEN.format(address=_password_link(user)))


@app.task(name="access.tell_of_new_place", retry=5)
def tell_of_new_place(place_id: str) -> None:
    """Write to somebody that they signed in from a place that is new to them, or that somebody else did."""
    from trellis.platform.access.new_places import token_for

    with sight.seeing(sight.SIGNING_IN):
        place = Place.objects.select_related("user").filter(pk=place_id).first()
    if place is None or not place.user.is_active:
        return
    body = NEW_PLACE.format(
        when=moment(timezone.localtime(place.created_at)),
        device=place.device,
        network=place.network,
        address=_address(reverse("not_me", kwargs={"token": token_for(place)})),
    )
    send(to=place.user.email, subject="A new sign-in to Trellis", body=body)


@app.task(name="access.tell_of_change", retry=5)
def tell_of_change(user_id: str, what: str) -> None:
    """Write to somebody that how they sign in was changed."""
    with sight.seeing(sight.SIGNING_IN):
        user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        body = CHANGED.format(what=CHANGES[what], address=_address(reverse("account_reset_password")))
        send(to=user.email, subject="Your sign-in to Trellis was changed", body=body)


@app.periodic(cron="23 3 * * *")
@app.task(name="access.clear_away", queueing_lock="access.clear_away", pass_context=False)
def clear_away(timestamp: int) -> None:
    """Every night, forget sign-ins that have run out and places that were not used for over a year."""
    with sight.seeing(sight.SIGNING_IN):
        SessionStore.clear_expired()
        Place.objects.filter(seen_at__lt=timezone.now() - PLACES_KEPT).delete()


def _password_link(user: User) -> str:
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return _address(reverse("account_reset_password_from_key", kwargs=key))


def _address(path: str) -> str:
    return f"{settings.TRELLIS_ADDRESS}{path}"
