"""How sign-in behaves: closed to self-registration, locked after repeated failure."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; nobody signs themselves up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no: an administrator adds people."""
        return False


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer somebody who failed too often, in words and without saying whether the account exists."""
    return render(request, "access/locked_out.jinja", status=429)
