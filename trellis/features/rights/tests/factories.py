"""A family with a person of whom something is held in every room, and files of theirs; all invented."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.journeys.models import Journey
from trellis.features.outcomes import actions as outcomes
from trellis.features.programmes import queries as programmes
from trellis.features.programmes.tests.factories import offer
from trellis.features.referrals import actions as referrals
from trellis.features.referrals.models import Referral
from trellis.features.referrals.rules.papers import needed_documents
from trellis.features.referrals.rules.writing import as_document
from trellis.features.referrals.tests.families import answers_for
from trellis.features.safety import actions as safety
from trellis.features.sessions.tests import factories as sessions
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer
from trellis.platform.documents.paper import pdf_from_html
from trellis.platform.documents.tests.files import pdf, upload, xlsx
from trellis.platform.jobs.models import BackgroundJob
from trellis.platform.notifications.actions import notify

GIVEN, SURNAME, KNOWN_AS = "Zephyrine", "Quillfeather", "Zeffie"
FULL = f"{GIVEN} {SURNAME}"
# Values of the one person, that nothing else in the database has.
VALUES = {
    "given name": GIVEN,
    "full name": FULL,
    "known as": KNOWN_AS,
    "birth date": "2011-07-19",
    "telephone": "+447700900847",
    "e-mail": "zeffie.q@example.org",
    "school": "Saltmarsh Tower Academy 47",
    "access needs": "Reads with a sapphire overlay",
    "contact note": "Ask for the marmalade recipe",
    "attendance note": "Left early after the heron story",
    "goal": "To ride the blue tandem again",
    "support note": "Drew a lighthouse with seven windows",
}
TOLD = [key for key in VALUES if key not in {"birth date"}]


@dataclass
class Told:
    """The invented service, the person, and those around them."""

    organisation: Organisation
    supervisor: Viewer
    second: Viewer
    coordinator: Viewer
    person: Person
    mother: Person
    family: Family
    journey: Journey


def told_of_everywhere() -> Told:
    """Make a family of which one person is held in every room and every kind of store."""
    house = Organisation.objects.create(name="Rivermouth Family Service", slug="rivermouth")
    supervisor = viewer(Role.SUPERVISOR, house, name="Grace Supervisor")
    second = viewer(Role.SUPERVISOR, house, name="Second Supervisor")
    coordinator = viewer(Role.COORDINATOR, house, name="Priya Coordinator")
    referrer = viewer(Role.REFERRER, house, name="Rosa Ellery")
    offer(house, "pact")
    referral = _referral(referrer)
    if referral.status == "identity_check":
        referral = referrals.identify(by=coordinator, referral=referral, known={})
    referrals.accept(by=coordinator, referral=referral, on_day=timezone.localdate(), on_day_why="Today")
    referral = Referral.objects.get(pk=referral.pk)
    journey = Journey.objects.get(referral=referral)
    family = journey.family
    person = Person.objects.get(given_name=GIVEN)
    mother = family.people.exclude(pk=person.pk).order_by("pk").first()
    assert mother is not None
    made = Told(house, supervisor, second, coordinator, person, mother, family, journey)
    _file_of(made)
    _way_of(made)
    _around(made)
    return made


def _referral(by: Viewer) -> Referral:
    definition = programmes.definition(programmes.latest_version("pact").pk)
    answers = answers_for(definition, timezone.localdate(), surname=SURNAME)
    document = as_document(answers)
    child = next(key for key, each in document["people"].items() if each.get("child_of_concern") in {"yes", True})
    document["people"][child].update({"given_name": GIVEN, "family_name": SURNAME})
    document["happening"]["words"]["hopes"] = f"That {FULL} feels safe at home."
    made = referrals.begin_referral(by=by, programme_key="pact", answers=document)
    for paper in needed_documents(definition, answers):
        referrals.attach_document(by=by, referral=made, kind_key=paper.document.key, upload=upload("p.pdf", pdf()))
    for name, content in _papers_naming().items():
        referrals.attach_document(by=by, referral=made, kind_key="other", upload=upload(name, content))
    return referrals.submit(by=by, referral=made)


def _papers_naming() -> dict[str, bytes]:
    """Return a PDF, a spreadsheet and a text that name the person."""
    page = f"<html lang=en><title>Report</title><h1>Report</h1><p>About {FULL}, known as {KNOWN_AS}.</p></html>"
    return {
        f"report on {GIVEN}.pdf": pdf_from_html(page),
        "list.xlsx": xlsx([["Name", "Telephone"], [FULL, VALUES["telephone"]]]),
        "note.txt": f"{FULL}: {VALUES['contact note']}".encode(),
        "other.txt": b"Nothing about anybody.",
    }


def _file_of(made: Told) -> None:
    from trellis.features.families import actions as families

    by, person = made.coordinator, made.person
    families.change_person(
        by=by, person=person, known_as=KNOWN_AS, access_needs=VALUES["access needs"], first_language="Welsh"
    )
    Person.objects.filter(pk=person.pk).update(birth_date=VALUES["birth date"])
    contact: dict[str, Any] = {"by": by, "person": person, "family": made.family, "is_safe": True}
    families.record_safe_contact(
        **contact, channel="mobile", value=VALUES["telephone"], note=VALUES["contact note"], voicemail="none"
    )
    families.record_safe_contact(**contact, channel="email", value=VALUES["e-mail"])
    families.record_safe_contact(**{**contact, "person": made.mother}, channel="mobile", value="+447700900222")
    doing: dict[str, Any] = {"by": by, "family": made.family}
    families.record_occupation(**doing, person=person, kind="school", name=VALUES["school"])
    families.record_occupation(**doing, person=made.mother, kind="work", name="Hat shop", note=f"Home when {GIVEN} is")
    person.refresh_from_db()


def _way_of(made: Told) -> None:
    by, person, journey = made.coordinator, made.person, made.journey
    safety.record_incident(
        by=by,
        family=made.family,
        on=timezone.localdate(),
        kind="threats",
        severity=2,
        harmed=person,
        done_by=made.mother,
        what_happened=f"{GIVEN} hid while a plate was thrown.",
    )
    outcomes.set_goal(by=by, journey=journey, words=VALUES["goal"], person=person)
    from trellis.features.journeys.models import WaitingSupport

    WaitingSupport.objects.create(
        organisation=made.organisation,
        journey=journey,
        on=timezone.localdate(),
        kind="other",
        person=person,
        note=VALUES["support note"],
        by_id=by.membership_id,
    )
    session = sessions.booked(by, journey, day=timezone.localdate())
    sessions.marked(by, session, "attended")
    from trellis.features.sessions.models import Attendance

    Attendance.objects.filter(participant__person=person).update(note=VALUES["attendance note"])


def _around(made: Told) -> None:
    """Name the person in messages, work, the queue, a browser, the cache and a spreadsheet that was brought in."""
    from django.contrib.sessions.backends.db import SessionStore as Plain

    from trellis.features.referrals.models import ReferralImport
    from trellis.platform.documents.actions import store_upload
    from trellis.platform.notifications.jobs import send_email

    membership = made.coordinator.membership_id
    notify(to=membership, subject=f"{FULL} called", body=f"Ring back on {VALUES['telephone']}")
    BackgroundJob.objects.create(
        organisation=made.organisation,
        by_id=membership,
        kind="none",
        label=f"Letter to {FULL}",
        arguments={"to": VALUES["e-mail"]},
        status="done",
    )
    send_email.defer(to=VALUES["e-mail"], subject="Hello", body=f"Dear {FULL}")
    del Plain
    carried = sign_in_store()
    carried["held"] = {"fields": [["what_happened", f"{FULL} told me"]], "path": "/"}
    carried.save()
    cache.set("draft-letter", f"Dear {FULL}")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner.txt", FULL)
    table = upload("families.xlsx", xlsx([["Name"], [FULL]]))
    document = store_upload(by=made.coordinator, upload=table)
    ReferralImport.objects.create(
        organisation=made.organisation,
        programme_version=made.journey.programme_version,
        document=document,
        checksum="0" * 64,
        by_id=membership,
        status="done",
        preview=[{"people": [{"given_name": GIVEN, "family_name": SURNAME, "school": VALUES["school"]}]}],
        problems=[{"row": 3, "words": f"{FULL} has no birth date"}],
    )


def sign_in_store() -> Any:
    """Return an empty browser of whatever kind the settings name."""
    from importlib import import_module

    from django.conf import settings

    return import_module(settings.SESSION_ENGINE).SessionStore()
