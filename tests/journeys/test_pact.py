"""A family goes through PACT from referral to closing summary, as the people do it: nobody touches the database."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from tests.journeys.bringing_in import bring_in, download_template, people_of_families, send_sheet, write_sheet
from tests.journeys.changing import close_journey, download, look_at, open_change, set_goal, write_incident
from tests.journeys.deciding import accept, begin_screening, open_referral, record_fact, screen_and_accept
from tests.journeys.families_of_pact import ASHWORTH, FROM_THE_SPREADSHEET
from tests.journeys.grouping import Circle, add_venue, close_days, place_all, preview_group, save_group, start_group
from tests.journeys.house import Staff, open_programmes, take_on
from tests.journeys.later import come_back
from tests.journeys.meeting import (
    book,
    book_catch_up,
    everyone_came,
    follow_up,
    give_keyworker,
    journey_of,
    mark,
    open_register,
    save_register,
)
from tests.journeys.referring import attach, begin_referral, send, write_referral
from trellis.features.programmes.rules.built_in import built_in_definition
from trellis.platform.access.roles import Role
from trellis.platform.documents.tests.files import pdf

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
PACT = "PACT (Parents And Children Together)"
GROUP = "PACT autumn, Tuesdays"
HALL = "St Aidan's Hall"
STAFF = (
    Staff("Nadia Rahman"),
    Staff("Grace Oyelaran"),
    Staff("Moira Keane", duty="parent_mentor"),
    Staff("Leah Booth"),
    Staff("Joan Pettit"),
    Staff("Tom Sykes", "male"),
    Staff("Sam Lister", "male"),
)
CIRCLES = (
    Circle("parents", "Main hall", {"practitioner": ["Nadia Rahman", "Grace Oyelaran"], "parent_mentor": ["Moira"]}),
    Circle("young_people--girls", "Studio", {"practitioner": ["Leah Booth", "Joan Pettit"]}),
    Circle("young_people--boys", "Library", {"practitioner": ["Tom Sykes", "Sam Lister"]}),
)
FIRST_DAY = date(2026, 9, 22)
HALF_TERM = (date(2026, 10, 26), date(2026, 10, 30))
TUESDAYS = [FIRST_DAY + timedelta(weeks=week) for week in range(13)]
DAYS = [day for day in TUESDAYS if not HALF_TERM[0] <= day <= HALF_TERM[1]]
MISSED = 3


def test_a_family_goes_from_referral_to_closing_summary(house, someone, clock, tmp_path):
    open_programmes(house, "pact", "m-pact")
    referrer = someone(Role.REFERRER, "Ruth Hall")
    coordinator = someone(Role.COORDINATOR, "Priya Nair")
    practitioner = someone(Role.PRACTITIONER, "Nadia Rahman", phone=True)
    take_on(house, STAFF, signs_in=practitioner.membership)

    task_list = refer(referrer, tmp_path)
    find_out_and_accept(coordinator)
    referrer.open(task_list)
    referrer.reads("Accepted")
    bring_in_five_more(coordinator, tmp_path)
    make_the_group(coordinator)

    journey = journey_of(coordinator, "Ashworth")
    give_keyworker(coordinator, journey, "Nadia Rahman")
    practitioner.does_not_read("Birch family")
    get_ready(practitioner, clock, journey)
    for number, day in enumerate(DAYS, 1):
        come_back(clock, day, practitioner)
        hold_session(practitioner, number)
        if number == 1:
            coordinator_sees_the_start(clock, day, coordinator)
        if number == MISSED:
            go_after_the_absence(practitioner, referrer, clock, day)
        if number == 6:
            at_the_middle(practitioner, journey)
        if number == 8:
            hold_the_family_session(practitioner, clock, journey, day + timedelta(days=2))

    end(practitioner, journey)
    read_it_all(someone(Role.SUPERVISOR, "Helen Marsh"))
    come_back(clock, DAYS[-1], coordinator, referrer)
    read_the_figures(coordinator)
    referrer.open(f"{task_list}progress/")
    referrer.reads("Completed")
    referrer.does_not_read("Birch")


def refer(referrer, folder):
    """A social worker writes the referral, attaches a letter, checks it and sends it."""
    task_list = begin_referral(referrer, PACT)
    write_referral(referrer, ASHWORTH, task_list)
    letter = folder / "letter-from-school.pdf"
    letter.write_bytes(pdf())
    attach(referrer, task_list, "other", letter)
    referrer.open(task_list)
    referrer.reads("12 of 12 parts are completed.")
    referrer.picture("referral-task-list")
    return send(referrer, task_list)


def find_out_and_accept(coordinator):
    """A co-ordinator asks the one thing that is not known, and accepts."""
    coordinator.open("/")
    coordinator.picture("today")
    open_referral(coordinator, "Ashworth")
    begin_screening(coordinator)
    coordinator.reads("Not yet known: what to ask whom")
    coordinator.picture("screening")
    asked = re.compile("hurt, threatened or controlled their parent")
    record_fact(coordinator, asked, "The mother, by telephone", answer="yes")
    accept(coordinator, "The mother is keen to begin.")


def bring_in_five_more(coordinator, folder):
    """Five families come in a spreadsheet with one mistake, which is shown, put right, and brought in."""
    headings = download_template(coordinator, PACT)
    rows = people_of_families(built_in_definition("pact"), FROM_THE_SPREADSHEET)
    wrong = [dict(row) for row in rows]
    wrong[3]["Date of birth"] = "31/2/2011"
    send_sheet(coordinator, "pact", write_sheet(folder / "families.csv", headings, wrong))
    coordinator.reads("Nothing has been brought in. 1 thing to put right in the file.")
    cells = coordinator.page.locator("main tbody tr").first.inner_text()
    assert re.match(r"5\s+E: Date of birth\s+31/2/2011\s+There is no such day", cells), cells
    send_sheet(coordinator, "pact", write_sheet(folder / "families.csv", headings, rows))
    coordinator.reads("All 5 new families will be brought in together, or none.")
    referrals = bring_in(coordinator)
    assert len(referrals) == 5
    for address in referrals:
        screen_and_accept(coordinator, address)
    coordinator.open("/waiting-list/")
    coordinator.reads("6 Parents' group")
    coordinator.picture("waiting-list")


def make_the_group(coordinator):
    """The co-ordinator makes a paired group that skips half-term, places six families, and starts it."""
    add_venue(
        coordinator, HALL, {"Main hall": 14, "Studio": 8, "Library": 8}, address="1 Church Lane", postcode="LS8 3AA"
    )
    close_days(coordinator, "Half-term", *HALF_TERM)
    preview_group(coordinator, PACT, GROUP, HALL, FIRST_DAY, "17:30", CIRCLES)
    coordinator.reads("from Tue 22 September 2026 to Tue 15 December 2026. 1 day passed over.")
    coordinator.reads("No session: Half-term")
    coordinator.reads("0 families; at least 4 are wanted.")
    group = save_group(coordinator)
    place_all(coordinator, group)
    coordinator.reads("In the group (6 families)")
    coordinator.reads("No family waits for this programme.")
    coordinator.does_not_read("To look at")
    start_group(coordinator, group)
    coordinator.picture("group")


def get_ready(practitioner, clock, journey):
    """The practitioner meets parent and child, each alone, and writes down how things are before the start."""
    day = date(2026, 9, 8)
    book(practitioner, journey, "Getting ready: parent", day, "10:00", ["Dana"], where="The library")
    book(practitioner, journey, "Getting ready: young person", day, "16:00", ["Kit"], where="Northside Academy")
    come_back(clock, day, practitioner)
    for session, name in (("parent", "Dana"), ("young person", "Kit")):
        open_register(practitioner, session)
        mark(practitioner, name, "attended", note="Keen, and a little afraid of the first evening.")
        save_register(practitioner)
    set_goal(practitioner, journey, "Dinner together without shouting")
    set_goal(practitioner, journey, "Go to school every day")
    for on, kind, severity in ((date(2026, 7, 30), "property", 3), (date(2026, 8, 20), "threats", 2)):
        write_incident(practitioner, journey, on, kind, severity, police_called="no", told_by="Dana")
    ratings = {"Dinner together": 2, "Go to school": 3, "at home: Dana": 3, "at home: Kit": 5, "get on: Dana": 3}
    look_at(practitioner, journey, ratings, school=62)


def hold_session(practitioner, number):
    """The practitioner fills in the register of all three circles on a phone; at one session Kit is missing."""
    open_register(practitioner)
    practitioner.reads(f"Session {number}:")
    everyone_came(practitioner)
    if number == MISSED:
        mark(practitioner, "Kit Ashworth", "absent", reason="no_contact", follow_up="Ring the social worker.")
        practitioner.picture("register", whole=False)
    save_register(practitioner)
    practitioner.reads("12 of 12 people filled in")


def coordinator_sees_the_start(clock, day, coordinator):
    """With the first session the families are in the programme."""
    come_back(clock, day, coordinator)
    coordinator.open("/journeys/")
    coordinator.reads("In the programme")


def go_after_the_absence(practitioner, referrer, clock, day):
    """The absence is followed up, the referrer reads of it, and the session is made good before the next."""
    book_catch_up(practitioner, "Kit", day + timedelta(days=6), "16:00", where="Northside Academy")
    follow_up(practitioner, "Kit", "He was at his father's, and wants to come back.")
    come_back(clock, day, referrer)
    referrer.press(re.compile("^Messages"))
    referrer.press(re.compile("one person missed session 3"))
    referrer.press("Go to it")
    referrer.reads("Kit: did not come")
    referrer.reads("Read the safety plan with her")
    for hidden in ("Birch", "at his father's", "Ring the social worker"):
        referrer.does_not_read(hidden)
    referrer.picture("progress")
    come_back(clock, day + timedelta(days=6), practitioner)
    open_register(practitioner)
    practitioner.reads("Catch-up: What abuse is")
    everyone_came(practitioner)
    save_register(practitioner)


def at_the_middle(practitioner, journey):
    """Half-way, the family looks at how things are."""
    look_at(practitioner, journey, {"Dinner together": 5, "Go to school": 5, "at home: Dana": 6}, school=78)
    write_incident(practitioner, journey, date(2026, 10, 29), "verbal", 1, what_happened="He walked away in time.")


def hold_the_family_session(practitioner, clock, journey, day):
    """Parent and child meet together with the practitioner."""
    book(practitioner, journey, "Family session", day, "16:30", ["Dana", "Kit"], where=HALL)
    come_back(clock, day, practitioner)
    open_register(practitioner)
    everyone_came(practitioner)
    save_register(practitioner)


def end(practitioner, journey):
    """At the end the change is written down, and the journey closed with its summary, on screen and as a PDF."""
    ratings = {"Dinner together": 7, "Go to school": 8, "at home: Dana": 8, "at home: Kit": 8, "get on: Dana": 7}
    look_at(practitioner, journey, ratings, school=91)
    open_change(practitioner, journey)
    practitioner.reads("2 in the 12 weeks before the start, 1 in the last 12 weeks")
    practitioner.picture("change")
    practitioner.open(journey)
    practitioner.press("Close this journey")
    practitioner.reads("Completed by the programme’s own rule")
    words = {
        "strengths": "Dana stays calm. Kit says sorry and means it.",
        "next": "Jo Field at school, every Friday.",
        "parent_words": "I am not afraid of my own kitchen any more.",
        "child_words": "I go for a walk now.",
    }
    close_journey(practitioner, journey, "completed", words)
    practitioner.reads("Completed on Tue 15 December 2026")
    practitioner.reads("From 2 to 7 of 10: up by 5.")
    practitioner.picture("closing-summary")
    paper = PdfReader(io.BytesIO(download(practitioner, "Download as PDF")))
    text = "".join(each.extract_text() for each in paper.pages)
    assert "I am not afraid of my own kitchen any more." in text
    assert "Dinner together without shouting" in text


def read_it_all(supervisor):
    """The supervisor reads the file, and in the log who did and saw what."""
    supervisor.open("/families/")
    supervisor.press(re.compile("Ashworth"), within=supervisor.page.locator("main"))
    supervisor.reads("This address must not be learned by: Her former partner")
    supervisor.reads("Completed")
    supervisor.open("/log/")
    for name in ("Nadia Rahman", "Helen Marsh"):
        supervisor.reads(name)
    supervisor.reads("Looked at")


def read_the_figures(coordinator):
    """The figures of the programme count all six families."""
    coordinator.open("/figures/pact/")
    for words, count in (("Referred", 6), ("Accepted", 6), ("Started", 6), ("Completed", 1)):
        figure = coordinator.page.locator("dl.trellis-figures .trellis-figure", has_text=words)
        assert figure.locator("dd").inner_text().split()[0] == str(count), figure.inner_text()
    coordinator.picture("figures")
    assert b"Referred,Families,6" in download(coordinator, "Download as CSV")
