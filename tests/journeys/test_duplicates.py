"""A supervisor finds a parent who was entered twice, makes the two records one, and takes them apart again."""

from __future__ import annotations

import pytest

from trellis.features.duplicates.tests.factories import twice
from trellis.features.families import actions as families
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer
from trellis.platform.jobs.running import run_pending

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_two_records_become_one_and_two_again(house, someone):
    supervisor = someone(Role.SUPERVISOR, "Ruth Adeyemi")
    by = Viewer.from_membership(supervisor.membership)
    kept, gone = twice(by, "Ashworth")
    for one, street, number in (
        (kept, "7 Mill Lane\nLeeds", "07700 900123"),
        (gone, "22 Weir Street\nLeeds", "07700 900124"),
    ):
        home = one.families.get()
        families.record_household(by=by, family=home, label="Home", address=street, postcode="LS1 1AA", people=[one])
        families.record_safe_contact(
            by=by, family=home, person=one, channel="mobile", value=number, is_safe=True, best_times="Before 3pm"
        )

    first_home = kept.families.get()
    supervisor.open("/duplicates/")
    supervisor.reads("No likely duplicates are waiting to be looked at")
    supervisor.press("Look through everybody")
    run_pending()
    supervisor.open("/duplicates/")
    supervisor.reads("1 likely pair")
    supervisor.reads("are forms of one name")
    supervisor.picture("likely-duplicates")

    supervisor.press("Compare Katherine Ashworth and Kate Ashworth")
    supervisor.reads("Are these one person?")
    supervisor.reads("07700 900124")
    supervisor.choose("Given name: Kate")
    supervisor.picture("duplicates-side-by-side")
    supervisor.press("Merge the two records")
    supervisor.reads("The two records are one now")
    supervisor.open(f"/families/{first_home.pk}/")
    supervisor.reads("07700 900124")

    supervisor.open("/duplicates/merges/")
    supervisor.press("Take apart Kate Ashworth")
    supervisor.reads("Nothing was written about this person since")
    supervisor.press("Take the two records apart")
    supervisor.reads("These are two records again")
    supervisor.open("/duplicates/two-people/")
    supervisor.reads("1 pair")
    supervisor.press("Take back")
    supervisor.reads("Nobody has been told apart yet")


def test_a_coordinator_on_a_telephone_asks_a_supervisor(house, someone):
    coordinator = someone(Role.COORDINATOR, "Moira Keane", phone=True)
    kept, _ = twice(Viewer.from_membership(coordinator.membership))
    coordinator.open(f"/people/{kept.pk}/duplicates/")
    coordinator.press("Compare Katherine Ashworth and Kate Ashworth")
    coordinator.reads("ask a supervisor to merge the two records")
    coordinator.press("They are two people")
    coordinator.reads("will not be put forward again")
