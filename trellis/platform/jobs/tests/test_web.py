"""The pages of background work."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.access.viewer import Viewer
from trellis.platform.jobs.models import BackgroundJob

pytestmark = pytest.mark.django_db


def _signed_in(by: Viewer) -> Client:
    browser = Client()
    browser.force_login(User.objects.get(pk=by.user_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def _job(by: Viewer, **fields: object) -> BackgroundJob:
    given = {"kind": "test.count", "label": "Count the families", "status": "running", "done": 300, "total": 1200}
    return BackgroundJob.objects.create(
        organisation_id=by.organisation_id, by_id=by.membership_id, **{**given, **fields}
    )


def test_shows_how_far_it_is_and_looks_again_without_scripts() -> None:
    by = viewer()
    job = _job(by, message="Counting")
    page = _signed_in(by).get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert '<progress id="progress" value="300" max="1200">' in page
    assert "300 of 1,200. Counting" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "You can leave this page" in page


def test_says_when_it_is_done_with_a_link() -> None:
    by = viewer()
    job = _job(by, status="done", message="All counted.", result_url="/families/")
    BackgroundJob.objects.update(finished_at=job.created_at)
    page = _signed_in(by).get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert "All counted." in page
    assert 'href="/families/"' in page
    assert "http-equiv" not in page


def test_says_why_it_did_not_work() -> None:
    by = viewer()
    job = _job(by, status="failed", message="Row 7 has no name.")
    BackgroundJob.objects.update(finished_at=job.created_at)
    page = _signed_in(by).get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert "Row 7 has no name." in page
    assert "Did not work" in page


def test_answers_as_json() -> None:
    by = viewer()
    job = _job(by)
    answer = _signed_in(by).get(reverse("jobs:progress", args=[job.pk]))
    assert answer.json()["done"] == 300
    assert answer.json()["finished"] is False
    assert answer["Cache-Control"] == "no-store"


def test_is_seen_by_its_owner_alone() -> None:
    house = organisation()
    by = viewer(organisation=house)
    job = _job(by)
    for other in (viewer(organisation=house), viewer(Role.SUPERVISOR, house), viewer()):
        browser = _signed_in(other)
        assert browser.get(reverse("jobs:job", args=[job.pk])).status_code == 404
        assert browser.get(reverse("jobs:progress", args=[job.pk])).status_code == 404
        assert "Count the families" not in browser.get(reverse("jobs:jobs")).content.decode()


def test_lists_own_work_and_says_when_there_is_none() -> None:
    by = viewer()
    browser = _signed_in(by)
    assert "You have no background work." in browser.get(reverse("jobs:jobs")).content.decode()
    for number in range(27):
        _job(by, label=f"Count {number}")
    first = browser.get(reverse("jobs:jobs")).content.decode()
    assert "Count 26" in first
    assert "Count 1<" not in first
    assert "Count 1<" in browser.get(reverse("jobs:jobs"), {"page": "2"}).content.decode()
    assert browser.get(reverse("jobs:jobs"), {"page": "x" * 50}).status_code == 200
