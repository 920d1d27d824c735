"""Every address says who may open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from trellis.platform.contributions.registry import navigation, permissions


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Give (address, view) of everything that the project answers to."""
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback


def test_there_are_addresses() -> None:
    assert len(list(addresses())) > 20


def test_every_view_declares_who_may_open_it() -> None:
    undeclared = [f"{path} ({view.__module__})" for path, view in addresses() if not hasattr(view, "page_permission")]
    assert undeclared == []


def test_every_declared_permission_is_one_that_a_room_contributes() -> None:
    known = {None, "*", *permissions()}
    unknown = {
        path: view.page_permission  # type: ignore[attr-defined]
        for path, view in addresses()
        if getattr(view, "page_permission", None) not in known
    }
    assert unknown == {}


PUBLIC = {
    "sign-in/",
    "sign-in/closed/",
    "sign-in/passkey/",
    "sign-in/organisation/",
    "sign-in/with/<slug:provider_id>/",
    "sign-in/with/<slug:provider_id>/done/",
    "sign-in/not-me/<str:token>/",
    "sign-out/",
    "session/keep-alive/",
    "password/forgotten/",
    "password/forgotten/sent/",
    "password/new/done/",
    "^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "second-factor/sign-in/",
    "accessibility/",
    "components/",
    "components/paper/",
}


def test_addresses_open_without_sign_in_are_few_and_named() -> None:
    public = {path for path, view in addresses() if getattr(view, "page_permission", "") is None}
    assert public <= PUBLIC


def test_every_entry_of_the_navigation_leads_somewhere_that_asks_the_same_permission() -> None:
    from django.urls import resolve, reverse

    wrong = {}
    for entry in navigation():
        view = resolve(reverse(entry.url_name)).func
        if getattr(view, "page_permission", None) not in {entry.permission, "*"}:
            wrong[entry.url_name] = (entry.permission, getattr(view, "page_permission", None))
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(permissions()))
def test_every_permission_is_written_for_people(name: str) -> None:
    permission = permissions()[name]
    assert permission.label[:1].isupper()
    assert permission.roles
