"""The demonstration loads once, shows every state, and opens on every page for every role."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from trellis.demo import load
from trellis.demo.clock import as_of, weekday_near
from trellis.demo.people import ORGANISATIONS, PASSWORD, RIVERSIDE, sign_ins
from trellis.features.families.models import Person, SafeContact
from trellis.features.groups.models import Group
from trellis.features.journeys.models import Journey
from trellis.features.programmes.loading import load_definitions
from trellis.features.programmes.rules.built_in import BUILT_IN_FOLDER
from trellis.features.referrals.models import Referral
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Organisation, User
from trellis.platform.access.roles import Role
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
MOST_PAGES = 60


def test_every_role_can_sign_in() -> None:
    assert {role for role, _ in sign_ins()} == {role.value for role in Role}


def test_invented_people_are_at_invented_addresses() -> None:
    people = [person for organisation in ORGANISATIONS for person in organisation.people]
    assert all(person.email.endswith(".example.org") for person in people)
    assert all(re.fullmatch(r"07700900\d{3}", person.telephone) for person in people)
    assert len({person.email for person in people}) == len(people)


def test_it_is_never_loaded_beside_a_real_service() -> None:
    Organisation.objects.create(name="Real Service", slug="real")
    with pytest.raises(RuleBroken, match="Real Service"):
        load.load(lambda words: None)
    assert not User.objects.exists()


def test_the_clock_goes_back_and_comes_again() -> None:
    from django.utils import timezone

    with as_of(date(2026, 3, 3)):
        assert timezone.localdate() == date(2026, 3, 3)
    assert timezone.localdate() != date(2026, 3, 3)


def test_no_group_begins_on_a_bank_holiday() -> None:
    assert weekday_near(date(2026, 5, 4), 0) == date(2026, 5, 11)


@pytest.mark.timeout(600)
def test_it_shows_every_state_and_every_page_opens() -> None:
    load_definitions([BUILT_IN_FOLDER])
    told: list[str] = []
    load.load(told.append)
    before = _counts()
    load.load(told.append)
    assert _counts() == before
    states = set(Journey.objects.values_list("status", flat=True))
    assert {"waiting", "in_programme", "completed", "closed_before_start"} <= states
    steps = set(Referral.objects.values_list("status", flat=True))
    assert {"draft", "screening", "more_needed", "accepted", "declined"} <= steps
    assert {"forming", "running", "finished"} <= set(Group.objects.values_list("status", flat=True))
    assert all(re.search(r"7700 ?900\d{3}", value) for value in SafeContact.objects.values_list("value", flat=True))
    for role, email in sign_ins():
        wrong = _pages_that_fail(email)
        assert wrong == {}, role


def _counts() -> Counter[str]:
    models = (Organisation, User, Person, Referral, Journey, AuditEvent)
    return Counter({model.__name__: model.objects.count() for model in models})


def _pages_that_fail(email: str) -> dict[str, int]:
    """Follow links from the front page, two of each kind; return those that do not answer as they should."""
    client = Client()
    client.force_login(User.objects.get(email=email), backend="allauth.account.auth_backends.AuthenticationBackend")
    kinds: Counter[str] = Counter()
    waiting, wrong, seen = ["/"], {}, set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        kind = re.sub(r"[0-9a-f-]{36}", "ID", address.split("?")[0])
        if address in seen or kinds[kind] >= 2 or address == reverse("account_logout"):
            continue
        seen.add(address)
        kinds[kind] += 1
        answer = client.get(address)
        if answer.status_code >= 400:
            wrong[address] = answer.status_code
        if "html" in answer.get("Content-Type", "") and not answer.streaming:
            links = re.findall(r'href="(/[^"#]*)', answer.content.decode())
            waiting += [link.replace("&amp;", "&") for link in links if not link.startswith("/static/")]
    return wrong


def test_the_password_is_one_that_the_service_would_take() -> None:
    from django.contrib.auth.password_validation import validate_password

    validate_password(PASSWORD)
    assert RIVERSIDE.name
