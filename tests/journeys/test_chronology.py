"""A practitioner reads a family's line of time, marks what stands out, and takes it out for a conference."""

from __future__ import annotations

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from trellis.features.families import actions
from trellis.features.families.models import Family
from trellis.features.families.tests import factories
from trellis.features.safety import actions as safety
from trellis.features.safety.tests import factories as safe
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import Viewer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.mark.parametrize("phone", [False, True])
def test_a_practitioner_reads_marks_and_takes_out_the_chronology(house, someone, phone):
    by = viewer(Role.COORDINATOR, house, name="Ruth Hartley")
    family = write_family(by)
    nadia = someone(Role.PRACTITIONER, "Nadia Rahman", phone=phone)
    actions.give_sight(by=by, family=family, membership=nadia.membership, because="Keyworker")

    nadia.open(reverse("families:family", args=[family.pk]))
    nadia.press("Chronology", exact=True)
    nadia.reads("Jamie was born.")
    nadia.reads("Dawn and Lee are partners no longer. Separated.")
    nadia.press("Add something else that happened")
    nadia.day("on", datetime.date(2024, 9, 4))
    nadia.type("What happened?", "Jamie moved to another school in the middle of a term")
    nadia.type("Who told us, or which paper says so?", "Telephone call from the school")
    nadia.press("Save")
    nadia.reads("It is in the chronology.")
    row = nadia.page.get_by_role("row").filter(has_text="moved to another school")
    nadia.press("Stands out?", within=row)
    nadia.type("Why does it stand out?", "He lost the teacher whom he trusted")
    nadia.press("Save")
    nadia.reads("He lost the teacher whom he trusted")
    see(nadia, "chronology", phone=phone)

    if phone:
        nadia.page.locator(".trellis-filters summary").click()
    nadia.choose("What stands out")
    nadia.press("Show", exact=True)
    nadia.does_not_read("Jamie was born.")
    nadia.reads("He lost the teacher whom he trusted")
    with nadia.page.expect_download() as taken:
        nadia.page.get_by_role("button", name="Word", exact=True).click()
    made = Document(io.BytesIO(taken.value.path().read_bytes()))
    events = [row.cells[1].text for row in made.tables[0].rows]
    assert "Jamie moved to another school in the middle of a term" in events
    assert "Jamie was born." not in events

    nadia.press("Page to print")
    nadia.reads("Chronology of the Ashworth family")
    nadia.reads("Only a part of it: What stands out.")
    see(nadia, "chronology-paper", phone=phone)


def see(person, name, *, phone):
    """Take the guide's picture, of the wide page only."""
    if not phone:
        person.picture(name)


def write_family(by: Viewer) -> Family:
    """Write a family to whom something happened in every part of the file."""
    family = factories.family(by, "Ashworth family")
    people = {
        name: factories.person(by, family, given_name=name, birth_date=datetime.date(year, 2, 3), gender=gender)
        for name, year, gender in (("Dawn", 1988, "female"), ("Lee", 1985, "male"), ("Jamie", 2012, "male"))
    }
    dawn, lee, jamie = people.values()
    both = {"by": by, "family": family}
    actions.record_relationship(
        **both, from_person=dawn, to_person=lee, kind="ex_partner", since="2009", until="2019-05", ending="separated"
    )
    actions.record_order(
        **both,
        kind="non_molestation",
        protects=[dawn],
        against=lee,
        made_on=datetime.date(2019, 6, 11),
        expires_on=datetime.date(2020, 6, 10),
        terms="Not to be violent to Dawn, and not to come to her home",
        court="Family Court",
    )
    actions.record_need(**both, person=jamie, kind="friends", words="He wants to play football again")
    today = timezone.localdate()
    safety.record_incident(
        **both,
        on=today - datetime.timedelta(days=40),
        kind="threats",
        severity=3,
        harmed=dawn,
        done_by=jamie,
        what_happened="A door was kicked in, and Dawn’s hand was hurt.",
    )
    safe.plan(by, family, (dawn, jamie))
    return family
