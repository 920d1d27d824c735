"""From where a request comes: its address behind our proxies, its network, its browser."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from trellis.platform.access.rules import places
from trellis.platform.access.store import fingerprint

COOKIE = "trellis_browser"
SALT = "trellis.browser"
KEPT = 400 * 24 * 60 * 60  # the longest that browsers keep anything
UNKNOWN = "0.0.0.0"  # the word for “no address”


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, counted by sign-in's limits; "0.0.0.0" when there is none."""
    found = places.address_behind(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.TRELLIS_TRUSTED_PROXIES,
    )
    return found or UNKNOWN


def network_of(request: HttpRequest) -> str:
    """Return the network that a request came from, as people may read it."""
    return places.network_of(address_of(request))


def device_of(request: HttpRequest) -> str:
    """Return the browser and machine in words."""
    return places.device_in_words(request.headers.get("User-Agent", "")[:500])


def browser_of(request: HttpRequest) -> str:
    """Return the fingerprint of the browser, when it brought the mark that we gave it; empty otherwise."""
    try:
        mark = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return ""
    return fingerprint(mark) if mark else ""


def mark_browser(request: HttpRequest, response: HttpResponseBase) -> str:
    """Mark the browser, so that it is known next time; return its fingerprint."""
    known = browser_of(request)
    mark = secrets.token_urlsafe(24)
    if known:
        mark = str(request.get_signed_cookie(COOKIE, salt=SALT, max_age=KEPT))
    response.set_signed_cookie(
        COOKIE,
        mark,
        salt=SALT,
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return fingerprint(mark)
