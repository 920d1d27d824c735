"""Puts into the log what allauth does: sign-ins, and changes to how somebody signs in."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from trellis.platform.access import actions, jobs, lockout, own_sign_in, queries
from trellis.platform.access.guarding import SECOND_STEPS
from trellis.platform.access.middleware import MEMBERSHIP_KEY
from trellis.platform.access.models import SignIn, User
from trellis.platform.access.store import fingerprint
from trellis.platform.access.viewer import Viewer
from trellis.platform.database import sight


def connect() -> None:
    """Start listening."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="log_signed_in")
    account.password_changed.connect(_password, dispatch_uid="log_password_changed")
    account.password_reset.connect(_password, dispatch_uid="log_password_reset")
    second_factor.authenticator_added.connect(_second_step_on, dispatch_uid="log_second_step_on")
    second_factor.authenticator_removed.connect(_second_step_off, dispatch_uid="log_second_step_off")
    second_factor.authenticator_reset.connect(_codes, dispatch_uid="log_recovery_codes")


def _signed_in(user: User, request: HttpRequest, sociallogin: Any = None, **_: Any) -> None:
    """Log it where the person begins, and nowhere else: one organisation need not know when they work for another."""
    if sociallogin is not None:
        own_sign_in.keep_to_organisation(request, user, sociallogin)
    begun = queries.first_membership(user, request.session.get(MEMBERSHIP_KEY))
    if begun is not None:
        with sight.seeing(sight.viewer(begun.pk)):
            actions.note_sign_in(by=Viewer.from_membership(begun))


def _password(user: User, **_: Any) -> None:
    _note(user, "password")
    lockout.forget(user.email)
    jobs.tell_of_change.defer(user_id=str(user.pk), what="password")


def _second_step_on(user: User, request: HttpRequest, authenticator: Authenticator, **_: Any) -> None:
    """End the other sign-ins when the first second step is turned on: none of them was asked for it."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    _second_step(user, "added")
    first = not Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exclude(pk=authenticator.pk).exists()
    if first:
        SignIn.objects.filter(user=user).exclude(session_key=fingerprint(str(request.session.session_key))).delete()


def _second_step_off(user: User, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _second_step(user, "removed")


def _codes(user: User, **_: Any) -> None:
    _second_step(user, "codes")


def _second_step(user: User, what: str) -> None:
    _note(user, "second step at sign-in")
    jobs.tell_of_change.defer(user_id=str(user.pk), what=what)


def _note(user: User, what: str) -> None:
    """Log a change to the account in every organisation that it opens."""
    for membership in queries.memberships_of(user):
        with sight.seeing(sight.viewer(membership.pk)):
            actions.note_sign_in_change(by=Viewer.from_membership(membership), what=what)
