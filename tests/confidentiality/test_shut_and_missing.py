"""A record that is shut and one that never was: the same bytes, after the same questions to the database."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from difflib import unified_diff
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from tests.confidentiality.cast import Cast, played, scenes
from tests.matrix import probe as who
from tests.matrix.house import signed_in
from tests.matrix.probe import Probe

pytestmark = pytest.mark.django_db
SHUT = next(scene for scene in scenes() if scene.name == f"{who.COORDINATOR} is shut out: decided")
PARTED = next(scene for scene in scenes() if scene.name == "two sides")
ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^']*'")
KEPT = re.compile(r'"session_data" = \'[^\']*\'|"session_data" = [^,]*')
CHANGING = (
    (re.compile(rb'nonce="[^"]*"'), b""),
    (re.compile(rb"'nonce-[^']*'"), b""),
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'), b""),
    (re.compile(rb'data-csrf="[^"]*"'), b""),
    (re.compile(rb'"x-csrftoken": "[^"]*"'), b""),
)


@pytest.fixture
def client(cast: Cast) -> Client:
    return signed_in(cast.people[who.COORDINATOR].user)


def _of_hers(cast: Cast) -> Iterator[Probe]:
    """Give every address that shows a record of hers, whoever of our staff it opens for."""
    for probe in cast.probes:
        names_her_family = str(cast.hers.pk) in probe.path
        if names_her_family and "<uuid" in resolve(probe.path).route and probe.public is None:
            yield probe


def _answer(client: Client, path: str, probe: Probe) -> tuple[int, bytes, list[str]]:
    cache.clear()
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        answer = client.get(path, probe.query)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    for found, instead in CHANGING:
        content = found.sub(instead, content)
    content = content.replace(path.encode(), b"")
    return answer.status_code, content, [KEPT.sub("", MOMENT.sub("NOW", ID.sub("ID", query["sql"]))) for query in asked]


def _how(shut: tuple[int, bytes, list[str]], never: tuple[int, bytes, list[str]]) -> list[str]:
    told = (shut[1].decode(errors="replace").splitlines(), never[1].decode(errors="replace").splitlines())
    lines = [
        *unified_diff(*told, "shut", "missing", n=0, lineterm=""),
        *unified_diff(shut[2], never[2], n=0, lineterm=""),
    ]
    return [line[:300] for line in lines[:8]]


@pytest.mark.parametrize("scene", [SHUT, PARTED], ids=lambda scene: scene.name)
def test_shut_and_missing_are_the_same_bytes_after_the_same_questions(cast: Cast, client: Client, scene: Any) -> None:
    different = []
    looked = 0
    with played(cast, scene):
        for probe in _of_hers(cast):
            missing = ID.sub(lambda _: str(uuid.uuid4()), probe.path)
            shut = _answer(client, probe.path, probe)
            never = _answer(client, missing, probe)
            looked += 1
            if shut[0] not in {403, 404, 405}:
                different.append(f"{probe.path} answers {shut[0]}")
            elif shut != never:
                what = ["status", "bytes", "questions"]
                different += [
                    f"{probe.path}: other {name}" for name, a, b in zip(what, shut, never, strict=True) if a != b
                ]
                different += _how(shut, never)
    assert not different, "\n".join(different[:40])
    assert looked > 60


def test_her_name_is_in_no_list_search_or_count_of_whoever_is_shut_out(cast: Cast, client: Client) -> None:
    """Count what lists say before and after: a shut family is not there, and nothing says that one is missing."""
    with played(cast, SHUT):
        for path in (
            "/families/",
            f"/families/?search={cast.house.marker}",
            "/journeys/",
            "/referrals/",
            "/today/",
            "/",
        ):
            answer = client.get(path, follow=True)
            assert str(cast.hers.pk) not in answer.content.decode(), path
            assert str(cast.house.journey.pk) not in answer.content.decode(), path
            assert str(cast.house.referral.pk) not in answer.content.decode(), path
