"""An organisation's own sign-in (OpenID Connect): whom its provider may let in, and where to.

A provider vouches for an e-mail address. It lets in a person whom the organisation has added with that address, and
nobody else: it makes no account, and never opens another organisation, even to somebody who works for both. The first
time, the provider's own mark of the person is linked to the account; later the mark alone counts, so that an address
given to a new colleague does not open the old one's account.
"""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from trellis.platform.access import queries
from trellis.platform.access.guarding import ONLY_ORGANISATION, PROVIDER_ASKED_TWICE
from trellis.platform.access.middleware import MEMBERSHIP_KEY
from trellis.platform.access.models import Membership, Provider, User
from trellis.platform.access.rules.providers import is_reachable, verified_email

UNREACHABLE = (
    "We could not reach {name}, or its answer made no sense. Try again in a few minutes, or sign in with your password."
)
CANCELLED = "You stopped at {name}, or it did not let you through."
NOT_VOUCHED = (
    "{name} does not say which e-mail address is yours, or has not checked it, or it is not an address at {domains}. "
    "Ask whoever looks after {name}."
)
NOT_HERE = "Nobody has added you to {organisation} with the e-mail address that {name} gave us. Ask its administrator."
ANOTHER = (
    "Your account at {organisation} is linked to another account at {name}. Ask the administrator of {organisation} to "
    "take your access away and give it back, which forgets that link."
)


class Refused(Exception):
    """The provider's answer lets nobody in; the words are for the person."""


class OwnSignInAdapter(DefaultSocialAccountAdapter):
    """Finds providers among the organisations' own, and lets in only people who were added."""

    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Return the one provider that is meant, as the application that allauth speaks for; never a list of them."""
        kept = queries.provider_called(provider) if provider else None
        return [app_of(kept)] if kept else []

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Answer no: an administrator adds people."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in whom the provider may let in, and show everybody else why not."""
        kept = queries.provider_called(sociallogin.provider.sub_id)
        if kept is None or sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(failed(request, kept, UNREACHABLE))
        try:
            _let_in(request, sociallogin, kept)
        except Refused as refused:
            raise ImmediateHttpResponse(failed(request, kept, str(refused))) from None

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, **_: Any) -> None:
        """Say in our words that it did not work."""
        kept = queries.provider_called(provider.sub_id)
        raise ImmediateHttpResponse(failed(request, kept, CANCELLED if error == "cancelled" else UNREACHABLE))

    def get_requests_session(self) -> requests.Session:
        """Return what speaks to providers: by HTTPS, to the internet only, not for long."""
        session = super().get_requests_session()
        session.mount("http://", _Outward())
        session.mount("https://", _Outward())
        return session


class ProviderAdapter(OpenIDConnectOAuth2Adapter):
    """Speaks OpenID Connect with one organisation's provider."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider says of itself, when it says it for itself (OpenID Connect Discovery 1.0 §4.3)."""
        said: dict[str, Any] = super().openid_config
        if str(said.get("issuer", "")).rstrip("/") != self.get_provider().app.settings["server_url"].rstrip("/"):
            raise OAuth2Error("The provider names another issuer.")
        return said

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        """Return whom the provider vouches for, under the name that its links have."""
        login = super().complete_login(request, app, token, **kwargs)
        said = login.account.extra_data
        if len({str(part.get("sub")) for part in (said.get("userinfo"), said.get("id_token")) if part}) != 1:
            raise OAuth2Error("The provider speaks of two people.")
        kept = queries.provider_called(self.provider_id)
        login.account.provider = queries.provider_key(kept) if kept else ""
        return login


class OwnProvider(OpenIDConnectProvider):
    """An organisation's own provider, which answers for itself alone."""

    oauth2_adapter_class = ProviderAdapter


def app_of(kept: Provider) -> SocialApp:
    """Return a provider as allauth asks for it; never stored, so that its secret is nowhere in clear."""
    return SocialApp(
        provider="openid_connect",
        provider_id=kept.organisation.slug,
        name=kept.name,
        client_id=kept.client_id,
        secret=kept.secret(),
        settings={"server_url": kept.issuer, "oauth_pkce_enabled": True},
    )


def keep_to_organisation(request: HttpRequest, user: User, sociallogin: SocialLogin) -> None:
    """Keep a sign-in to the organisation whose provider made it."""
    kept = queries.provider_called(sociallogin.account.provider)
    there = Membership.objects.get(user=user, organisation_id=kept.organisation_id, is_active=True) if kept else None
    request.session[ONLY_ORGANISATION] = str(there.organisation_id) if there else "none"
    request.session[MEMBERSHIP_KEY] = str(there.pk) if there else ""
    request.session[PROVIDER_ASKED_TWICE] = bool(kept and kept.asks_second_step)


def failed(request: HttpRequest, kept: Provider | None, words: str) -> Any:
    """Answer somebody whom a provider did not let in."""
    why = words.format(
        name=kept.name if kept else "the provider",
        organisation=kept.organisation.name if kept else "your organisation",
        domains=" or ".join(kept.domains) if kept else "",
    )
    return render(request, "access/own_sign_in_failed.jinja", {"why": why}, status=403)


def _let_in(request: HttpRequest, sociallogin: SocialLogin, kept: Provider) -> None:
    said = sociallogin.account.extra_data
    claims = {**(said.get("userinfo") or {}), **(said.get("id_token") or {})}
    email = verified_email(claims, kept.domains)
    if email is None:
        raise Refused(NOT_VOUCHED)
    if sociallogin.account.pk:
        if not _is_here(sociallogin.user, kept):
            raise Refused(NOT_HERE)
        return
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None or not _is_here(user, kept):
        raise Refused(NOT_HERE)
    if SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider).exists():
        raise Refused(ANOTHER)
    sociallogin.connect(request, user)


def _is_here(user: Any, kept: Provider) -> bool:
    return Membership.objects.filter(user=user, organisation_id=kept.organisation_id, is_active=True).exists()


class _Outward(requests.adapters.HTTPAdapter):
    """Refuses whatever an administrator could make this service ask inside its own network."""

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Send to the internet, by HTTPS."""
        parts = urlsplit(request.url)
        if parts.hostname not in settings.TRELLIS_PRIVATE_PROVIDERS:
            if parts.scheme != "https" or not parts.hostname:
                raise requests.ConnectionError("Providers are asked by HTTPS only.")
            try:
                found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
            except OSError as unknown:
                raise requests.ConnectionError("The provider's name leads nowhere.") from unknown
            if not all(is_reachable(str(address[4][0])) for address in found):
                raise requests.ConnectionError("The provider's name leads into a private network.")
        kwargs["timeout"] = kwargs.get("timeout") or app_settings.REQUESTS_TIMEOUT
        return super().send(request, *args, **kwargs)
