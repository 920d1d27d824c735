"""The pages of sign-in: allauth's views, on our addresses and with our words."""

from __future__ import annotations

import json
from typing import Any

from allauth.account import views as account
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.base import views as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.views.generic import RedirectView

from trellis.platform.access.pages import View, public_page
from trellis.platform.access.second_steps import may_go
from trellis.platform.access.sign_in import LAST_ONE, WORDS
from trellis.platform.access.web import held


def signed_in(view: View, methods: tuple[str, ...] = ("GET", "POST")) -> View:
    """Open one of allauth's views to everybody who is signed in; `methods` are those that it takes."""
    view.page_permission = "*"
    view.page_methods = methods
    return view


class SignInView(account.LoginView):
    """Sign-in, carrying a form that was sent after the session had ended."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, and go on to what was typed when there is something."""
        typed = held.unsigned(self.request.POST.get(held.FIELD, ""))
        self.carries = typed is not None and held.keep_for(self.request, typed, form.user.pk)
        return super().form_valid(form)

    def get_success_url(self) -> str | None:
        """Go on to what was typed, else to the address that was asked for."""
        if getattr(self, "carries", False):
            return reverse("carry_on")
        return super().get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is carried along to the page's context."""
        carried = self.request.POST.get(held.FIELD, "")
        typed = held.unsigned(carried)
        return {
            **super().get_context_data(**kwargs),
            "held": carried if typed else "",
            "typed_is_kept": typed is not None,
            "typed_is_lost": False,
        }


class PasskeySignInView(passkeys.LoginWebAuthnView):
    """Sign-in by a passkey alone, to where one was going."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, and go on to what was typed or asked for."""
        held.wait(self.request)
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = perform_passwordless_login(self.request, authenticator, login)
        return answer


class NewPasskeyView(passkeys.AddWebAuthnView):
    """A new passkey, kept on the device, which checks who holds it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the browser is asked to make."""
        context: dict[str, Any] = super(passkeys.AddWebAuthnView, self).get_context_data(**kwargs)
        options = begin_registration(self.request.user, True)
        return {**context, "options": json.dumps(options, cls=DjangoJSONEncoder)}


class PasskeyAgainView(passkeys.ReauthenticateWebAuthnView):
    """One's passkey again, before something that matters."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say on this page that it was not accepted."""
        messages.error(self.request, WORDS["unusable_passkey"])
        return HttpResponseRedirect(self.request.get_full_path())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the browser is asked to show."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "options": json.dumps(context["js_data"]["request_options"], cls=DjangoJSONEncoder)}


class SecondStepView(second_factor.AuthenticateView):
    """The second step: a code or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add which ways this person has, and what the browser is asked to show."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        return {
            **context,
            "has_app": Authenticator.Type.TOTP in kinds,
            "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
            "options": json.dumps(context["js_data"]["request_options"], cls=DjangoJSONEncoder),
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say beside the box, or above the page for a passkey, that it was not accepted."""
        if "code" not in self.request.POST:
            messages.error(self.request, WORDS["unusable_passkey"])
        answer: HttpResponse = super().form_invalid(form)
        return answer


class RemovePasskeyView(passkeys.RemoveWebAuthnView):
    """Removes a passkey, unless it is the last second step where one is asked for."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say why not."""
        if not may_go(self.get_object()):
            messages.error(self.request, LAST_ONE)
            return HttpResponseRedirect(reverse("mfa_index"))
        answer: HttpResponse = super().form_valid(form)
        return answer

    def get_success_url(self) -> str:
        """Go back to the list."""
        return reverse("mfa_index")


class PasskeyNameView(passkeys.EditWebAuthnView):
    """Gives a passkey another name."""

    success_url = reverse_lazy("mfa_index")


class SignOutView(account.LogoutView):
    """Sign-out by a button; the browser forgets the pages that it kept."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out."""
        response: HttpResponse = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache"'
        return response


sign_in = public_page(SignInView.as_view())
sign_out = public_page(SignOutView.as_view())
closed = public_page(account.account_inactive)
forgotten = public_page(account.password_reset)
forgotten_sent = public_page(account.password_reset_done)
new_password = public_page(account.password_reset_from_key)
new_password_done = public_page(account.password_reset_from_key_done)
second_step = public_page(SecondStepView.as_view())
passkey = public_page(PasskeySignInView.as_view())

change_password = signed_in(account.password_change)
password_again = signed_in(account.reauthenticate)
second_step_home = signed_in(second_factor.index, ("GET",))
second_step_again = signed_in(second_factor.reauthenticate)
turn_on = signed_in(totp.activate_totp)
turn_off = signed_in(totp.deactivate_totp)
codes = signed_in(recovery.view_recovery_codes, ("GET",))
new_codes = signed_in(recovery.generate_recovery_codes)
list_of_passkeys = signed_in(RedirectView.as_view(pattern_name="mfa_index"), ("GET",))
new_passkey = signed_in(NewPasskeyView.as_view())
passkey_again = signed_in(PasskeyAgainView.as_view())
passkey_name = signed_in(PasskeyNameView.as_view())
remove_passkey = signed_in(RemovePasskeyView.as_view())
