"""A mother asks for her record: gathered, decided by keyboard, checked by somebody else, given; then she is erased."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.journeys.people import Person
from trellis.features.families import actions as families
from trellis.features.families.models import Person as FamilyPerson
from trellis.features.families.tests import factories
from trellis.features.rights.models import GatheredItem, SubjectRequest, Tombstone
from trellis.features.rights.queries.everywhere import found_anywhere
from trellis.features.safety import actions as safety
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.jobs.running import run_pending

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
MOTHER = "Wilhelmina Thistlewood"
TELEPHONE = "+447700900456"


def a_family(house):
    """Make a mother and her son, with what is held of them."""
    by = viewer(Role.COORDINATOR, house)
    home = factories.family(by, "Thistlewood family")
    mother = factories.person(
        by, home, given_name="Wilhelmina", family_name="Thistlewood", birth_date=datetime.date(1985, 4, 3)
    )
    son = factories.person(by, home, given_name="Kit", family_name="Thistlewood")
    contact = {"by": by, "family": home, "channel": "mobile", "is_safe": True}
    families.record_safe_contact(**contact, person=mother, value=TELEPHONE)
    families.record_safe_contact(**contact, person=son, value="+447700900457", note="Not when Wilhelmina is at work")
    safety.record_incident(
        by=by,
        family=home,
        on=timezone.localdate(),
        kind="threats",
        severity=2,
        harmed=mother,
        done_by=son,
        what_happened="Kit shouted at Wilhelmina in the kitchen.",
    )
    return home, mother


def take_down(supervisor: Person, what: str) -> SubjectRequest:
    """Take down what the mother asks."""
    supervisor.open("/requests/")
    supervisor.press("Take a request down")
    supervisor.type("Name of the person or of the family", "Wilhelmina")
    supervisor.press("Search")
    supervisor.press(MOTHER)
    supervisor.choose(what)
    supervisor.choose("The person themselves")
    supervisor.day("received_on", timezone.localdate())
    supervisor.press("Save")
    supervisor.reads("Its clock is running")
    found = SubjectRequest.objects.latest("pk")
    supervisor.press("Make sure who asks")
    supervisor.type("How do you know that they are who they say they are?", "Her passport")
    supervisor.day("on", timezone.localdate())
    supervisor.press("Save")
    return found


def decide_by_keyboard(supervisor: Person, request: SubjectRequest) -> None:
    """Choose every item and take what is suggested, then read what is left one by one: no mouse."""
    page = supervisor.page
    supervisor.open(f"/requests/{request.pk}/items/")
    supervisor.reads("Where somebody else is")
    for box in page.locator("input[name=items]").all():
        box.focus()
        page.keyboard.press("Space")
    page.get_by_label("Each as it is suggested").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Decide those chosen").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_load_state()
    supervisor.look()
    assert not GatheredItem.objects.filter(request=request, choice="").exists()


@pytest.mark.parametrize("phone", [False, True], ids=["screen", "telephone"])
def test_a_mother_is_given_her_record_and_is_then_erased(house, someone, phone):
    home, _ = a_family(house)
    supervisor = someone(Role.SUPERVISOR, "Grace Adeyemi", phone=phone)
    second = someone(Role.SUPERVISOR, "Esther Lindqvist", phone=phone)

    request = take_down(supervisor, "A copy of what we hold (Article 15)")
    supervisor.press("Gather what we hold")
    supervisor.press("Gather", exact=True)
    supervisor.page.wait_for_url("**/background/**")
    run_pending()
    supervisor.page.goto("about:blank")
    decide_by_keyboard(supervisor, request)
    item = GatheredItem.objects.filter(request=request, choice="redact").first()
    supervisor.open(f"/requests/{request.pk}/items/{item.pk}/")
    supervisor.reads("Take out these words")

    supervisor.open(f"/requests/{request.pk}/check/")
    supervisor.reads(TELEPHONE)
    supervisor.press("Send it to be checked")
    supervisor.open(f"/requests/{request.pk}/check/")
    supervisor.reads("somebody else has to check it")
    second.open(f"/requests/{request.pk}/check/")
    second.type("How does it reach them?", "In her hands, at the centre")
    second.press("I have checked it: make the answer")
    second.reads("The answer is ready")
    with second.page.expect_download() as taken:
        second.page.get_by_role("link", name="The file for other programs (JSON)").click()
    told = taken.value.path().read_text()
    assert TELEPHONE in told
    assert "+447700900457" not in told
    assert "[taken out] shouted at Wilhelmina" in told

    take_down(supervisor, "That what we hold is erased (Article 17)")
    supervisor.press("Erase, or refuse")
    supervisor.reads("What goes")
    supervisor.page.locator("main input[type=checkbox]").check()
    supervisor.press("Erase now")
    supervisor.reads("They are erased")
    assert found_anywhere([MOTHER, TELEPHONE]) == []
    assert Tombstone.objects.count() == 1
    assert FamilyPerson.objects.filter(given_name="Kit").exists()

    supervisor.open("/keeping/")
    supervisor.reads("What is left of those who were erased")
    supervisor.press("Look whose time has passed")
    run_pending()
    supervisor.open(f"/keeping/holds/new/{home.pk}/")
    supervisor.type("Why must nothing of it go?", "A claim")
    supervisor.day("review_on", timezone.localdate() + datetime.timedelta(days=90))
    supervisor.press("Put on hold")
    supervisor.reads("Nothing of it goes until the hold is ended")
