"""The families of Riverside: in every state that a page can show."""

from __future__ import annotations

from datetime import time, timedelta

from trellis.demo import again, apart, asking, changing, families, family_file, kin, referring, running, safeguarding
from trellis.demo.clock import as_of, weekday_near
from trellis.demo.families import DemoFamily
from trellis.demo.setting import Service
from trellis.features.groups import actions as groups
from trellis.features.journeys import actions as journeys
from trellis.features.journeys.models import Journey
from trellis.features.outcomes.rules import Point
from trellis.features.referrals import actions as referrals
from trellis.features.referrals.rules.asking import Asked
from trellis.features.sessions.rules import AbsenceReason, SessionKind

PAIRED = "pact"
MULTI_FAMILY = "m-pact"
COURSE = "dvact-needs"
LONG_COURSE = "dvact-behaviour-change"


def fill(service: Service) -> None:
    """Make the families of the service, the oldest story first."""
    _finished(service)
    _multi_family(service)
    _courses(service)
    _running(service)
    kin.tell(service)
    family_file.tell(service)
    _next_group(service)
    _waiting(service)
    safeguarding.tell(service)
    _ended_otherwise(service)
    _referrals(service)
    apart.keep_apart(service)
    asking.tell(service)
    again.tell(service)


def _accepted(service: Service, family: DemoFamily, key: str, weeks_ago: int) -> Journey:
    day = service.today - timedelta(weeks=weeks_ago)
    return referring.accepted(family, key, day, service.referrer, service.coordinator)


def _finished(service: Service) -> None:
    """A paired group that is over: families who completed, with their outcomes and closing summaries."""
    by, today = service.coordinator, service.today
    first = weekday_near(today - timedelta(weeks=30), 2)
    waiting = [_accepted(service, family, PAIRED, 38 + number) for number, family in enumerate(families.FINISHED)]
    group = running.group(by, PAIRED, "Wednesday group, spring", first - timedelta(weeks=4), first, time(17))
    running.placed(by, group, waiting, first - timedelta(weeks=2))
    running.started(by, group)
    aims = {journey.pk: changing.goals(by, journey, first - timedelta(days=6)) for journey in waiting}
    for number, journey in enumerate(waiting):
        changing.looked_at(by, journey, aims[journey.pk], Point.START, first - timedelta(days=5), 2)
        changing.fading(by, journey, first + timedelta(days=number), today)
    missed = running.registers_kept(
        by, group, today, {5: (waiting[1], AbsenceReason.ILL, "Telephoned; catch-up on Saturday.")}
    )
    running.caught_up(by, waiting[1], missed, service.staff("Hannah Whitlock"))
    last = group.first_day + timedelta(weeks=14)
    for number, journey in enumerate(waiting):
        changing.looked_at(by, journey, aims[journey.pk], Point.MIDDLE, first + timedelta(weeks=6), 4 + number % 2)
        running.booked(
            by,
            journey,
            SessionKind.FAMILY,
            "Family session",
            last + timedelta(days=number),
            service.staff("Hannah Whitlock"),
            today,
        )
    with as_of(last + timedelta(days=3), 17):
        groups.finish_group(by=by, group_id=group.pk)
    for number, journey in enumerate(waiting):
        end = last + timedelta(days=7 + number)
        changing.looked_at(by, journey, aims[journey.pk], Point.END, end - timedelta(days=1), 6 + number % 3)
        changing.closed(by, journey, end, reason="completed")
    changing.looked_at(by, waiting[0], aims[waiting[0].pk], Point.FOLLOW_UP, last + timedelta(weeks=13), 8)


def _multi_family(service: Service) -> None:
    """Whole families together in one room, in their fourth week."""
    by, today = service.coordinator, service.today
    first = weekday_near(today - timedelta(weeks=4), 3)
    waiting = [
        _accepted(service, family, MULTI_FAMILY, 12 + number) for number, family in enumerate(families.MULTI_FAMILY)
    ]
    group = running.group(by, MULTI_FAMILY, "Thursday families", first - timedelta(weeks=3), first, time(16, 30))
    running.placed(by, group, waiting, first - timedelta(weeks=1))
    running.started(by, group)
    running.registers_kept(
        by, group, today, {2: (waiting[2], AbsenceReason.FAMILY_EMERGENCY, "Spoke on Friday; all are well.")}
    )


def _courses(service: Service) -> None:
    """One-to-one courses by video, twice weekly: one under way, one about to be planned."""
    by, today = service.coordinator, service.today
    journey = _accepted(service, families.ONE_TO_ONE[0], COURSE, 10)
    staff = service.staff("Siobhan Keane")
    with as_of(today - timedelta(weeks=7), 12):
        journeys.give_keyworker(by=by, journey_id=journey.pk, staff_id=staff.pk)
    first = weekday_near(today - timedelta(weeks=4), 0)
    running.booked(
        by,
        journey,
        SessionKind.INITIAL_INTERVIEW,
        "Initial assessment interview",
        first - timedelta(days=5),
        staff,
        today,
        starts=time(10),
        minutes=120,
    )
    running.course(by, journey, first, (0, 3), staff, today)
    aims = changing.goals(by, journey, first - timedelta(days=5))
    changing.looked_at(by, journey, aims, Point.START, first - timedelta(days=5), 3)
    later = _accepted(service, families.ONE_TO_ONE[1], LONG_COURSE, 3)
    with as_of(today - timedelta(weeks=2), 12):
        journeys.give_keyworker(by=by, journey_id=later.pk, staff_id=service.staff("Marcus Bell").pk)


def _running(service: Service) -> None:
    """A paired group mid-way: registers, a catch-up, an absence that nobody has followed up yet."""
    by, today = service.coordinator, service.today
    first = weekday_near(today - timedelta(weeks=7), 1)
    waiting = [_accepted(service, family, PAIRED, 16 + number) for number, family in enumerate(families.RUNNING)]
    hannah = service.staff("Hannah Whitlock")
    for journey in waiting[:3]:
        with as_of(first - timedelta(weeks=5), 12):
            journeys.give_keyworker(by=by, journey_id=journey.pk, staff_id=hannah.pk)
    group = running.group(by, PAIRED, "Tuesday group", first - timedelta(weeks=5), first, time(17, 30))
    running.placed(by, group, waiting, first - timedelta(weeks=2))
    for number, journey in enumerate(waiting):
        day = first - timedelta(days=11 - number)
        running.booked(by, journey, SessionKind.PRE_ENGAGEMENT, "Getting ready together", day, hannah, today)
    running.started(by, group)
    for number, journey in enumerate(waiting):
        aims = changing.goals(by, journey, first - timedelta(days=4))
        changing.looked_at(by, journey, aims, Point.START, first - timedelta(days=3), 2 + number % 3)
        changing.fading(by, journey, first + timedelta(days=2 * number), today)
    absent = {
        3: (waiting[1], AbsenceReason.ILL, "Rang on Wednesday; they come to the catch-up."),
        6: (waiting[4], AbsenceReason.TRANSPORT, ""),
    }
    missed = running.registers_kept(by, group, today, absent)
    running.caught_up(by, waiting[1], [each for each in missed if each.number == 3], hannah)
    day = weekday_near(today + timedelta(days=9), 4)
    running.booked(by, waiting[0], SessionKind.FAMILY, "Family session", day, hannah, today)


def _next_group(service: Service) -> None:
    """A group that is forming, with places left."""
    by, today = service.coordinator, service.today
    waiting = [_accepted(service, family, PAIRED, 9 - number) for number, family in enumerate(families.NEXT)]
    first = weekday_near(today + timedelta(weeks=7), 2)
    group = running.group(by, PAIRED, "Wednesday group, new", today - timedelta(days=6), first, time(17))
    running.placed(by, group, waiting, today - timedelta(days=2))


def _waiting(service: Service) -> None:
    """Families on the waiting list, each with its priority and what it waits for."""
    by, today = service.coordinator, service.today
    waiting = [_accepted(service, family, PAIRED, 14 - 3 * number) for number, family in enumerate(families.WAITING)]
    urgent, soon, standard, unsure = waiting
    with as_of(today - timedelta(weeks=2), 12):
        journeys.set_priority(
            by=by, journey_id=urgent.pk, priority="urgent", why="Injured twice in a month; the younger child was there."
        )
        journeys.set_priority(by=by, journey_id=soon.pk, priority="soon", why="School place is at risk.")
        journeys.set_waiting_for(by=by, journey_id=soon.pk, waiting_for="A Thursday group: mum works on other evenings")
        journeys.set_waiting_for(by=by, journey_id=unsure.pk, waiting_for="A Friday group, or a lift")
        journeys.give_keyworker(by=by, journey_id=urgent.pk, staff_id=service.staff("Hannah Whitlock").pk)
    for weeks, journey, words in (
        (6, urgent, "Safety plan made at the kitchen table; neighbour agreed to be rung."),
        (4, urgent, "Called at ten as agreed. No violence this week."),
        (2, urgent, "Called; a bad Sunday. Plan held: she and the little one went next door."),
        (3, soon, "Spoke with mum and the head of year together."),
        (1, standard, "Called; they look forward to the group."),
    ):
        day = today - timedelta(weeks=weeks, days=1)
        if day > journey.accepted_on:
            with as_of(day, 11):
                journeys.record_support(by=by, journey_id=journey.pk, on=day, kind="call", note=words)


def _ended_otherwise(service: Service) -> None:
    """A family that changed its mind before the start."""
    journey = _accepted(service, families.ASKED_FOR[5], PAIRED, 11)
    day = service.today - timedelta(weeks=5)
    with as_of(day, 12):
        journeys.close_before_start(
            by=service.coordinator,
            journey_id=journey.pk,
            reason="changed_their_mind",
            note="They moved in with an aunt, and things are calm there.",
            on=day,
        )


def _referrals(service: Service) -> None:
    """Referrals at each step: drafts, sent, asked for more, declined."""
    by, today, referrer = service.coordinator, service.today, service.referrer
    first, second, asked, declined, school, _ = families.ASKED_FOR
    referring.begun(first, PAIRED, today - timedelta(days=1), referrer, complete=False)
    referring.begun(second, PAIRED, today - timedelta(days=3), referrer)
    referring.to_screen(second, PAIRED, today - timedelta(days=2), service.other_referrer, by)
    more = referring.to_screen(asked, PAIRED, today - timedelta(days=8), referrer, by)
    with as_of(today - timedelta(days=6), 10):
        referrals.ask_for_more(
            by=by,
            referral=more,
            on_day=today - timedelta(days=6),
            on_day_why="Today",
            questions=[Asked("q1", "Who would bring them to the group on Tuesdays?")],
            note="We would like to offer them a place, and need to know one more thing.",
        )
    no = referring.to_screen(declined, PAIRED, today - timedelta(days=20), referrer, by)
    with as_of(today - timedelta(days=17), 10):
        referrals.decline(
            by=by,
            referral=no,
            on_day=today - timedelta(days=17),
            on_day_why="Today",
            reasons="The family asked for something that they can do all together, and this group is not that.",
            signpost="The Thursday families group takes whole families; we have told them about it.",
        )
    referring.to_screen(school, PAIRED, today - timedelta(days=1), service.other_referrer, by)
