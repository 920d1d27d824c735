"""The main job with JavaScript off: sign in, refer, screen, accept, hold a session, close."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests.journeys.answering import answer
from tests.journeys.changing import close_journey
from tests.journeys.deciding import begin_screening, open_referral, record_fact, screen_and_accept
from tests.journeys.families_of_pact import ASHWORTH
from tests.journeys.grouping import Circle, add_venue, place_all, preview_group, save_group, start_group
from tests.journeys.house import Staff, open_programmes, take_on
from tests.journeys.later import come_back
from tests.journeys.meeting import everyone_came, give_keyworker, journey_of, open_register, save_register
from tests.journeys.referring import begin_referral, send, write_referral
from trellis.platform.access.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
FIRST_DAY = date(2026, 9, 15)


def test_the_main_job_needs_no_scripts(house, someone, clock):
    open_programmes(house, "pact")
    referrer = someone(Role.REFERRER, "Ruth Hall", scripts=False)
    coordinator = someone(Role.COORDINATOR, "Priya Nair", scripts=False)
    practitioner = someone(Role.PRACTITIONER, "Nadia Rahman", scripts=False, phone=True)
    take_on(house, [Staff("Nadia Rahman"), Staff("Tom Sykes", "male")], signs_in=practitioner.membership)

    nothing_typed_is_lost(referrer, begin_referral(referrer, ASHWORTH.programme))
    task_list = write_referral(referrer, ASHWORTH)
    send(referrer, task_list)

    open_referral(coordinator, "Ashworth")
    begin_screening(coordinator)
    asked = re.compile("hurt, threatened or controlled their parent")
    record_fact(coordinator, asked, "The mother, by telephone", answer="yes")
    screen_and_accept(coordinator, task_list)

    add_venue(coordinator, "St Aidan's Hall", {"Main hall": 14, "Library": 8})
    circles = [
        Circle("parents", "Main hall", {"practitioner": ["Nadia Rahman"]}),
        Circle("young_people--boys", "Library", {"practitioner": ["Tom Sykes"]}),
    ]
    preview_group(coordinator, ASHWORTH.programme, "Autumn", "St Aidan's Hall", FIRST_DAY, "17:30", circles)
    group = save_group(coordinator)
    place_all(coordinator, group)
    start_group(coordinator, group, despite="Two more families join in the second week.")
    journey = journey_of(coordinator, "Ashworth")
    give_keyworker(coordinator, journey, "Nadia Rahman")

    come_back(clock, FIRST_DAY, practitioner)
    open_register(practitioner)
    everyone_came(practitioner)
    save_register(practitioner)

    come_back(clock, FIRST_DAY + timedelta(days=1), practitioner)
    words = {
        "set_out": "Dinner together without shouting",
        "did": "One evening with the group.",
        "changed": "Too early to say.",
        "strengths": "They came.",
        "next": "A service near their new home.",
    }
    close_journey(practitioner, journey, "ended_early", words, early_reason="moved_away")
    practitioner.reads("Moved away")


def nothing_typed_is_lost(referrer, task_list):
    """A page with something wrong keeps what was typed, and says beside each box what would be right."""
    referrer.open(task_list)
    referrer.press("The people of the family")
    referrer.press("Add a person")
    answer(referrer, given_name="Dana", birth_date=date(2031, 3, 31))
    referrer.press("Save and continue")
    referrer.reads("There is a problem")
    assert referrer.page.locator("[name='given_name']").input_value() == "Dana"
    assert referrer.page.locator("[name='birth_date_year']").input_value() == "2031"
