"""Opening pages in tests as somebody, and reading them."""

from __future__ import annotations

import html
from typing import Any

from django.test import Client

from trellis.features.referrals.models import Referral
from trellis.platform.access.models import User
from trellis.platform.access.viewer import Viewer


def as_(who: Viewer) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=who.user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def words(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def posted(values: dict[str, Any]) -> dict[str, Any]:
    """Return kept values as a browser would send them."""
    sent: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, bool):
            if value:
                sent[name] = "on"
        elif value not in (None, ""):
            sent[name] = value
    return sent


def fresh(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)
