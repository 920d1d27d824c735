"""Every page, file and list of the house, opened by those from whom something is kept: none of them says it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.confidentiality.cast import HIS, MARKERS, PARTNER, READER, Cast, played, scenes
from tests.guards.test_addresses import addresses as every_address
from tests.matrix import probe as who
from tests.matrix.house import signed_in
from tests.matrix.probe import Probe
from tests.matrix.reading import words_of
from trellis.features.families.models import Seal, SealReader
from trellis.features.families.rules import SealedFact, SealKind
from trellis.platform.access.models import Membership

pytestmark = pytest.mark.django_db
VIEWS = dict(every_address())
# What can be reckoned or guessed from a sealed fact: street, town of the postcode, domain, part of a number, a school.
DERIVED = ("Larkspur", "ZE1 0", "larkmail", "900421", "07700900421", "Quibberly", "Tarnhope")
SEALED_FROM = (who.COORDINATOR, who.SUPERVISOR, who.PRACTITIONER)
SHUT = [scene for scene in scenes() if scene.kept == ("family",) and scene.by_the_wall and "decided" in scene.name]
WALLED = [scene for scene in scenes() if scene.name in {"two sides", "the file is closed"}]


def _pages(cast: Cast) -> Iterator[Probe]:
    for probe in cast.probes:
        view = VIEWS.get(resolve(probe.path).route)
        if "GET" in getattr(view, "page_methods", ()):
            yield probe


def _opened(client: Client, probe: Probe) -> tuple[int, str]:
    cache.clear()
    with transaction.atomic():
        answer = client.get(probe.path, probe.query)
        words = words_of(answer)
        for asked in probe.query.values():
            words = words.replace(asked, "")  # What was asked is said back.
        transaction.set_rollback(True)
    return answer.status_code, words


def _client(member: Membership) -> Client:
    return signed_in(member.user)


@pytest.fixture
def everything_sealed(cast: Cast) -> Iterator[Cast]:
    """Seal all that can be sealed of her, and that her partner is there, from everybody but one."""
    with transaction.atomic():
        for fact in SealedFact:
            seal = Seal.objects.create(
                organisation=cast.house.organisation,
                family=cast.hers,
                person=cast.partner if fact == SealedFact.PRESENCE else cast.mother,
                fact=fact,
                kind=SealKind.ALL_BUT_FEW,
                reason="So it is",
                source="Her",
                sealed_by=cast.people[who.SUPERVISOR],
            )
            SealReader.objects.create(organisation=cast.house.organisation, seal=seal, membership=cast.people[READER])
        yield cast
        transaction.set_rollback(True)


def _said(words: str, markers: tuple[str, ...]) -> list[str]:
    found = words.casefold()
    return [marker for marker in markers if marker.casefold() in found]


@pytest.mark.parametrize("person", SEALED_FROM)
def test_no_page_says_what_is_sealed_or_what_follows_from_it(everything_sealed: Cast, person: str) -> None:
    client = _client(everything_sealed.people[person])
    leaks, opened = [], 0
    for probe in _pages(everything_sealed):
        status, words = _opened(client, probe)
        opened += 1
        if status >= 500:
            leaks.append(f"{probe.path} answers {status}")
        leaks += [f"{probe.path} says {marker}" for marker in _said(words, (*MARKERS, *DERIVED, PARTNER))]
    assert leaks == [], "\n" + "\n".join(leaks)
    assert opened > 150


def test_whoever_is_named_reads_what_is_sealed(everything_sealed: Cast) -> None:
    """Keep the test above honest: the same pages say it all to the one who is named."""
    client = _client(everything_sealed.people[READER])
    said: set[str] = set()
    for probe in _pages(everything_sealed):
        if str(everything_sealed.hers.pk) in probe.path:
            said |= set(_said(_opened(client, probe)[1], (*MARKERS, PARTNER)))
    assert said >= set(MARKERS) - {"maya@larkmail.example.org"} | {PARTNER}


def _hidden(cast: Cast) -> tuple[str, ...]:
    """Return the ids that name her family, her mother's and her journey: in no page of whoever is shut out."""
    return (str(cast.hers.pk), str(cast.mother.pk), str(cast.house.journey.pk), str(cast.house.referral.pk))


@pytest.mark.parametrize("scene", [*SHUT, *WALLED], ids=lambda scene: scene.name)
def test_no_page_of_whoever_is_shut_out_leads_to_the_family(cast: Cast, scene: Any) -> None:
    leaks = []
    with played(cast, scene):
        for person in sorted(scene.hidden_from & {who.COORDINATOR, who.SUPERVISOR, who.PRACTITIONER, HIS}):
            client = _client(cast.people[person])
            for probe in _pages(cast):
                status, words = _opened(client, probe)
                found = _said(words.replace(probe.path, ""), (*_hidden(cast), *MARKERS, PARTNER))
                if status >= 500:
                    leaks.append(f"{person}: {probe.path} answers {status}")
                leaks += [f"{person}: {probe.path} leads to {marker}" for marker in found]
    assert leaks == [], "\n" + "\n".join(leaks)
