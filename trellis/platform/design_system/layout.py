"""What the frame round every page shows: whose house it is, who is looking, where one can go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.middleware.csp import get_nonce
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from jinja2 import pass_context
from jinja2.runtime import Context

from trellis.platform.contributions.registry import navigation
from trellis.platform.design_system.words import count
from trellis.platform.notifications.queries import unread_count

if TYPE_CHECKING:
    from django.http import HttpRequest

    from trellis.platform.access.viewer import Viewer

EXIT_ADDRESS = "https://www.bbc.co.uk/weather"


@dataclass(frozen=True, slots=True)
class Layout:
    """The frame's content; with nothing given it is the frame of a page that knows nothing."""

    organisation: str = ""
    person: str = ""
    role: str = ""
    navigation: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, str]] = field(default_factory=list)
    session_seconds: int = 0
    session_words: str = ""
    csrf: str = ""
    csp_nonce: str = ""
    exit_address: str = EXIT_ADDRESS
    sign_in: str = "/sign-in/"
    sign_out: str = "/sign-out/"
    account: str = ""
    keep_alive: str = "/session/keep-alive/"
    accessibility: str = "/accessibility/"
    several_organisations: str = ""
    inbox: str = ""
    unread: int = 0


def _address(name: str, otherwise: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return otherwise


def _navigation_for(viewer: Viewer, path: str) -> list[dict[str, Any]]:
    addressed = [(entry, _address(entry.url_name, "")) for entry in navigation() if viewer.may(entry.permission)]
    entries = [{"label": entry.label, "href": href} for entry, href in addressed if href]
    fitting = [entry["href"] for entry in entries if _is_under(path, entry["href"])]
    here = max(fitting, key=len, default=None)
    return [{**entry, "active": entry["href"] == here, "current": entry["href"] == path} for entry in entries]


def _is_under(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))


def _messages_for(request: HttpRequest) -> list[dict[str, str]]:
    if not hasattr(request, "_messages"):
        return []
    return [{"text": str(message), "level": message.level_tag} for message in get_messages(request)]


def _session_length() -> tuple[int, str]:
    seconds = settings.SESSION_COOKIE_AGE
    return seconds, count(round(seconds / 60), "minute")


@pass_context
def layout_for(context: Context) -> Layout:
    """Return the frame for the request being answered, or an empty frame when there is none."""
    request = context.get("request")
    if request is None or context.get("bare"):
        return Layout()
    viewer = getattr(request, "viewer", None)
    user = getattr(request, "user", None)
    shared: dict[str, Any] = {
        "messages": _messages_for(request),
        "csp_nonce": str(get_nonce(request) or ""),
        "exit_address": getattr(settings, "TRELLIS_EXIT_ADDRESS", EXIT_ADDRESS),
        "sign_in": _address("account_login", "/sign-in/"),
        "sign_out": _address("account_logout", "/sign-out/"),
        "accessibility": _address("accessibility", "/accessibility/"),
    }
    if user is None or not user.is_authenticated:
        return Layout(**shared)
    seconds, length = _session_length()
    return Layout(
        **shared,
        person=getattr(viewer, "name", "") or str(user),
        role=viewer.role.label if viewer else "",
        organisation=viewer.organisation_name if viewer else "",
        navigation=_navigation_for(viewer, request.path) if viewer else [],
        session_seconds=seconds,
        session_words=length,
        csrf=get_token(request),
        keep_alive=_address("keep_alive", "/session/keep-alive/"),
        account=_address("account", "") if viewer else "",
        inbox=_address("notifications:messages", "") if viewer else "",
        unread=unread_count(viewer) if viewer else 0,
        several_organisations=_address("choose_membership", "") if len(getattr(request, "memberships", ())) > 1 else "",
    )


@pass_context
def problems_in(context: Context) -> list[dict[str, str]]:
    """Collect the errors for the summary at the top: those of `form`, `forms`, `formset` and `errors`."""
    from trellis.platform.design_system.rendering import errors_of

    found: list[dict[str, str]] = list(context.get("errors") or [])
    for form in _forms_in(context):
        found.extend(errors_of(form))
    return found


def _forms_in(context: Context) -> Iterable[Any]:
    if context.get("form") is not None:
        yield context["form"]
    yield from context.get("forms") or ()
    formset = context.get("formset")
    if formset is not None:
        yield from formset
        if formset.is_bound and formset.non_form_errors():
            yield formset
