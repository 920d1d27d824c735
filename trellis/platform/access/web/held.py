"""Sign-in again without losing what was typed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send somebody who is not signed in to the sign-in page, and back afterwards."""
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
