"""Puts into the log what allauth does: sign-ins, and changes to how somebody signs in."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as second_factor

from trellis.platform.access import actions, queries
from trellis.platform.access.models import User
from trellis.platform.access.viewer import Viewer


def connect() -> None:
    """Start listening."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="log_signed_in")
    account.password_changed.connect(_password, dispatch_uid="log_password_changed")
    account.password_reset.connect(_password, dispatch_uid="log_password_reset")
    second_factor.authenticator_added.connect(_second_step, dispatch_uid="log_second_step_on")
    second_factor.authenticator_removed.connect(_second_step, dispatch_uid="log_second_step_off")
    second_factor.authenticator_reset.connect(_second_step, dispatch_uid="log_recovery_codes")


def _signed_in(user: User, **_: Any) -> None:
    for viewer in _viewers(user):
        actions.note_sign_in(by=viewer)


def _password(user: User, **_: Any) -> None:
    for viewer in _viewers(user):
        actions.note_sign_in_change(by=viewer, what="password")


def _second_step(user: User, **_: Any) -> None:
    for viewer in _viewers(user):
        actions.note_sign_in_change(by=viewer, what="second step at sign-in")


def _viewers(user: User) -> list[Viewer]:
    return [Viewer.from_membership(membership) for membership in queries.memberships_of(user)]
