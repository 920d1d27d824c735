"""An address is sealed, two sides are parted, a file is opened in need and reviewed: in a browser, as each of them."""

from __future__ import annotations

from datetime import date

import pytest

from trellis.features.families.actions import add_person, create_family, give_sight, record_household
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer

pytestmark = pytest.mark.browser
REASON = "Her safety hangs on it, the refuge says."


@pytest.mark.timeout(600)
def test_nobody_is_put_in_danger_by_what_a_page_says(house, someone):
    supervisor = someone(Role.SUPERVISOR, "Grace Adeyemi")
    hers = someone(Role.PRACTITIONER, "Hannah Whitlock", phone=True)
    his = someone(Role.PRACTITIONER, "Hugo Lane")
    by = Viewer.from_membership(supervisor.membership)
    mother_file, mother = a_family(by, "Ashby", "Maya", hers)
    _father_file, _ = a_family(by, "Dunnock", "Frank", his)
    record_household(
        by=by, family=mother_file, label="Home", address="1 Orchard Row", postcode="LS1 4AP", people=[mother]
    )
    page = f"/families/{mother_file.pk}/"

    supervisor.open(page)
    supervisor.reads("1 Orchard Row")
    seal_the_address(supervisor, page, reader="Hannah Whitlock")
    supervisor.open(page)
    supervisor.does_not_read("1 Orchard Row")
    supervisor.reads("No address to show")
    hers.open(page)
    hers.reads("1 Orchard Row")

    supervisor.open(f"{page}confidentiality/other-side/")
    supervisor.type("Name of the other file", "Dunnock")
    supervisor.press("Look", exact=True)
    supervisor.choose("Dunnock")
    supervisor.type("Why are they parted?", REASON)
    supervisor.press("Part the two sides")
    supervisor.reads("Neither side finds the other")
    supervisor.reads("This file is closed")
    supervisor.picture("who-may-see-what")

    his.open("/families/")
    his.reads("Dunnock")
    his.does_not_read("Ashby")
    open_in_need(his, "Maya", "Ashby")
    his.reads("No file was opened")

    third_file, _ = a_family(by, "Kettle", "Tess", hers)
    open_in_need(his, "Tess", "Kettle")
    his.reads("The file is open to you until")
    his.reads("Opened in need")
    supervisor.open("/confidentiality/")
    supervisor.press("Review the file of Kettle")
    supervisor.choose("Yes")
    supervisor.press("Save the review")
    supervisor.reads("The review is saved")

    hers.open(f"/families/{third_file.pk}/confidentiality/i-know-them/")
    hers.type("How do you know them?", "Tess lives next door to me")
    hers.press("I know this family")
    hers.reads("You no longer see this family")
    hers.open("/families/")
    hers.does_not_read("Kettle")
    hers.open("/confidentiality/")
    supervisor.open(f"{page}confidentiality/sharing/new/")


def a_family(by, name, given, worker):
    """Make a family of one, with somebody who works with it."""
    family = create_family(by=by, name=name)
    person = add_person(by=by, family=family, given_name=given, family_name=name, birth_date=date(1985, 5, 5))
    give_sight(by=by, family=family, membership=worker.membership, because="Keyworker")
    return family, person


def seal_the_address(supervisor, page, *, reader):
    """Keep the address from everybody but one."""
    supervisor.open(f"{page}confidentiality/seals/new/")
    supervisor.choose("Maya Ashby")
    supervisor.choose("Where they live")
    supervisor.choose("From everybody except the staff we name")
    supervisor.choose(reader)
    supervisor.type("Why?", REASON)
    supervisor.type("Who told us, or which order says so?", "The refuge")
    supervisor.press("Seal", exact=True)
    supervisor.reads("The fact is sealed")


def open_in_need(worker, given, family):
    """Ask to open a file in need."""
    worker.open("/confidentiality/open-in-need/")
    worker.type("Given name", given)
    worker.type("Family name", family)
    worker.day("birth_date", date(1985, 5, 5))
    worker.type("What is the need?", "She telephoned and said that she is in danger tonight")
    worker.press("Open the file")
