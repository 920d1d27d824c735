"""A worker keeps a family safe: a flag, a score refused, a note, a plan for the fridge, a child's own plan."""

from __future__ import annotations

import datetime
from datetime import date

import pytest

from tests.journeys.later import come_back
from trellis.features.families.models import FamilyWorker
from trellis.features.families.tests.factories import family, person
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer

pytestmark = pytest.mark.browser
TODAY = date(2026, 9, 1)


@pytest.mark.timeout(900)
def test_a_family_is_kept_safe_by_those_whom_it_chose(house, someone, clock):
    come_back(clock, TODAY, at=datetime.time(9))
    coordinator = someone(Role.COORDINATOR, "Priya Nair")
    worker = someone(Role.PRACTITIONER, "Hannah Whitlock")
    by = Viewer.from_membership(coordinator.membership)
    home = family(by, "Ashworth family")
    person(by, home, given_name="Dawn", birth_date=date(1985, 1, 1))
    person(by, home, given_name="Jamie", birth_date=date(2011, 5, 1), gender="male")
    FamilyWorker.objects.create(
        organisation=house, family=home, membership=worker.membership, because="Keyworker of the family"
    )
    safety = f"/families/{home.pk}/safety/"

    put_up_a_flag(coordinator, safety)
    coordinator.open(f"/families/{home.pk}/")
    coordinator.reads("Ring first, wait in the car")
    score_is_refused_and_a_note_written(coordinator, safety)
    plan_for_the_fridge(coordinator, safety)
    childs_plan(worker, safety)

    coordinator.open(safety)
    coordinator.does_not_read("own plan</a>")
    coordinator.picture("safety")
    fear(coordinator, safety)
    coordinator.open(f"/families/{home.pk}/incidents/")

    come_back(clock, date(2026, 11, 3), coordinator, at=datetime.time(9))
    coordinator.open("/")
    coordinator.reads("Flag: danger at the door")
    coordinator.press("Flag: danger at the door of Ashworth family")
    coordinator.choose("It is no longer so: end it")
    coordinator.type("Why?", "They have moved")
    coordinator.press("Save")
    coordinator.reads("They have moved")


def put_up_a_flag(worker, safety):
    """Warn whoever goes there next."""
    worker.open(safety)
    worker.reads("No flag is up")
    worker.press("Put up a flag")
    worker.choose("Danger at the door")
    worker.type("In a few words", "Ring first, wait in the car")
    worker.day("review_on", date(2026, 11, 1))
    worker.press("Put it up")
    worker.reads("Ring first, wait in the car")


def score_is_refused_and_a_note_written(worker, safety):
    """Find that a score sheet is not for a boy of fifteen and his mother, and which way is right."""
    worker.open(f"{safety}risk/sheet/new/")
    worker.choose("DASH", within=worker.question("Which sheet was filled in?"))
    worker.day("on", TODAY)
    worker.pick("Who is at risk?", "Dawn Ashworth")
    worker.pick("From whom? (optional)", "Jamie Ashworth")
    worker.choose("Relatives, such as parent and child or brother and sister")
    worker.type("The score", "16")
    worker.press("Save")
    worker.reads("Jamie was 15")
    worker.reads("early help")
    worker.press("write a risk note", exact=True)
    worker.day("on", TODAY)
    worker.pick("Whom are you worried about?", "Dawn Ashworth")
    worker.choose("Serious worry: something must be done")
    worker.type("What is the worry?", "Pushed twice this month")
    worker.type("What will you do?", "Early help on Monday")
    worker.day("review_on", date(2026, 9, 15))
    worker.press("Save")
    worker.reads("Serious worry")


def plan_for_the_fridge(worker, safety):
    """Make a plan with the family; print it; then paper becomes unsafe and nothing can be printed."""
    worker.open(f"{safety}plans/new/")
    worker.type("What do they call the plan?", "Our evenings")
    worker.type("Early warning signs", "Doors slam")
    worker.type("Safe places", "The garden")
    worker.type("Safe people", "Gran")
    worker.type("Code words (optional)", "“Pineapple” means: ten minutes")
    worker.choose("Yes, the whole plan")
    worker.choose("Dawn Ashworth")
    worker.day("agreed_on", TODAY)
    worker.day("review_on", date(2026, 10, 1))
    worker.press("Save")
    worker.reads("Version 1, agreed by Dawn")
    worker.picture("safety-plan")
    plan = worker.page.url
    worker.press("The page for the fridge")
    worker.reads("“Pineapple”")
    worker.open(plan)
    worker.press("A discreet page")
    worker.does_not_read("Pineapple")
    worker.reads("The garden")
    worker.open(plan)
    worker.press("Write a new version")
    worker.choose("No: paper is not safe in this home")
    worker.choose("Dawn Ashworth")
    worker.day("agreed_on", TODAY)
    worker.day("review_on", date(2026, 10, 1))
    worker.press("Save")
    worker.reads("Paper is not safe in this home")
    worker.does_not_read("/pdf/")
    assert worker.page.request.get(f"{plan}paper/pdf/").status == 404


def childs_plan(worker, safety):
    """Write with Jamie how he wants to be talked with."""
    worker.open(f"{safety}communication/new/")
    worker.pick("Whose plan is it?", "Jamie Ashworth")
    worker.type("What helps (optional)", "Walking while we talk")
    worker.choose("Yes", within=worker.question("Do they agree that everybody here who works with them may read it?"))
    worker.choose("They know that I, who write it, can read it too")
    worker.press("Save")
    worker.reads("Walking while we talk")
    worker.reads("everybody here who works with them")


def fear(worker, safety):
    """Write down a fear of exploitation and where it was taken."""
    worker.open(f"{safety}concerns/new/")
    worker.pick("Whom are you worried about?", "Jamie Ashworth")
    worker.choose("County lines")
    worker.day("seen_on", TODAY)
    worker.choose("More than one telephone, or many calls and messages at night")
    worker.choose("Not yet", within=worker.question("Have the parents been told?"))
    worker.type("What were they told, or why not?", "On Monday, with the school")
    worker.day("follow_up_on", date(2026, 9, 8))
    worker.press("Save")
    worker.reads("To nobody yet")
    worker.press("Write to whom it was taken")
    worker.choose("Children’s social care")
    worker.day("on", TODAY)
    worker.press("Save")
    worker.reads("No answer yet")
