"""A mother goes through a one-to-one course by video from referral to closing summary, as the people do it."""

from __future__ import annotations

import datetime
import re
from datetime import date
from pathlib import Path

import pytest
from time_machine import Traveller

from tests.journeys.answering import answer, answer_and_save
from tests.journeys.deciding import accept, begin_screening, open_referral
from tests.journeys.families_of_dvact import MARLOW, PAPERS
from tests.journeys.house import Staff, open_programmes, take_on
from tests.journeys.later import come_back
from tests.journeys.meeting import (
    book,
    finish_booking,
    follow_up,
    give_keyworker,
    journey_of,
    mark,
    open_register,
    save_register,
)
from tests.journeys.people import Person
from tests.journeys.referring import SAVE, attach, begin_referral, send, write_referral
from trellis.kernel.dates import in_words
from trellis.platform.access.roles import Role
from trellis.platform.documents.tests.files import pdf

pytestmark = pytest.mark.browser
STAFF = (Staff("Leah Booth"), Staff("Joan Pettit"))
REFERRED_ON = date(2026, 7, 6)
FIRST_INTERVIEW = date(2026, 7, 20)
COURSE = (
    *(date(2026, 8, day) for day in (3, 6, 10, 13, 17, 20, 24, 27)),
    *(date(2026, 9, day) for day in (3, 7, 10, 14)),
)
"""Mondays and Thursdays; Monday 31 August is a bank holiday."""
MISSED, CAUGHT_UP = date(2026, 8, 13), date(2026, 8, 14)
FINAL_INTERVIEW = date(2026, 9, 21)
MORNING = datetime.time(9, 0)
PRIVATE_NOTE = "She spoke of her sister's house."


@pytest.mark.timeout(900)
def test_a_mother_goes_from_referral_to_closing_summary(house, someone, clock, tmp_path):
    come_back(clock, REFERRED_ON, at=MORNING)
    open_programmes(house, "dvact-behaviour-change", "pact")
    teacher = someone(Role.REFERRER, "Jo Field", agency="Weir Primary", profession="school")
    referrer = someone(Role.REFERRER, "Ruth Hall")
    coordinator = someone(Role.COORDINATOR, "Priya Nair")
    practitioner = someone(Role.PRACTITIONER, "Leah Booth")
    take_on(house, STAFF, signs_in=practitioner.membership)

    refused_at_the_gate(teacher)
    referral = refer_with_papers(referrer, tmp_path)
    ask_for_more_and_accept(referrer, coordinator, referral)
    journey = interview_and_course(coordinator, practitioner, clock)
    hold_the_course(practitioner, clock, journey)
    close_by_the_rule(practitioner, clock, journey)
    referrer_sees_attendance_only(referrer, clock, referral)


def refused_at_the_gate(teacher: Person) -> None:
    """A teacher is told at once, in words, that only social workers may refer, and cannot send it."""
    task_list = begin_referral(teacher, MARLOW.programme)
    teacher.press("About you", exact=True)
    answer(teacher, name="Jo Field", agency="Weir Primary", profession="school")
    teacher.press(SAVE)
    teacher.reads("This programme cannot take this referral. Only social workers may refer")
    teacher.open(f"{task_list}check/")
    teacher.reads("Only social workers may refer")
    assert not teacher.page.get_by_role("button", name="Send the referral").count()


def refer_with_papers(referrer: Person, folder: Path) -> str:
    """The social worker writes the referral and attaches what this family's circumstances ask for."""
    task_list = write_referral(referrer, MARLOW)
    referrer.press("Documents", exact=True)
    referrer.does_not_read("The full court bundle")
    for kind in PAPERS:
        paper = folder / f"{kind.replace('_', '-')}.pdf"
        paper.write_bytes(pdf())
        attach(referrer, task_list, kind, paper)
    referrer.open(task_list)
    referrer.reads("12 of 12 parts are completed.")
    return send(referrer, task_list)


def ask_for_more_and_accept(referrer: Person, coordinator: Person, referral: str) -> None:
    """One thing is not known: the referrer is asked, answers, and the family is accepted."""
    open_referral(coordinator, "Marlow")
    begin_screening(coordinator)
    coordinator.reads("Not yet known")
    coordinator.press("Ask the referrer for more")
    coordinator.choose(re.compile("willing", re.IGNORECASE))
    coordinator.press("Send the questions")
    coordinator.reads("The referrer has been asked.")

    referrer.open(referral)
    referrer.press("Answer")
    referrer.reads("What we need to know")
    answer_and_save(referrer, "Send the answers", q1="yes")
    referrer.reads("Your answers were sent")

    open_referral(coordinator, "Marlow")
    begin_screening(coordinator)
    accept(coordinator, "Suitable for the course.")
    referrer.open(referral)
    referrer.reads("Accepted")


def interview_and_course(coordinator: Person, practitioner: Person, clock: Traveller) -> str:
    """The keyworker holds the first interview of two hours, writes down how things are, and schedules the course."""
    journey = journey_of(coordinator, "Marlow")
    give_keyworker(coordinator, journey, "Leah Booth")

    come_back(clock, date(2026, 7, 13), practitioner, at=MORNING)
    practitioner.open(journey)
    practitioner.press("Schedule a one-to-one course")
    practitioner.reads("Interviews before and after the course are booked by themselves")
    book(practitioner, journey, "Initial assessment interview", FIRST_INTERVIEW, "10:00", is_online=True)

    come_back(clock, FIRST_INTERVIEW, practitioner)
    open_register(practitioner)
    practitioner.reads("Initial assessment interview")
    mark(practitioner, "Tamsin", "attended", note=PRIVATE_NOTE)
    save_register(practitioner)
    practitioner.open(f"{journey}change/")
    practitioner.press("Write down a goal", within=practitioner.page.locator("main"))
    answer_and_save(practitioner, "Save", words="I see the signs sooner")
    look_at_goal(practitioner, journey, "start", 2)

    practitioner.open(journey)
    practitioner.press("Schedule a one-to-one course")
    answer(practitioner, first_day=COURSE[0], weekdays=["0", "3"], starts="10:30")
    practitioner.press("Show the days")
    practitioner.reads("12 sessions in 7 weeks")
    practitioner.reads("Passed over: Mon 31 August 2026")
    for day in COURSE:
        practitioner.reads(in_words(day))
    practitioner.picture("course-preview")
    practitioner.press("Save the course")
    practitioner.reads("12 sessions are planned.")
    return journey


def look_at_goal(person: Person, journey: str, point: str, rating: int) -> None:
    """Write down how far the goal is reached at the start, in the middle or at the end."""
    person.open(f"{journey}change/{point}/")
    person.page.locator("main input[name^='goal-']").first.fill(str(rating))
    person.press("Save", within=person.page.locator("main"))
    person.reads("has been written down.")


def hold_the_course(practitioner: Person, clock: Traveller, journey: str) -> None:
    """Twelve registers, each on its day; the fourth session is missed, followed up and caught up before the fifth."""
    for number, day in enumerate(COURSE, 1):
        come_back(clock, day, practitioner)
        open_register(practitioner)
        practitioner.reads(f"Session {number}:")
        if day == MISSED:
            miss_and_catch_up(practitioner, clock)
            continue
        mark(practitioner, "Tamsin", "late" if number == 6 else "attended")
        save_register(practitioner)
        if number == 6:
            look_at_goal(practitioner, journey, "middle", 5)


def miss_and_catch_up(practitioner: Person, clock: Traveller) -> None:
    """Nothing is saved without a reason; the catch-up is booked from the register and held the next day."""
    mark(practitioner, "Tamsin", "absent")
    practitioner.press("Save the register")
    practitioner.reads(re.compile("why|reason", re.IGNORECASE))
    mark(practitioner, "Tamsin", "absent", reason="ill", follow_up="Called her at ten; she has a fever.")
    save_register(practitioner)
    practitioner.press("Book a catch-up for Tamsin")
    practitioner.reads("a catch-up comes before it")
    finish_booking(practitioner, "", CAUGHT_UP, "10:30", is_online=True)
    come_back(clock, CAUGHT_UP, practitioner)
    open_register(practitioner, re.compile("Catch-up"))
    mark(practitioner, "Tamsin", "attended")
    save_register(practitioner)
    follow_up(practitioner, "Tamsin", "Caught up by video the next day.")


def close_by_the_rule(practitioner: Person, clock: Traveller, journey: str) -> None:
    """The final interview completes the programme's own rule; the summary is written, read and downloaded."""
    practitioner.open(f"{journey}closing/")
    practitioner.reads("Not completed")
    book(practitioner, journey, "Final interview", FINAL_INTERVIEW, "10:00", is_online=True)
    come_back(clock, FINAL_INTERVIEW, practitioner)
    open_register(practitioner)
    mark(practitioner, "Tamsin", "attended")
    save_register(practitioner)
    look_at_goal(practitioner, journey, "end", 8)
    practitioner.open(f"{journey}change/")
    practitioner.reads("I see the signs sooner")
    practitioner.open(journey)
    practitioner.press("Close this journey")
    practitioner.reads("Completed by the programme’s own rule")
    answer(practitioner, outcome="completed")
    answer_and_save(
        practitioner,
        "Close with this summary",
        set_out="Tamsin wanted to see the signs sooner and to keep Rory safe.",
        did="We met twelve times by video, and for two long talks.",
        changed="Tamsin sees the signs sooner, and knows whom to call.",
        strengths="Tamsin is honest and patient. Rory is curious.",
        next="The children's centre on Weir Street, and Ruth Hall.",
    )
    practitioner.reads("Completed")
    practitioner.picture("one-to-one-closing-summary")
    with practitioner.page.expect_download() as waiting:
        practitioner.page.get_by_role("link", name="Download as PDF").or_(
            practitioner.page.get_by_role("button", name="Download as PDF")
        ).first.click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-")
    practitioner.open(f"{journey}closing/summary/paper/")
    practitioner.reads("knows whom to call")
    practitioner.open(journey)
    practitioner.reads("Completed")


def referrer_sees_attendance_only(referrer: Person, clock: Traveller, referral: str) -> None:
    """The social worker reads who came and what to reinforce, and nothing that was said."""
    come_back(clock, FINAL_INTERVIEW, referrer)
    referrer.open(f"{referral}progress/")
    referrer.reads("Starting safely")
    referrer.reads("Ask only at safe times")
    referrer.reads(in_words(MISSED))
    referrer.reads("missed it and caught up")
    referrer.does_not_read("Next:")
    for secret in (PRIVATE_NOTE, "fever", "I see the signs sooner", "knows whom to call", "07700 900417"):
        referrer.does_not_read(secret)
    referrer.open("/messages/")
    referrer.reads("missed")
