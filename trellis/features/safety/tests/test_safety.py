"""Incidents: what is kept, who sees it, what is refused."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from trellis.features.families.tests.factories import family, person
from trellis.features.safety import actions, queries
from trellis.features.safety.models import Incident
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import User
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def incident(by, home, **values):
    given = {"on": datetime.date(2026, 3, 2), "kind": "threats", "severity": 2}
    return actions.record_incident(by=by, family=home, **{**given, **values})


def test_an_incident_of_tomorrow_is_refused():
    by = viewer()
    home = family(by)
    with time_machine.travel("2026-03-01 12:00"), pytest.raises(RuleBroken, match="Mon 2 March 2026"):
        incident(by, home)


def test_somebody_of_another_family_cannot_have_been_harmed():
    by = viewer()
    with pytest.raises(RuleBroken, match="somebody of this family"):
        incident(by, family(by), harmed=person(by))
    assert not Incident.objects.exists()


def test_an_entry_taken_out_stays_with_its_reason():
    by = viewer()
    home = family(by)
    entry = incident(by, home)
    actions.withdraw_incident(by=by, incident=entry, why="Another family")
    assert not queries.incidents_of(by, home.pk).exists()
    assert Incident.objects.get().withdrawn_why == "Another family"


def test_incidents_are_seen_with_the_family_only():
    house = organisation()
    by = viewer(organisation=house)
    home = family(by)
    incident(by, home)
    for other in (viewer(Role.PRACTITIONER, house), viewer(Role.REFERRER, house), viewer()):
        assert not queries.incidents_of(other, home.pk).exists()


def test_counts_are_of_the_days_asked_for():
    by = viewer()
    home = family(by)
    for day in (1, 2, 3, 4):
        incident(by, home, on=datetime.date(2026, 3, day))
    window = {home.pk: (datetime.date(2026, 3, 2), datetime.date(2026, 3, 3))}
    assert queries.counts_by_family(by, window) == {home.pk: 2}


def test_the_pages(client):
    by = viewer()
    home = family(by)
    mother = person(by, home, given_name="Ann")
    client.force_login(User.objects.get(pk=by.user_id), backend=BACKEND)
    assert "Nothing has been written down" in client.get(reverse("safety:incidents", args=[home.pk])).text
    typed = {
        "on_day": "2",
        "on_month": "3",
        "on_year": "2026",
        "kind": "physical",
        "severity": "3",
        "harmed": str(mother.pk),
        "what_happened": "A plate was thrown.",
        "police_called": "yes",
    }
    answer = client.post(reverse("safety:record", args=[home.pk]), {**typed, "severity": ""})
    assert "A plate was thrown." in answer.text
    answer = client.post(reverse("safety:record", args=[home.pk]), typed, follow=True)
    assert "A plate was thrown." in answer.text
    assert "Police called" in answer.text
    assert "Physical violence" in client.get(reverse("families:family", args=[home.pk])).text.replace(
        "physical", "Physical"
    )
    entry = Incident.objects.get()
    answer = client.post(reverse("safety:withdraw", args=[home.pk, entry.pk]), {"why": "Mistake"}, follow=True)
    assert "A plate was thrown." not in answer.text
