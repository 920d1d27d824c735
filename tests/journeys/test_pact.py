"""A family goes through PACT from referral to closing summary, as the people do it: nobody touches the database."""

from __future__ import annotations

import re

import pytest

from tests.journeys.deciding import accept, begin_screening, open_referral, record_fact
from tests.journeys.families_of_pact import ASHWORTH
from tests.journeys.house import Staff, open_programmes, take_on
from tests.journeys.referring import attach, begin_referral, send, write_referral
from trellis.platform.access.roles import Role
from trellis.platform.documents.tests.files import pdf

pytestmark = pytest.mark.browser
STAFF = (
    Staff("Nadia Rahman"),
    Staff("Grace Oyelaran"),
    Staff("Moira Keane", duty="parent_mentor"),
    Staff("Leah Booth"),
    Staff("Joan Pettit"),
    Staff("Tom Sykes", "male"),
    Staff("Sam Lister", "male"),
)


def test_a_family_goes_from_referral_to_closing_summary(house, someone, clock, tmp_path):
    open_programmes(house, "pact", "m-pact")
    referrer = someone(Role.REFERRER, "Ruth Hall")
    coordinator = someone(Role.COORDINATOR, "Priya Nair")
    practitioner = someone(Role.PRACTITIONER, "Nadia Rahman", phone=True)
    take_on(house, STAFF, signs_in=practitioner.membership)

    # The social worker refers the family.
    task_list = begin_referral(referrer, ASHWORTH.programme)
    referrer.picture("referral-task-list-new")
    write_referral(referrer, ASHWORTH, task_list)
    letter = tmp_path / "letter-from-school.pdf"
    letter.write_bytes(pdf())
    attach(referrer, task_list, "other", letter)
    referrer.open(task_list)
    referrer.reads("12 of 12 parts are completed.")
    referrer.picture("referral-task-list")
    send(referrer, task_list)

    # The co-ordinator finds out the one thing that is not known, and accepts.
    open_referral(coordinator, "Ashworth")
    begin_screening(coordinator)
    coordinator.reads("Not yet known")
    coordinator.picture("screening")
    record_fact(
        coordinator, re.compile("hurt, threatened or controlled their parent"), "The mother, by telephone", answer="yes"
    )
    accept(coordinator, "The mother is keen to begin.")
    referrer.open(task_list)
    referrer.reads("Accepted")
