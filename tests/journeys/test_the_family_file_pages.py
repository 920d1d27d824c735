"""A co-ordinator writes the family file: whose mother, a tie that cannot be, a refuge, an order, who must not know."""

from __future__ import annotations

import datetime
from datetime import date

import pytest

from tests.journeys.later import come_back
from trellis.features.families.tests.factories import family, person
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer

pytestmark = pytest.mark.browser
TODAY = date(2026, 9, 1)


@pytest.mark.timeout(900)
def test_the_family_file_is_written_and_read(house, someone, clock):
    come_back(clock, TODAY, at=datetime.time(9))
    coordinator = someone(Role.COORDINATOR, "Priya Nair")
    by = Viewer.from_membership(coordinator.membership)
    home = family(by, "Ashworth family")
    person(by, home, given_name="Dawn", birth_date=date(1985, 1, 1))
    person(by, home, given_name="Jamie", birth_date=date(2011, 5, 1), gender="male")
    person(by, home, given_name="Lee", birth_date=date(1982, 1, 1), gender="male")
    page = f"/families/{home.pk}/"

    coordinator.open(page)
    ties(coordinator, page)
    order(coordinator, page)
    refuge(coordinator, page)
    safe_contact(coordinator, page)
    coordinator.open(page)
    coordinator.reads("What limits contact")
    coordinator.reads("expires in 12 days")
    coordinator.reads("Must never know: Lee Ashworth")
    coordinator.reads("No address to show")
    coordinator.does_not_read("1 Hidden Row")
    needs(coordinator, page)

    phone = someone(Role.SUPERVISOR, "Ruth Osei", phone=True)
    for address in (page, f"{page}contact/", f"{page}needs/"):
        phone.open(address)


def ties(worker, page):
    """Say who is whose mother, then what cannot be."""
    worker.open(f"{page}relationships/")
    worker.pick("This person", "Dawn Ashworth")
    worker.pick("is the", "Mother")
    worker.pick("of this person", "Jamie Ashworth")
    worker.press("Save")
    worker.reads("Dawn is Jamie’s mother")
    worker.open(f"{page}relationships/")
    worker.pick("This person", "Jamie Ashworth")
    worker.pick("is the", "Parent")
    worker.pick("of this person", "Dawn Ashworth")
    worker.press("Save")
    worker.reads("Check both dates of birth")


def order(worker, page):
    """Write an order that ends in twelve days."""
    worker.open(f"{page}orders/new/")
    worker.pick("What kind of order?", "Non-molestation order")
    worker.choose("Dawn Ashworth", within=worker.question("Whom does it protect?"))
    worker.pick("Against whom is it? (optional)", "Lee Ashworth")
    worker.type("What does it forbid or allow, in short?", "Not to come to the home")
    worker.day("made_on", date(2026, 3, 2))
    worker.day("expires_on", date(2026, 9, 13))
    worker.press("Save")
    worker.reads("Expires soon")


def refuge(worker, page):
    """Write a home whose address goes to nobody."""
    worker.open(f"{page}homes/new/")
    worker.type("What do you call this home?", "Where Dawn stays")
    worker.choose("Dawn Ashworth", within=worker.question("Who lives there now?"))
    worker.type("Address (optional)", "1 Hidden Row")
    worker.choose("Yes", within=worker.question("Is it a refuge"))
    worker.press("Save")
    worker.reads("Its address is shown to those who may read it")


def safe_contact(worker, page):
    """Say who must never know."""
    worker.open(page)
    worker.press("Dawn Ashworth")
    worker.press("Say how contact is safe")
    worker.choose("Lee Ashworth", within=worker.question("Who must never know"))
    worker.press("Save")
    worker.reads("Must never know: Lee Ashworth")


def needs(worker, page):
    """Write what the boy needs."""
    worker.open(f"{page}needs/new/")
    worker.pick("Who?", "Jamie Ashworth")
    worker.choose("Friends, belonging, things to do")
    worker.press("Save")
    worker.reads("1 need with nothing done yet")
