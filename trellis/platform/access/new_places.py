"""Tells people of a sign-in from a place that is new to them, and undoes it when it was not they."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from trellis.platform.access.models import Place, SignIn, User
from trellis.platform.access.rules.places import Newness, newness
from trellis.platform.access.whereabouts import device_of, mark_browser, network_of
from trellis.platform.database import sight

SALT = "trellis.not-me"
OPEN_FOR = 14 * 24 * 60 * 60
NEW_NETWORK = "You have not signed in from this network before. Your account lists where you are signed in."
NEW_BROWSER = "You have not signed in with this browser before, so we have sent you an e-mail about it."
# A sign-in writes its place a moment after what it brought along.
A_MOMENT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Reported:
    """A sign-in that somebody may say was not theirs."""

    user: User
    place: Place


def note(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Remember the place of a sign-in, and tell the person when the browser is new to them."""
    from trellis.platform.access.jobs import tell_of_new_place

    browser, network = mark_browser(request, response), network_of(request)
    known = list(Place.objects.filter(user=user).values_list("browser", "network"))
    how_new = newness(
        ever=bool(known),
        browser_known=any(browser == one for one, _ in known),
        network_known=any(network == one for _, one in known),
    )
    place, _ = Place.objects.update_or_create(
        user=user,
        browser=browser,
        network=network,
        defaults={"device": device_of(request), "seen_at": timezone.now()},
    )
    if how_new == Newness.NEW_BROWSER:
        tell_of_new_place.defer(place_id=str(place.pk))
        messages.info(request, NEW_BROWSER)
    elif how_new == Newness.NEW_NETWORK:
        messages.info(request, NEW_NETWORK)


def token_for(place: Place) -> str:
    """Write the words of the link with which somebody says that a sign-in was not theirs."""
    return signing.dumps({"place": str(place.pk), "at": place.created_at.timestamp()}, salt=SALT)


def reported(token: str) -> Reported | None:
    """Return the sign-in that a link is about; None when it has run out or was used."""
    try:
        said = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    with sight.seeing(sight.SIGNING_IN):
        place = Place.objects.select_related("user").filter(pk=said["place"]).first()
    return Reported(place.user, place) if place else None


def it_was_not_me(found: Reported) -> None:
    """End every sign-in, close the password, and take away what was added to the account since then.

    The way back is a new password, chosen with the same link: it came to the person's own e-mail.
    """
    with sight.seeing(sight.SIGNING_IN), transaction.atomic():
        _take_back(found, found.place.created_at - A_MOMENT)


def _take_back(found: Reported, since: datetime) -> None:
    user = User.objects.select_for_update().get(pk=found.user.pk)
    Authenticator.objects.filter(user=user, created_at__gte=since).delete()
    if not Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user, date_joined__gte=since).delete()
    Place.objects.filter(user=user, created_at__gte=since).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    SignIn.objects.filter(user=user).delete()
    found.user.password = user.password
