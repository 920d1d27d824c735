"""What stands round every page besides the viewer: where the sign-in is, what it was for, and the second step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from trellis.platform.access.middleware import MEMBERSHIP_KEY
from trellis.platform.access.models import Membership, Organisation
from trellis.platform.access.rules.second_step import is_needed
from trellis.platform.access.store import BROWSER
from trellis.platform.access.viewer import Viewer, viewer_of
from trellis.platform.access.whereabouts import device_of, network_of

# Put into a sign-in by an organisation's own provider: that organisation, and whether the provider asked twice.
ONLY_ORGANISATION = "only_organisation"
PROVIDER_ASKED_TWICE = "provider_asked_twice"
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What somebody who still needs a second step may open, besides the pages that are open to everybody.
WAY_THERE = frozenset(
    {
        "second_step_needed",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "choose_membership",
    }
)

Next = Callable[[HttpRequest], HttpResponse]


class SignInMiddleware:
    """Says in a sign-in where it is, and keeps one that a provider made to that provider's organisation.

    Stands before the viewer is found.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look, then go on."""
        if request.user.is_authenticated:
            here = {"device": device_of(request), "network": network_of(request)}
            if request.session.get(BROWSER) != here:
                request.session[BROWSER] = here
            if not _may_stay(request):
                logout(request)
        return self.get_response(request)


class SecondStepMiddleware:
    """Leads whoever still needs a second step to it, and keeps everything else closed; stands after the viewer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Show no other organisation to a sign-in that was made for one."""
        only = request.session.get(ONLY_ORGANISATION)
        if only and hasattr(request, "memberships"):
            request.memberships = [one for one in request.memberships if str(one.organisation_id) == only]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let pass what is open to everybody and the way to a second step; close the rest until there is one."""
        viewer = viewer_of(request)
        if viewer is None or getattr(view, "page_permission", "undeclared") is None:
            return None
        match = request.resolver_match
        if match is not None and match.view_name in WAY_THERE:
            return None
        if not lacks_second_step(request, viewer):
            return None
        if request.headers.get("X-Autosave") or request.headers.get("HX-Request"):
            return HttpResponse("Set up your second step first.", content_type="text/plain; charset=utf-8", status=403)
        return HttpResponseRedirect(reverse("second_step_needed"))


def lacks_second_step(request: HttpRequest, viewer: Viewer) -> bool:
    """Say whether the viewer's organisation asks for a second step of this role, and this person has none."""
    organisation = organisation_of(request, viewer)
    needed = is_needed(
        since=organisation.second_step_from,
        roles=organisation.second_step_roles,
        role=viewer.role,
        today=timezone.localdate(),
    )
    if not needed or request.session.get(PROVIDER_ASKED_TWICE):
        return False
    return not is_mfa_enabled(request.user, SECOND_STEPS)


def organisation_of(request: HttpRequest, viewer: Viewer) -> Organisation:
    """Return the viewer's organisation, which the request has read already."""
    for membership in getattr(request, "memberships", ()):
        if membership.pk == viewer.membership_id:
            return membership.organisation
    return Organisation.objects.get(pk=viewer.organisation_id)


def _may_stay(request: HttpRequest) -> bool:
    """Say whether a sign-in that was made for one organisation may still be there, and has not been led elsewhere."""
    only = request.session.get(ONLY_ORGANISATION)
    if not only:
        return True
    there = Membership.objects.filter(user_id=str(request.user.pk), organisation_id=only, is_active=True).first()
    if there is None:
        return False
    if request.session.get(MEMBERSHIP_KEY) != str(there.pk):
        request.session[MEMBERSHIP_KEY] = str(there.pk)
    return True
