"""People of an invented service, each at a browser of their own, in real Chromium against the real server."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.people import PASSWORD, Person
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import membership
from trellis.platform.contributions import registry

CHROMIUM = [
    os.environ.get("TRELLIS_CHROMIUM", ""),
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
]
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once for all journeys."""
    found = next((path for path in CHROMIUM if path and Path(path).exists()), None)
    assert found, "Chromium is missing: `make test` installs it, or says how."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def house(transactional_db: None) -> Organisation:
    """Make a service with nobody in it yet."""
    del transactional_db
    for cached in vars(registry).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    return Organisation.objects.create(name="Riverside Family Service", slug="riverside")


@pytest.fixture
def someone(house: Organisation, live_server: Any, chromium: Browser) -> Iterator[Callable[..., Person]]:
    """Give a function that puts a person of a role at a browser, signed in: `someone(Role.REFERRER)`."""
    settings.ALLOWED_HOSTS.append("*") if "*" not in settings.ALLOWED_HOSTS else None
    opened = []

    def put(role: Role, name: str = "", *, scripts: bool = True, phone: bool = False, **more: str) -> Person:
        made = membership(role, house, name=name, **more)
        size: Any = {"width": 390, "height": 844} if phone else {"width": 1366, "height": 768}
        context = chromium.new_context(
            base_url=live_server.url, viewport=size, java_script_enabled=scripts, accept_downloads=True
        )
        context.set_default_timeout(60_000)
        opened.append(context)
        person = Person(context.new_page(), made, scripts=scripts)
        person.sign_in()
        return person

    yield put
    for context in opened:
        context.close()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Give a clock that can be moved: a Tuesday morning in term time, on which it goes on from there."""
    london = datetime.timezone(datetime.timedelta(0))
    with time_machine.travel(datetime.datetime(2026, 9, 1, 9, 0, tzinfo=london), tick=True) as moving:
        yield moving


__all__ = ["PASSWORD"]
