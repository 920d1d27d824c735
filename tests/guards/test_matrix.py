"""Opens every address as every person of both organisations, and as nobody, and finds what the written rules say."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve

import tests.matrix
from tests.guards.test_addresses import addresses as every_address
from tests.matrix.house import ROLES, World, build_world
from tests.matrix.probe import ELSEWHERE, KNOWING, NO_ORGANISATION, NOBODY, PEOPLE, Probe
from tests.matrix.reading import words_of
from trellis.platform.contributions.registry import permissions

NOT_ROOMS = {"house", "probe", "reading"}
ROOMS = sorted(found.name for found in pkgutil.iter_modules(tests.matrix.__path__) if found.name not in NOT_ROOMS)
ROUTES = sorted({route for route, _ in every_address()})
VIEWS = dict(every_address())
DONE = range(200, 400)
REFUSED_BY_FORM = {200, 400, 409, 413, 422}
OUR, THEIR = "our", "their"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build both organisations once for this module, in a transaction that is rolled back."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield build_world()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def _django_db_helper(world: World, django_db_blocker: Any) -> Iterator[None]:
    # In place of a transaction for each test: the module's own holds the world, each page is opened in a savepoint.
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def probes(world: World, django_db_blocker: Any) -> dict[str, list[Probe]]:
    """Collect what the rooms wrote, by the route that each path leads to."""
    found: dict[str, list[Probe]] = defaultdict(list)
    with django_db_blocker.unblock():
        for room in ROOMS:
            for probe in importlib.import_module(f"tests.matrix.{room}").addresses(world):
                found[resolve(probe.path).route].append(probe)
    return found


@pytest.mark.parametrize("route", ROUTES)
def test_an_address_answers_everybody_as_written(route: str, world: World, probes: dict[str, list[Probe]]) -> None:
    assert probes[route], f"{route} has no entry in tests/matrix: write who may open it."
    wrong = []
    for probe in probes[route]:
        view = VIEWS[route]
        for method in getattr(view, "page_methods", ("GET", "POST") if probe.public is None else ("GET",)):
            for whose, person, client in _people(world, shows_a_record="<uuid" in route):
                with _as_if(client) as open_page:
                    answer = open_page(method, probe)
                    wrong.extend(_problems(world, probe, view, method, whose, person, answer))
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_entry_leads_to_an_address(probes: dict[str, list[Probe]]) -> None:
    assert set(probes) <= set(ROUTES)


def _people(world: World, *, shows_a_record: bool) -> Iterator[tuple[str, str, Client]]:
    # To a record of ours, their people are all alike but for their role: one of each is enough.
    theirs = [person for person in PEOPLE if not (shows_a_record and person in ELSEWHERE)]
    for whose, house, people in ((OUR, world.ours, PEOPLE), (THEIR, world.theirs, theirs)):
        for person in people:
            yield whose, person, house.clients[person]
    yield "", NO_ORGANISATION, world.no_organisation
    yield "", NOBODY, world.nobody


class _as_if:
    """Opens one page, and takes back whatever it wrote."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.cookies = client.cookies.copy()
        self.savepoint = transaction.atomic()

    def __enter__(self) -> Any:
        cache.clear()
        self.savepoint.__enter__()
        return self.open

    def __exit__(self, *_: object) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        self.client.cookies = self.cookies

    def open(self, method: str, probe: Probe) -> tuple[int, str, str]:
        """Return status, where it leads, and every word of the answer."""
        send = self.client.get if method == "GET" else self.client.post
        answer = send(probe.path, probe.query if method == "GET" else probe.data)
        return answer.status_code, answer.headers.get("Location", ""), words_of(answer)


def _problems(
    world: World, probe: Probe, view: Any, method: str, whose: str, person: str, answer: tuple[int, str, str]
) -> list[str]:
    status, location, words = answer
    who = f"{method} {probe.path} {dict(probe.query) or ''} as {whose} {person}"
    expected = _expected(probe, view, method, whose, person)
    problems = []
    if not expected(status, location):
        problems.append(f"{who}: {status} {location}, not {expected.words}")
    problems.extend(f"{who}: {problem}" for problem in _leaks(world, probe, method, whose, person, status, words))
    return problems


class _Answer:
    """What an answer should be, with words for a failure."""

    def __init__(self, words: str, *statuses: int, to_sign_in: bool = False) -> None:
        self.words = words
        self.statuses = statuses
        self.to_sign_in = to_sign_in

    def __call__(self, status: int, location: str) -> bool:
        leads_to_sign_in = location.startswith("/sign-in/?") or location == "/sign-in/"
        return status in self.statuses and (status not in range(300, 400) or leads_to_sign_in == self.to_sign_in)


def _expected(probe: Probe, view: Any, method: str, whose: str, person: str) -> _Answer:
    if probe.public is not None:
        status = probe.public.get(person, probe.public.get("signed in", 200))
        return _Answer(f"{status}", status, to_sign_in=status == 302 and person == NOBODY)
    if person == NOBODY:
        return _Answer("the sign-in page", 302 if method == "GET" else 401, to_sign_in=True)
    if person == NO_ORGANISATION:
        return _Answer("403, having no organisation", 403)
    permission = view.page_permission
    if permission != "*" and ROLES[person] not in permissions()[permission].roles:
        return _Answer(f"403, lacking {permission}", 403)
    allowed = probe.opens_for if method == "GET" else probe.those_who_post()
    shows_a_record = "<uuid" in resolve(probe.path).route
    if person in probe.forbidden_for:
        return _Answer("403, as written", 403)
    elsewhere = whose == THEIR and shows_a_record
    if person in probe.opens_for - allowed and not elsewhere:
        return _Answer("403, because they may look but not change", 403)
    if person not in allowed or elsewhere:
        return _Answer("404, because it is not theirs to see", 404)
    if method == "GET":
        return _Answer(f"{probe.opens_with}, as written", *probe.opens_with)
    return _Answer("the form taken or explained", *DONE, *REFUSED_BY_FORM)


def _leaks(world: World, probe: Probe, method: str, whose: str, person: str, status: int, words: str) -> Iterator[str]:
    for owner, house in ((OUR, world.ours), (THEIR, world.theirs)):
        may_know = whose == owner and person in KNOWING - probe.never_shows_family_to
        may_know_name = f"Staff-{house.marker}" if whose == owner else None
        found = words.replace(may_know_name, "") if may_know_name else words
        if whose == owner:
            found = found.replace(f"Runner-{house.marker}", "").replace(f"Group-{house.marker}", "")
        if house.marker in found and not may_know:
            yield f"shows {owner} family's name"
    asked_for = method == "GET" and status == 200 and person in probe.shows_family_to
    shown_at_home = whose == OUR or (whose == THEIR and "<uuid" not in resolve(probe.path).route)
    if asked_for and shown_at_home:
        house = world.ours if whose == OUR else world.theirs
        searched = dict(probe.query).get("search", house.marker.lower())
        if house.marker.lower() == searched and house.marker not in words:
            yield "does not show the family's name, though it should"
