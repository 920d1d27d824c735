"""Where one is signed in, a sign-in that was somebody else's, and the way to a second step that is needed."""

from __future__ import annotations

import uuid

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from trellis.platform.access import actions, new_places, queries
from trellis.platform.access.guarding import lacks_second_step
from trellis.platform.access.pages import public_page, signed_in_page
from trellis.platform.access.store import fingerprint
from trellis.platform.access.viewer import Viewer, viewer_of
from trellis.platform.access.whereabouts import browser_of
from trellis.platform.design_system import render
from trellis.platform.design_system.words import count, moment


def _viewer(request: HttpRequest) -> Viewer:
    viewer = viewer_of(request)
    assert viewer is not None
    return viewer


def _this(request: HttpRequest) -> str:
    return fingerprint(str(request.session.session_key))


@signed_in_page()
def sign_ins(request: HttpRequest) -> HttpResponse:
    """List the browsers in which one is signed in, and the places used before."""
    viewer = _viewer(request)
    here, browser = _this(request), browser_of(request)
    rows = [
        {
            "device": one.device or "An unknown browser",
            "network": one.network,
            "since": moment(timezone.localtime(one.created_at)),
            "seen": moment(timezone.localtime(one.seen_at)),
            "is_this": one.session_key == here,
            "end": reverse("end_sign_in", args=[one.pk]),
        }
        for one in queries.sign_ins(viewer)
    ]
    places = [
        {
            "device": one.device,
            "network": one.network,
            "first": moment(timezone.localtime(one.created_at)),
            "last": moment(timezone.localtime(one.seen_at)),
            "is_this": one.browser == browser,
        }
        for one in queries.places(viewer)
    ]
    return render(request, "access/sign_ins.jinja", {"rows": rows, "places": places})


@signed_in_page(methods=("POST",))
def end(request: HttpRequest, sign_in_id: uuid.UUID) -> HttpResponse:
    """End one sign-in of one's own."""
    viewer = _viewer(request)
    found = next((one for one in queries.sign_ins(viewer) if one.pk == sign_in_id), None)
    if found is None or found.session_key == _this(request):
        raise Http404
    actions.end_sign_in(by=viewer, sign_in=found)
    messages.success(request, "That browser has been signed out.")
    return HttpResponseRedirect(reverse("sign_ins"))


@signed_in_page(methods=("POST",))
def end_others(request: HttpRequest) -> HttpResponse:
    """End every sign-in of one's own but this one."""
    ended = actions.end_other_sign_ins(by=_viewer(request), but=_this(request))
    words = f"{count(ended, 'other browser')} signed out." if ended else "You are signed in nowhere else."
    messages.success(request, words)
    return HttpResponseRedirect(reverse("sign_ins"))


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then sign out everybody and lead to a new password; the link came to the person's own e-mail."""
    found = new_places.reported(token)
    if found is None:
        return render(request, "access/not_me_gone.jinja", {}, status=404)
    if request.method != "POST":
        context = {"place": found.place, "when": moment(timezone.localtime(found.place.created_at))}
        return render(request, "access/not_me.jinja", context)
    new_places.it_was_not_me(found)
    if request.user.is_authenticated:
        logout(request)
    key = {"uidb36": user_pk_to_url_str(found.user), "key": default_token_generator.make_token(found.user)}
    return HttpResponseRedirect(reverse("account_reset_password_from_key", kwargs=key))


@signed_in_page()
def second_step_needed(request: HttpRequest) -> HttpResponse:
    """Explain that a second step is needed, and lead to each way of having one."""
    if not lacks_second_step(request, _viewer(request)):
        return HttpResponseRedirect(reverse("today"))
    context = {"organisation": _viewer(request).organisation_name, "several": len(request.memberships) > 1}
    return render(request, "access/second_step_needed.jinja", context)
