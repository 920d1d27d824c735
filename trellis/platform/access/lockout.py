"""How often a password may be tried.

Two counts, both over a quarter of an hour. Five failures for one account from one address close sign-in for that pair.
Twenty for one account from anywhere close it for every browser in which its owner has never signed in: guessing from
many addresses stops, and nobody can lock the owner out, for the browser that they use is known by its mark
(OWASP, "Device cookies"). A new password chosen by e-mail, a passkey and the organisation's own sign-in stay open.
Tries made while it is closed are not counted, so that it opens by itself whatever a stranger does.
"""

from __future__ import annotations

from typing import Any

from axes.conf import settings
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.db.models import Sum
from django.http import HttpRequest

from trellis.platform.access.models import Place
from trellis.platform.access.whereabouts import browser_of

EVERYWHERE = 20


class Handler(AxesDatabaseHandler):
    """Counts failures by account and address, and by account alone."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Return how many failures count against this try; those from everywhere count from the twentieth."""
        here = int(super().get_failures(request, credentials))
        if here >= settings.AXES_FAILURE_LIMIT:
            return here
        name = get_client_username(request, credentials)
        if not name or self._everywhere(request, name) < EVERYWHERE or _is_known(request, name):
            return here
        return int(settings.AXES_FAILURE_LIMIT)

    def _everywhere(self, request: HttpRequest, name: str) -> int:
        from axes.attempts import get_cool_off_threshold

        recent = AccessAttempt.objects.filter(username=name, attempt_time__gte=get_cool_off_threshold(request))
        return recent.aggregate(count=Sum("failures_since_start"))["count"] or 0


def forget(email: str) -> None:
    """Count an account's failures from nothing again, when its owner has chosen a new password by e-mail."""
    AccessAttempt.objects.filter(username=email.lower()).delete()


def _is_known(request: HttpRequest, name: str) -> bool:
    browser = browser_of(request)
    return bool(browser) and Place.objects.filter(user__email=name, browser=browser).exists()
