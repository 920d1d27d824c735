"""What a referrer never learns through their own referral: that somebody was known already, or what staff attached."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from trellis.features.families import actions as families
from trellis.features.families.rules import RelationshipKind
from trellis.features.referrals import actions, queries
from trellis.features.referrals.models import KnownFact, Referral, ReferredPerson
from trellis.features.referrals.rules.asking import Asked
from trellis.features.referrals.tests.browsing import as_, fresh
from trellis.features.referrals.tests.factories import full_draft, submitted_referral
from trellis.platform.access.viewer import Viewer
from trellis.platform.documents.models import Document
from trellis.platform.documents.tests.files import pdf, upload

pytestmark = pytest.mark.django_db


def _asked_for_a_birth_date(coordinator: Viewer, referrer: Viewer) -> tuple[Referral, ReferredPerson]:
    sent = submitted_referral(referrer)
    child = ReferredPerson.objects.get(referral=sent, position=1)
    asked = [Asked("q1", "When was the child born?", fact="birth_date", about=str(child.pk))]
    actions.ask_for_more(
        by=coordinator, referral=sent, on_day=timezone.localdate(), questions=asked, on_day_why="Today"
    )
    return sent, child


def test_an_answer_says_nothing_of_relatives_in_another_family(coordinator: Viewer, referrer: Viewer) -> None:
    sent, child = _asked_for_a_birth_date(coordinator, referrer)
    person = child.person
    assert person is not None
    other = families.create_family(by=coordinator, name="Hidden family")
    baby = families.add_person(by=coordinator, family=other, given_name="Zephyrine", birth_date=date(2025, 1, 2))
    families.add_existing_person(by=coordinator, family=other, person=person)
    families.change_person(by=coordinator, person=person, birth_date=None)
    families.record_relationship(
        by=coordinator, family=other, from_person=person, to_person=baby, kind=RelationshipKind.MOTHER
    )
    actions.answer_questions(by=referrer, referral=sent, answers={"q1": "2026-01-02"})
    person.refresh_from_db()
    assert person.birth_date is None
    assert KnownFact.objects.get(referral=sent).value == "2026-01-02"


def test_a_referrer_fills_in_a_record_and_never_changes_it(coordinator: Viewer, referrer: Viewer) -> None:
    sent, child = _asked_for_a_birth_date(coordinator, referrer)
    person = child.person
    assert person is not None
    before = person.birth_date
    assert before is not None
    actions.answer_questions(by=referrer, referral=sent, answers={"q1": "2012-02-03"})
    person.refresh_from_db()
    assert person.birth_date == before


def test_a_referrer_opens_what_they_attached_and_not_what_staff_did(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    of_staff = actions.attach_document(
        by=coordinator, referral=sent, kind_key="other", upload=upload("police.pdf", pdf())
    )
    own = actions.attach_document(by=referrer, referral=sent, kind_key="other", upload=upload("school.pdf", pdf()))
    assert of_staff not in queries.documents_of(referrer, sent)
    assert {own, of_staff} <= set(queries.documents_of(coordinator, sent))
    address = f"/referrals/{sent.pk}/documents/"
    assert as_(referrer).get(f"{address}{of_staff.pk}/").status_code == 404
    assert as_(referrer).get(f"{address}{own.pk}/").status_code == 200
    assert "police.pdf" not in as_(referrer).get(f"/referrals/{sent.pk}/").content.decode()


def test_what_staff_note_on_withdrawing_is_not_for_the_referrer(coordinator: Viewer, referrer: Viewer) -> None:
    sent = submitted_referral(referrer)
    actions.withdraw(by=coordinator, referral=sent, note="Known already, under another name")
    assert "another name" not in as_(referrer).get(f"/referrals/{sent.pk}/").content.decode()
    assert "another name" in as_(coordinator).get(f"/referrals/{sent.pk}/").content.decode()


def test_a_deleted_draft_leaves_no_documents(referrer: Viewer, django_capture_on_commit_callbacks) -> None:
    made = full_draft(referrer)
    attached = actions.attach_document(by=referrer, referral=made, kind_key="other", upload=upload("a.pdf", pdf()))
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(by=referrer, referral=made)
    kept = Document.objects.get(pk=attached.document_id)
    assert kept.removed_at is not None
    assert not default_storage.exists(kept.storage_name)
    assert not fresh(made).documents.exists()
