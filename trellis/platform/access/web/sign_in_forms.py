"""The forms of sign-in, in our words and our look."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from trellis.platform.access.jobs import send_password_link
from trellis.platform.design_system.forms import GovukFormMixin

SAME_TWICE = "Type the same password in both boxes"
EMAIL = "E-mail address"
PASSWORD_HINT = "At least 12 characters. Three or four words that do not belong together are easy to remember."
NAME_LENGTH = 60
CODE_HINT = "Six figures from your app. A recovery code works too."


class _InWords(GovukFormMixin):
    """Gives the fields of another form our labels, hints and widths."""

    words: dict[str, dict[str, Any]] = {}
    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, given in self.words.items():
            field = self.fields[name]
            field.help_text = ""
            for attribute, value in given.items():
                setattr(field, attribute, value)
            field.error_messages["required"] = given.get("missing", f"Enter {given.get('noun', 'this')}")

    def add_error(self, field: str | None, error: Any) -> None:
        """Say in our words that two passwords differ."""
        if field == "password2" and not isinstance(error, ValidationError):
            error = SAME_TWICE
        super().add_error(field, error)


class SignInForm(_InWords, account.LoginForm):
    """E-mail address and password."""

    words = {
        "login": {"label": EMAIL, "noun": "your e-mail address", "width": 30},
        "password": {"label": "Password", "noun": "your password", "width": 30},
    }


class ForgottenPasswordForm(_InWords, account.ResetPasswordForm):
    """The address to which a link is sent."""

    words = {"email": {"label": EMAIL, "noun": "your e-mail address", "width": 30}}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave the letter to the background, so that the answer takes as long whoever it is."""
        email: str = self.cleaned_data["email"]
        send_password_link.defer(email=email)
        return email


class NewPasswordForm(_InWords, account.ResetPasswordKeyForm):
    """A new password, twice."""

    words = {
        "password1": {"label": "New password", "noun": "a new password", "help_text": PASSWORD_HINT, "width": 30},
        "password2": {"label": "New password again", "noun": "the new password again", "width": 30},
    }


class ChangePasswordForm(_InWords, account.ChangePasswordForm):
    """The password that one has, and a new one twice."""

    words = {
        "oldpassword": {"label": "Password now", "noun": "the password that you have now", "width": 30},
        **NewPasswordForm.words,
    }


class PasswordAgainForm(_InWords, account.ReauthenticateForm):
    """One's password again, before something that matters."""

    words = {"password": {"label": "Password", "noun": "your password", "width": 30}}


CODE = {"label": "Code", "noun": "the code", "help_text": CODE_HINT, "width": 10, "inputmode": "numeric"}


class SecondFactorForm(_InWords, second_factor.AuthenticateForm):
    """The code of the second step."""

    words = {"code": CODE}


class SecondFactorAgainForm(_InWords, second_factor.ReauthenticateForm):
    """The code again, before something that matters."""

    words = {"code": CODE}


class TurnOnForm(_InWords, totp.ActivateTOTPForm):
    """The first code, which shows that the app is set up."""

    words = {"code": {**CODE, "help_text": "Six figures from your app, without a space."}}


PASSKEY_NAME = {
    "label": "Name of the passkey",
    "noun": "a name for the passkey",
    "help_text": "So that you know it again, for example: my work telephone",
    "width": 20,
}


class NewPasskeyForm(_InWords, passkeys.AddWebAuthnForm):
    """A new passkey, which opens the door by itself: the browser makes sure that it is its owner who holds it."""

    words = {"name": PASSKEY_NAME}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = NAME_LENGTH
        del self.fields["passwordless"]

    def clean_name(self) -> str:
        """Return a name that fits."""
        return str(super().clean_name())[:NAME_LENGTH]

    def clean(self) -> dict[str, Any]:
        """Refuse a passkey whose holder was not checked."""
        self.cleaned_data["passwordless"] = True
        return super().clean() or {}


class PasskeyNameForm(_InWords, passkeys.EditWebAuthnForm):
    """Another name for a passkey."""

    words = {"name": PASSKEY_NAME}

    def clean_name(self) -> str:
        """Return a name that fits."""
        return str(self.cleaned_data["name"])[:NAME_LENGTH]
