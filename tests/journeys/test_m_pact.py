"""Three families go through a multi-family group together: the same code as for any programme, another file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from time_machine import Traveller

from tests.journeys.answering import answer, answer_and_save, value_of
from tests.journeys.bringing_in import bring_in, download_template, send_sheet, write_sheet
from tests.journeys.changing import close_journey, download, set_goal
from tests.journeys.deciding import screen_and_accept
from tests.journeys.families_of_m_pact import rows_of_m_pact
from tests.journeys.grouping import Circle, add_venue, place_all, preview_group, save_group, start_group
from tests.journeys.house import Staff, open_programmes, take_on
from tests.journeys.later import come_back
from tests.journeys.meeting import book, everyone_came, journey_of, open_register, save_register
from tests.journeys.people import Person
from trellis.features.programmes.rules.built_in import built_in_definition
from trellis.kernel.dates import in_words
from trellis.platform.access.roles import Role

pytestmark = pytest.mark.browser
M_PACT = "M-PACT (Moving Parents And Children Together)"
STAFF = (Staff("Nadia Rahman"), Staff("Gwen Pryce"))
HALL = "Riverside Hall"
FIRST_DAY = date(2026, 9, 15)
EVENINGS = {number: FIRST_DAY + timedelta(weeks=number - 1) for number in range(2, 10)}
"""The days of sessions 2 to 9, which all families come to; the first and the tenth are with each family by itself."""
REVIEW = FIRST_DAY + timedelta(weeks=9)
STOPPED_AFTER = 4
GROUP = "M-PACT autumn"
FAMILIES = {"Finch": ("Carys", "Mia", "Otis"), "Rooke": ("Donal", "Cian"), "Wren": ("Priti", "Asha")}
SUMMARY = {
    "set_out": "To eat together, and to talk about drinking without shouting.",
    "did": "We met as one family, and on evenings with other families.",
    "changed": "The children say what they see. Sundays are calm more often than not.",
    "strengths": "They make each other laugh, and keep to what they promise.",
    "next": "The family worker at Riverside, on the number that they know.",
}
CIRCLES = (
    Circle("children", "Studio", {"practitioner": ["Gwen Pryce"]}),
    Circle("adults", "Main hall", {"practitioner": ["Nadia Rahman"]}),
)


@pytest.mark.timeout(900)
def test_three_families_go_through_a_multi_family_group(house, someone, clock, tmp_path):
    open_programmes(house, "m-pact")
    coordinator = someone(Role.COORDINATOR, "Priya Nair")
    practitioner = someone(Role.PRACTITIONER, "Nadia Rahman")
    take_on(house, STAFF, signs_in=practitioner.membership)

    bring_in_three(coordinator, tmp_path)
    make_the_group(coordinator)
    journeys = meet_each_family(practitioner, clock)
    hold_the_evenings(practitioner, clock, journeys["Rooke"])
    review_and_complete(practitioner, clock, journeys["Finch"])
    read_the_figures(coordinator, someone(Role.COMMISSIONER, "Ola Brandt"), clock)


def bring_in_three(coordinator: Person, folder: Path) -> None:
    """Three families come in a spreadsheet; everything is met, and they are accepted."""
    headings = download_template(coordinator, M_PACT)
    rows = rows_of_m_pact(built_in_definition("m-pact"))
    send_sheet(coordinator, "m-pact", write_sheet(folder / "families.csv", headings, rows))
    coordinator.reads("All 3 new families will be brought in together, or none.")
    for address in bring_in(coordinator):
        screen_and_accept(coordinator, address)


def make_the_group(coordinator: Person) -> None:
    """The rules ask for a licence, training and enough families, until each of them is kept."""
    add_venue(coordinator, HALL, {"Main hall": 20, "Studio": 10})
    preview_group(coordinator, M_PACT, GROUP, HALL, FIRST_DAY, "17:00", CIRCLES)
    coordinator.reads("0 trained practitioners; at least 2 are needed.")
    coordinator.reads("is yours in force until the last session?")
    coordinator.reads("Children: 0 families; at least 2 are wanted.")
    coordinator.reads("Meeting each family, each family by itself")
    for each in STAFF:
        coordinator.open("/staff/")
        coordinator.press(each.name, within=coordinator.page.locator("main"))
        answer_and_save(coordinator, "Record training", programme_key="m-pact", valid_from=date(2025, 3, 1))
        coordinator.reads("The training is recorded.")
    preview_group(coordinator, M_PACT, GROUP, HALL, FIRST_DAY, "17:00", CIRCLES)
    coordinator.does_not_read("0 trained practitioners")
    group = save_group(coordinator)
    place_all(coordinator, group)
    coordinator.reads("In the group (3 families)")
    coordinator.does_not_read("0 families; at least 2 are wanted")
    coordinator.does_not_read("Broken")
    start_group(coordinator, group)
    coordinator.reads("with each family by itself, booked on the family’s own page")
    coordinator.picture("multi-family-group")


def meet_each_family(practitioner: Person, clock: Traveller) -> dict[str, str]:
    """The first session is held with each family by itself, on days of their own; it cannot be booked twice."""
    come_back(clock, date(2026, 9, 8), practitioner)
    journeys = {family: journey_of(practitioner, family) for family in FAMILIES}
    days = {family: FIRST_DAY + timedelta(days=place) for place, family in enumerate(FAMILIES)}
    for family, names in FAMILIES.items():
        book(practitioner, journeys[family], "Meeting each family", days[family], "17:00", names, where=HALL)
    practitioner.open(journeys["Wren"])
    practitioner.press("Book a session")
    answer(practitioner, what=value_of(practitioner, "what", "Meeting each family"), day=days["Wren"], starts="10:00")
    answer(practitioner, expected=[value_of(practitioner, "expected", "Asha")])
    practitioner.press("Book it")
    practitioner.reads(f"Session 1 is booked already, on {in_words(days['Wren'])}. Move it instead.")
    for family, day in days.items():
        come_back(clock, day, practitioner)
        hold(practitioner, "Meeting each family")
        set_goal(practitioner, journeys[family], f"The {family} family eats together on Sundays")
    return journeys


def hold(practitioner: Person, words: str) -> None:
    """Fill in the register of today: everybody came."""
    open_register(practitioner)
    practitioner.reads(words)
    everyone_came(practitioner)
    save_register(practitioner)


def hold_the_evenings(practitioner: Person, clock: Traveller, stopping: str) -> None:
    """All families come to eight evenings; one of them stops half-way, with a reason, and is expected no more."""
    for number, day in EVENINGS.items():
        come_back(clock, day, practitioner)
        hold(practitioner, f"Session {number}")
        practitioner.reads("Cian" if number <= STOPPED_AFTER else "Mia")
        if number == STOPPED_AFTER:
            practitioner.reads("7 of 7 people filled in")
            stop_early(practitioner, stopping)
        if number > STOPPED_AFTER:
            practitioner.reads("5 of 5 people filled in")
            practitioner.does_not_read("Cian")


def stop_early(practitioner: Person, journey: str) -> None:
    """A family that stops has a summary too, and counts as ended early."""
    practitioner.open(f"{journey}closing/")
    practitioner.reads("Not completed yet")
    close_journey(practitioner, journey, "ended_early", SUMMARY, early_reason="family_chose_to_stop")
    practitioner.reads("Ended early")
    practitioner.reads("The family chose to stop")


def review_and_complete(practitioner: Person, clock: Traveller, journey: str) -> None:
    """The tenth session is with the family by itself again; with it the programme's own rule is met."""
    names = FAMILIES["Finch"]
    book(practitioner, journey, "Family review", REVIEW, "17:00", names, where=HALL)
    come_back(clock, REVIEW, practitioner)
    hold(practitioner, "Family review")
    practitioner.open(journey)
    practitioner.press("Close this journey")
    practitioner.reads("Completed by the programme’s own rule")
    practitioner.reads("Otis attended 10 sessions; at least 8 are asked for.")
    close_journey(practitioner, journey, "completed", SUMMARY)
    practitioner.reads("Completed")
    assert download(practitioner, "Download as PDF").startswith(b"%PDF-")


def read_the_figures(coordinator: Person, commissioner: Person, clock: Traveller) -> None:
    """The programme's page counts three families, one completed; so few that a commissioner sees less."""
    come_back(clock, REVIEW, coordinator)
    coordinator.open("/figures/m-pact/")
    for words, count in (("Referred", 3), ("Accepted", 3), ("Started", 3), ("Completed", 1)):
        figure = coordinator.page.locator("dl.trellis-figures .trellis-figure", has_text=words)
        assert figure.locator("dd").inner_text().split()[0] == str(count), figure.inner_text()
    coordinator.reads("The family chose to stop")
    commissioner.open("/figures/m-pact/")
    commissioner.reads("fewer than 5")
    commissioner.does_not_read("Finch")
