"""Sign-in again without losing what was typed.

A form that arrives after the session has ended is answered with the sign-in page, which carries the typed fields along,
signed. After sign-in they wait in the session for one press of a button, which sends them to where they were going.

Whose form it is, its token tells: Django makes a new secret at each sign-in, every form shown after it carries that
secret, and a signed cookie remembers whose it was. So a form left open by one person is never given to the next who
signs in at that browser, whether the first one signed out, was signed out, or somebody else signed in meanwhile.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from trellis.platform.access.pages import public_page, signed_in_page
from trellis.platform.access.store import fingerprint

FIELD = "held"
LEAVE = "leave-what-was-held"
SESSION_KEY = "held"
WAITING_KEY = "held_until_signed_in"
PERSON_COOKIE = "trellis_person"
SALT = "trellis.held"
MOST_BYTES = 500_000
MOST_SECONDS = 12 * 60 * 60
MOST_PEOPLE = 8
PERSON_SECONDS = 30 * 24 * 60 * 60
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
    typed = hold(request)
    return _sign_in_page(request, typed if typed and typed.person else None)


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
    """Put what is held in the session of the person who signed in; not unless it is known to be theirs."""
    if held.person != str(person_id):
        messages.warning(request, SOMEBODY_ELSE)
        return False
    request.session[SESSION_KEY] = asdict(held)
    return True


def wait(request: HttpRequest) -> None:
    """Let what is held wait in this browser while its person signs in elsewhere or with a passkey."""
    carried = request.POST.get(FIELD, "")
    if unsigned(carried):
        request.session[WAITING_KEY] = carried


def after_waiting(request: HttpRequest, person_id: Any) -> HttpResponseBase | None:
    """Lead to what waited, when it is this person's."""
    waited = unsigned(request.session.pop(WAITING_KEY, ""))
    if waited is None or not keep_for(request, waited, person_id):
        return None
    return HttpResponseRedirect(reverse("carry_on"))


def remember_person(request: HttpRequest, response: HttpResponseBase, person_id: Any) -> None:
    """Remember in the browser whose the forms are that it is shown from now on."""
    secret = request.META.get("CSRF_COOKIE", "")
    people = [pair for pair in _people(request) if pair[0] != _mark(secret)]
    response.set_signed_cookie(
        PERSON_COOKIE,
        signing.dumps([*people, (_mark(secret), str(person_id))][-MOST_PEOPLE:], salt=SALT),
        salt=SALT,
        max_age=PERSON_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def is_somebody_elses(request: HttpRequest, held: Held) -> bool:
    """Say whether a form is known to be another person's than the one who is signed in."""
    return bool(held.person and request.user.is_authenticated and held.person != str(request.user.pk))


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
    return name in NEVER_KEPT or any(word in name.lower() for word in ("password", "secret", "credential"))


def _person_before(request: HttpRequest) -> str:
    """Return whose form was sent: who had signed in when its token was made; empty when that is not known."""
    secret = _secret_in(request.POST.get("csrfmiddlewaretoken", ""))
    return next((person for mark, person in _people(request) if secret and mark == _mark(secret)), "")


def _people(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        kept = request.get_signed_cookie(PERSON_COOKIE, default="", salt=SALT, max_age=PERSON_SECONDS)
        return [(mark, person) for mark, person in signing.loads(kept, salt=SALT)] if kept else []
    except (signing.BadSignature, ValueError):
        return []


def _mark(secret: str) -> str:
    return fingerprint(f"form {secret}")[:20]


def _secret_in(token: str) -> str:
    """Return the secret in a form's token, which is masked anew in every page (as in django.middleware.csrf)."""
    half = len(token) // 2
    if len(token) != 2 * CSRF_SECRET_LENGTH or any(letter not in CSRF_ALLOWED_CHARS for letter in token):
        return token if len(token) == CSRF_SECRET_LENGTH else ""
    pairs = zip(token[half:], token[:half], strict=True)
    places = [CSRF_ALLOWED_CHARS.index(letter) - CSRF_ALLOWED_CHARS.index(mask) for letter, mask in pairs]
    return "".join(CSRF_ALLOWED_CHARS[place] for place in places)
