"""The pages of sign-in: allauth's views, on our addresses and with our words."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.http import HttpResponse
from django.urls import reverse

from trellis.platform.access.pages import View, public_page
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


class SignOutView(account.LogoutView):
    """Sign-out by a button; the browser forgets the pages that it kept."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out."""
        response: HttpResponse = super().post(*args, **kwargs)
        response.delete_cookie(held.PERSON_COOKIE)
        response["Clear-Site-Data"] = '"cache"'
        return response


sign_in = public_page(SignInView.as_view())
sign_out = public_page(SignOutView.as_view())
closed = public_page(account.account_inactive)
forgotten = public_page(account.password_reset)
forgotten_sent = public_page(account.password_reset_done)
new_password = public_page(account.password_reset_from_key)
new_password_done = public_page(account.password_reset_from_key_done)
second_step = public_page(second_factor.authenticate)

change_password = signed_in(account.password_change)
password_again = signed_in(account.reauthenticate)
second_step_home = signed_in(second_factor.index, ("GET",))
second_step_again = signed_in(second_factor.reauthenticate)
turn_on = signed_in(totp.activate_totp)
turn_off = signed_in(totp.deactivate_totp)
codes = signed_in(recovery.view_recovery_codes, ("GET",))
new_codes = signed_in(recovery.generate_recovery_codes)
