"""Sign-in again without losing what was typed.

A form that arrives after the session has ended is answered with the sign-in page, which carries the typed fields along,
signed. After sign-in they wait in the session for one press of a button, which sends them to where they were going.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from trellis.platform.access.pages import public_page, signed_in_page

FIELD = "held"
LEAVE = "leave-what-was-held"
SESSION_KEY = "held"
PERSON_COOKIE = "trellis_person"
SALT = "trellis.held"
MOST_BYTES = 500_000
MOST_SECONDS = 12 * 60 * 60
NEVER_KEPT = ("csrfmiddlewaretoken", "code", FIELD)
SOMEBODY_ELSE = "Something typed before by another person was left out."


@dataclass(frozen=True, slots=True)
class Held:
    """A form on its way: where to, its fields, the names of files that could not be kept, and whose it is."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str]
    left_out: bool
    person: str


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask somebody who is not signed in to sign in, keeping a form that they had just sent."""
    if request.user.is_authenticated:
        return render(request, "access/no_membership.jinja", status=403)
    if request.method in {"GET", "HEAD"}:
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
    if request.headers.get("X-Autosave"):
        return HttpResponse("Sign in again.", content_type="text/plain; charset=utf-8", status=401)
    return _sign_in_page(request, hold(request))


def hold(request: HttpRequest) -> Held | None:
    """Take the fields of a sent form; None when they are too many to carry, or their address is not of this house."""
    path = request.get_full_path()
    if not is_local(path):
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in sent if not _is_secret(name)]
    if sum(len(name) + len(value) for name, value in kept) > MOST_BYTES:
        return None
    return Held(
        path=path,
        fields=kept,
        files=[upload.name or "" for uploads in dict(request.FILES.lists()).values() for upload in uploads],
        left_out=any(_is_secret(name) and name not in NEVER_KEPT for name, _ in sent),
        person=_person_before(request),
    )


def is_local(path: str) -> bool:
    """Say whether a path leads to an address of this house and nowhere else."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def signed(held: Held) -> str:
    """Write what is held as text that only this service can have written."""
    return signing.dumps(asdict(held), salt=SALT, compress=True)


def unsigned(text: str) -> Held | None:
    """Read what `signed` wrote; None for anything else or after twelve hours."""
    if not text:
        return None
    try:
        values = signing.loads(text, salt=SALT, max_age=MOST_SECONDS)
    except signing.BadSignature:
        return None
    return Held(**{**values, "fields": [tuple(pair) for pair in values["fields"]]})


def keep_for(request: HttpRequest, held: Held, person_id: Any) -> bool:
    """Put what is held in the session of the person who signed in; not when it is somebody else's."""
    if held.person and held.person != str(person_id):
        messages.warning(request, SOMEBODY_ELSE)
        return False
    request.session[SESSION_KEY] = asdict(held)
    return True


def remember_person(response: HttpResponseBase, person_id: Any) -> None:
    """Remember in the browser who was signed in, so that one person's words are not given to another."""
    response.set_signed_cookie(
        PERSON_COOKIE,
        str(person_id),
        salt=SALT,
        max_age=MOST_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


@signed_in_page(methods=("GET", "POST"))
def carry_on(request: HttpRequest) -> HttpResponseBase:
    """Show that nothing was lost, and on one press send what was typed to where it was going."""
    stored = request.session.get(SESSION_KEY)
    if not stored:
        return HttpResponseRedirect(reverse("today"))
    held = Held(**stored)
    if request.method == "POST":
        del request.session[SESSION_KEY]
        if LEAVE in request.POST:
            return HttpResponseRedirect(reverse("today"))
        return HttpResponse(status=307, headers={"Location": held.path})
    return render(request, "access/carry_on.jinja", {"held": held, "leave": LEAVE})


@public_page
def keep_alive(request: HttpRequest) -> HttpResponse:
    """Keep the session of somebody who is still there; 401 when it has ended."""
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    return HttpResponse(status=204 if request.user.is_authenticated else 401)


def _sign_in_page(request: HttpRequest, held: Held | None) -> HttpResponse:
    from trellis.platform.access.web.sign_in_forms import SignInForm

    context = {
        "form": SignInForm(request=request),
        "held": signed(held) if held else "",
        "redirect_field_value": "",
        "typed_is_kept": held is not None,
        "typed_is_lost": held is None,
    }
    return render(request, "account/login.jinja", context, status=401)


def _is_secret(name: str) -> bool:
    return name in NEVER_KEPT or "password" in name.lower()


def _person_before(request: HttpRequest) -> str:
    try:
        return request.get_signed_cookie(PERSON_COOKIE, default="", salt=SALT, max_age=MOST_SECONDS) or ""
    except signing.BadSignature:
        return ""
