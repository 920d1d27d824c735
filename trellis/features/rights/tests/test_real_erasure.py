"""Somebody is given all that is held of them, is erased, and then stands nowhere: no table, no column, no file."""

import pytest
from django.utils import timezone

from trellis.features.families.models import Person, SafeContact
from trellis.features.rights.actions import answering, asking, deciding, erasing
from trellis.features.rights.models import GatheredItem, SubjectRequest, Tombstone
from trellis.features.rights.queries import requests as queries
from trellis.features.rights.queries.everywhere import found_anywhere
from trellis.features.rights.tests.factories import FULL, TOLD, VALUES, told_of_everywhere
from trellis.features.safety.models import Incident
from trellis.platform.documents.queries import content_of
from trellis.platform.jobs.running import run_pending

pytestmark = pytest.mark.django_db


def answered(made):
    """Take a request through to the answer, each item as it was suggested or released by itself."""
    request = asking.take_down_request(
        by=made.supervisor,
        person=made.person,
        asked="access",
        asked_by="themselves",
        received_on=timezone.localdate(),
    )
    asking.check_identity(by=made.supervisor, request=request, how="Seen with a passport", on=timezone.localdate())
    asking.begin_gathering(by=made.supervisor, request=request)
    run_pending()
    for item in GatheredItem.objects.filter(request=request):
        choice = item.suggested["choice"]
        if choice:
            deciding.decide_many(by=made.supervisor, request=request, item_ids=[item.pk], choice="suggested")
        else:
            deciding.decide(by=made.supervisor, request=request, item_id=item.pk, choice="release")
    answering.send_to_check(by=made.supervisor, request=request)
    return answering.release(by=made.second, request=request, sent_how="In their hands")


def test_everything_is_told_and_then_gone(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = told_of_everywhere()
    before = {hit.value for hit in found_anywhere(VALUES.values())}
    assert before == set(VALUES.values())

    request = answered(made)
    told = queries.as_bytes(request.released).decode()
    missing = [key for key in TOLD if VALUES[key] not in told]
    assert missing == []
    assert "Tue 19 July 2011" in told
    assert content_of(request.document).startswith(b"%PDF-")
    assert queries.payload(made.second, request, request.answered_on) == request.released

    with django_capture_on_commit_callbacks(execute=True):
        tombstone = erasing.erase_person(by=made.supervisor, person=made.person, request_id=request.pk)
    assert found_anywhere(VALUES.values()) == []
    assert Tombstone.objects.get() == tombstone
    assert tombstone.person_ref == made.person.pk
    assert tombstone.files >= 5
    assert SubjectRequest.objects.get().released in (None, {})


def test_what_others_share_stays_with_a_person(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = told_of_everywhere()
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase_person(by=made.supervisor, person=made.person, rule_key="test")
    incident = Incident.objects.get()
    assert incident.what_happened == "a person hid while a plate was thrown."
    assert incident.harmed.full_name == "A person"
    assert incident.done_by_id == made.mother.pk
    assert SafeContact.objects.filter(person=made.mother, value="+447700900222").exists()
    assert not SafeContact.objects.filter(person=made.person).exists()
    mother = Person.objects.get(pk=made.mother.pk)
    assert mother.full_name == made.mother.full_name


def test_a_family_of_which_nobody_stays_goes_with_its_file(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = told_of_everywhere()
    people = list(made.family.people.order_by("pk"))
    surname = made.person.family_name
    with django_capture_on_commit_callbacks(execute=True):
        for person in people:
            erasing.erase_person(by=made.supervisor, person=person, rule_key="journey_closed")
    assert not Person.objects.filter(organisation=made.organisation).exists()
    assert not Incident.objects.exists()
    assert Tombstone.objects.count() == len(people)
    assert found_anywhere([FULL, surname, *(person.full_name for person in people)]) == []
