"""How sign-in behaves: closed to self-registration, locked after repeated failure, silent about who exists."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from trellis.platform.access.sealing import seal, unseal
from trellis.platform.access.whereabouts import address_of, device_of
from trellis.platform.design_system.words import day

WRONG = "The e-mail address or the password is not right. Check both and try again"
COMING = "From {day}, {organisation} asks for a second step at sign-in. You can set it up now, under Your account."
CODES = "codes at sign-in"
LAST_ONE = "Your organisation asks for a second step. Add another one first, then you can do without this one."
WORDS = {
    "email_password_mismatch": WRONG,
    "account_inactive": WRONG,
    "invalid_login": WRONG,
    "too_many_login_attempts": "There have been too many attempts. Wait 15 minutes and try again",
    "rate_limited": "There have been too many attempts. Wait a few minutes and try again",
    "enter_current_password": "The password that you have now is not right",
    "incorrect_password": "The password is not right",
    "incorrect_code": "The code is not right. Type the newest one from your app",
    "unusable_passkey": "The passkey was not accepted. Try again, or sign in another way",
    "invalid_password_reset": "This link has run out or was used already",
}
SAID = {
    "account/messages/password_changed.txt": "Your password has been changed.",
    "mfa/messages/totp_activated.txt": "The second step at sign-in is turned on.",
    "mfa/messages/totp_deactivated.txt": "The second step at sign-in is turned off.",
    "mfa/messages/webauthn_added.txt": "The passkey is ready. You can sign in with it.",
    "mfa/messages/webauthn_removed.txt": "The passkey is removed.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. Keep them somewhere safe.",
}


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs themselves up."""

    error_messages = {**DefaultAccountAdapter.error_messages, **WORDS}

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no: an administrator adds people."""
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say in our words what happened; what needs no words is left unsaid."""
        words = message or SAID.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counting of wrong passwords to axes, whose page is in words; codes are counted by allauth."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that limits count by."""
        return address_of(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to one's own account."""
        return reverse("account")

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponseBase:
        """Remember in this browser who it was, and tell the person of a place that is new to them."""
        from trellis.platform.access import new_places, second_steps
        from trellis.platform.access.web import held

        response = held.after_waiting(request, user.pk) or super().post_login(request, user, **details)
        held.remember_person(request, response, user.pk)
        new_places.note(request, response, user)
        for organisation, since in second_steps.coming_for(user):
            messages.info(request, COMING.format(organisation=organisation, day=day(since)))
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second step at sign-in, in our words."""

    error_messages = {**DefaultMFAAdapter.error_messages, **WORDS, "cannot_delete_authenticator": LAST_ONE}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether somebody may do without this one: not without the last, where an organisation asks for one."""
        from trellis.platform.access.second_steps import may_go

        return may_go(authenticator)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Name a passkey after the browser in which it is made, until its owner finds a better name."""
        return device_of(context.request)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name this service in the person's passkeys."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Trellis"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Name the account in the person's passkeys by their name and e-mail address."""
        named = super().get_public_key_credential_user_entity(user)
        return {**named, "name": str(getattr(user, "email", "")), "display_name": str(user)}

    def encrypt(self, text: str) -> str:
        """Seal what makes codes: whoever reads the database cannot make them."""
        return seal(text, CODES)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what makes codes."""
        return unseal(encrypted_text, CODES) or ""

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Name the account in the person's app by their e-mail address."""
        return str(getattr(user, "email", ""))


def name_typed(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """Return the e-mail address by which failures are counted, in small letters."""
    given = credentials or {}
    typed = given.get("email") or given.get("login") or given.get("username") or request.POST.get("login", "")
    return str(typed).strip().lower()[:255] or None


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer somebody who failed too often, in words and without saying whether the account exists."""
    return render(request, "access/locked_out.jinja", status=429)
