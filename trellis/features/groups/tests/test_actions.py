"""Making groups and giving places, with what follows for sessions, sight and messages."""

from __future__ import annotations

import dataclasses
import threading
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from trellis.features.families.models import FamilyWorker
from trellis.features.groups import actions
from trellis.features.groups.models import Circle, Group, Place
from trellis.features.groups.queries.facts import reasons_of
from trellis.features.groups.queries.groups import sessions_by_week
from trellis.features.groups.queries.places import families_to_place
from trellis.features.groups.rules.schedule import Change
from trellis.features.groups.tests import factories as make
from trellis.features.journeys import actions as journeys
from trellis.features.journeys.models import Journey
from trellis.features.journeys.tests.factories import journey
from trellis.features.sessions.models import PlannedAttendee, Session
from trellis.features.workforce.tests.factories import staff_member
from trellis.kernel.decisions import Outcome, RuleBroken
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import NotAllowed, Viewer
from trellis.platform.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> Viewer:
    return viewer(Role.COORDINATOR)


def test_a_paired_group_has_every_session_of_every_circle_in_step(by: Viewer) -> None:
    made = make.group(by)
    circles = list(Circle.objects.filter(group=made))
    assert len(circles) == 3
    weeks = sessions_by_week(circles)
    assert len(weeks) == 12
    assert all(len(week.sessions) == 3 for week in weeks)
    assert all(len({s.day for s in week.sessions.values()}) == 1 for week in weeks)
    first = next(iter(weeks[0].sessions.values()))
    assert (first.starts, first.ends) == (time(17, 30), time(19, 30))
    assert Session.objects.filter(circle__in=circles).count() == 36


def test_days_closed_are_passed_over(by: Viewer) -> None:
    first = make.first_tuesday()
    make.closure(by, first + timedelta(weeks=1))
    made = make.group(by, first_day=first)
    days = [week.day for week in sessions_by_week(Circle.objects.filter(group=made))]
    assert first + timedelta(weeks=1) not in days


def test_nothing_is_left_when_making_fails(by: Viewer) -> None:
    asked = make.asked(by)
    actions.make_group(by=by, asked=asked)
    with pytest.raises(RuleBroken) as broken:
        actions.make_group(by=by, asked=dataclasses.replace(asked, name="Another"))
    assert any("is taken" in words for _, words in broken.value.problems)
    assert any("already runs" in words for _, words in broken.value.problems)
    assert Group.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"), [({"name": " "}, "name"), ({"circles": ()}, "circles")], ids=["no name", "no circle"]
)
def test_what_is_missing_is_named(by: Viewer, change: dict[str, object], field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        actions.make_group(by=by, asked=dataclasses.replace(make.asked(by, with_staff=False), **change))
    assert broken.value.field == field


def test_a_name_is_used_once_and_rooms_belong_to_the_venue(by: Viewer) -> None:
    asked = make.asked(by, with_staff=False)
    actions.make_group(by=by, asked=asked)
    with pytest.raises(RuleBroken) as broken:
        actions.make_group(
            by=by, asked=dataclasses.replace(make.asked(by, with_staff=False, at=make.venue(by)), name=asked.name)
        )
    assert broken.value.field == "name"
    with pytest.raises(RuleBroken, match="rooms of the venue"):
        actions.make_group(by=by, asked=dataclasses.replace(asked, name="Other", venue_id=make.venue(by).pk))


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.REFERRER, Role.COMMISSIONER, Role.ADMINISTRATOR])
def test_others_make_no_groups(by: Viewer, role: Role) -> None:
    asked = make.asked(by, with_staff=False)
    other = viewer(role, Organisation.objects.get(pk=by.organisation_id))
    with pytest.raises(NotAllowed):
        actions.make_group(by=other, asked=asked)


def test_placing_a_family_puts_each_in_the_circle_of_strand_and_gender(by: Viewer) -> None:
    made = make.group(by)
    family = make.placed_journey(by, made, genders=["female", "male"])
    places = {place.participant.strand_key: place.circle for place in Place.objects.filter(group=made)}
    assert places["parents"].title == "Parents' group"
    assert places["young_people"].gender == "boys"
    assert PlannedAttendee.objects.filter(participant__journey=family).count() == 24
    family.refresh_from_db()
    assert made.name in family.waiting_for
    message = Message.objects.get(to=family.referral.made_by)
    assert "A place in a group" in message.subject


def test_referrers_are_told_by_the_number_of_their_referral(by: Viewer) -> None:
    made = make.group(by)
    family = make.placed_journey(by, made, genders=["female", "male"])
    type(family.family).objects.filter(pk=family.family_id).update(name="Known before family")
    actions.remove_family(by=by, group_id=made.pk, journey_id=family.pk, why="They asked to wait")
    told = Message.objects.filter(to=family.referral.made_by).order_by("pk")
    assert [each.subject.partition(": ")[2] for each in told] == [f"referral {family.referral.reference}"] * 2
    names = ("Known before", family.referral.family_name)
    assert not any(name in each.subject + each.body for each in told for name in names)
    assert not any("asked to wait" in each.body for each in told)


def test_staff_of_the_circle_see_the_family_from_then_on(by: Viewer) -> None:
    organisation = Organisation.objects.get(pk=by.organisation_id)
    worker = viewer(Role.PRACTITIONER, organisation)
    asked = make.asked(by)
    member = staff_member(by, membership=worker)
    parents = dataclasses.replace(asked.circles[0], staff=(*asked.circles[0].staff, (member.pk, "practitioner")))
    made = actions.make_group(by=by, asked=dataclasses.replace(asked, circles=(parents, *asked.circles[1:])))
    family = make.placed_journey(by, made)
    assert FamilyWorker.objects.filter(family=family.family, membership_id=worker.membership_id).exists()
    assert Journey.objects.visible_to(worker).filter(pk=family.pk).exists()
    assert list(Group.objects.visible_to(worker)) == [made]
    assert not Group.objects.visible_to(viewer(Role.PRACTITIONER, organisation)).exists()


def test_staff_who_never_met_a_family_stop_seeing_it_when_it_leaves(by: Viewer) -> None:
    made = make.group(by)
    organisation = Organisation.objects.get(pk=by.organisation_id)
    worker, keyworker = viewer(Role.PRACTITIONER, organisation), viewer(Role.PRACTITIONER, organisation)
    parents = make.circle(made, "parents")
    runs = [staff_member(by, membership=each) for each in (worker, keyworker)]
    actions.set_circle_staff(by=by, circle_id=parents.pk, staff=[(each.pk, "practitioner") for each in runs])
    family = make.placed_journey(by, made)
    journeys.give_keyworker(by=by, journey_id=family.pk, staff_id=runs[1].pk)
    actions.remove_family(by=by, group_id=made.pk, journey_id=family.pk, why="Another evening")
    assert not Journey.objects.visible_to(worker).filter(pk=family.pk).exists()
    assert Journey.objects.visible_to(keyworker).filter(pk=family.pk).exists()


def test_a_family_has_one_place_at_a_time(by: Viewer) -> None:
    made, other = make.group(by), make.group(by, starts=time(14))
    family = make.placed_journey(by, made)
    with pytest.raises(RuleBroken, match="already has a place in"):
        actions.place_family(by=by, group_id=other.pk, journey_id=family.pk)
    with pytest.raises(RuleBroken, match="without a place"):
        actions.place_family(by=by, group_id=made.pk, journey_id=family.pk)


def test_a_child_who_will_be_too_old_on_the_day_is_refused_until_somebody_says_why(by: Viewer) -> None:
    made = make.group(by)
    old = date(made.first_day.year - 18, made.first_day.month, min(made.first_day.day, 28))
    family = journey(by, genders=["female", "male"], births=[date(1980, 1, 1), old])
    with pytest.raises(RuleBroken, match="18 years old"):
        actions.place_family(by=by, group_id=made.pk, journey_id=family.pk)
    assert not Place.objects.exists()
    actions.place_family(by=by, group_id=made.pk, journey_id=family.pk, despite="Agreed with the supervisor.")
    assert Place.objects.filter(despite="Agreed with the supervisor.").count() == 2


def test_a_full_circle_stays_full_whatever_is_written(by: Viewer) -> None:
    small = make.venue(by, rooms=[("Rose room", 4), ("Oak room", 16), ("Blue room", 14)])
    made = make.group(by, at=small)
    make.placed_journey(by, made)
    family = journey(by)
    with pytest.raises(RuleBroken, match="seats 4"):
        actions.place_family(by=by, group_id=made.pk, journey_id=family.pk, despite="They are thin.")


def test_somebody_of_a_gender_without_a_group_is_asked(by: Viewer) -> None:
    made = make.group(by)
    family = journey(by, genders=["female", "another"])
    with pytest.raises(RuleBroken, match="Ask Jamie which suits them"):
        actions.place_family(by=by, group_id=made.pk, journey_id=family.pk)
    child = family.participants.get(strand_key="young_people")
    girls = make.circle(made, "young_people", "girls")
    actions.place_family(by=by, group_id=made.pk, journey_id=family.pk, circles={child.pk: girls.pk})
    assert Place.objects.get(participant=child).circle == girls


def test_several_at_once_place_those_who_fit_and_say_why_others_do_not(by: Viewer) -> None:
    made = make.group(by)
    fits, father = journey(by), journey(by, genders=["male", "male"])
    result = actions.place_families(by=by, group_id=made.pk, journey_ids=[fits.pk, father.pk])
    assert [each.pk for each in result.placed] == [fits.pk]
    ((refused, words),) = result.refused
    assert refused.pk == father.pk
    assert "female" in words.lower()
    assert not Place.objects.filter(participant__journey=father).exists()


def test_removing_a_family_keeps_its_place_in_the_queue(by: Viewer) -> None:
    made = make.group(by)
    family = make.placed_journey(by, made, days_ago=70)
    since = family.waiting_since
    assert family not in families_to_place(by, "pact")
    with pytest.raises(RuleBroken, match="Say why"):
        actions.remove_family(by=by, group_id=made.pk, journey_id=family.pk, why=" ")
    actions.remove_family(by=by, group_id=made.pk, journey_id=family.pk, why="Moved to another evening")
    family.refresh_from_db()
    assert family.waiting_since == since
    assert family in families_to_place(by, "pact")
    assert not PlannedAttendee.objects.filter(participant__journey=family).exists()
    assert Place.objects.filter(left_why="Moved to another evening", left_on=timezone.localdate()).count() == 2
    actions.place_family(by=by, group_id=made.pk, journey_id=family.pk)


def test_a_group_starts_when_its_rules_are_kept_or_somebody_says_why(by: Viewer) -> None:
    made = make.group(by, with_staff=False)
    with pytest.raises(RuleBroken, match="Nobody has a place"):
        actions.start_group(by=by, group_id=made.pk)
    make.placed_journey(by, made)
    with pytest.raises(RuleBroken, match="Two female members of staff"):
        actions.start_group(by=by, group_id=made.pk)
    started = actions.start_group(by=by, group_id=made.pk, despite="Staff from the other team come.")
    assert (started.status, started.started_despite) == ("running", "Staff from the other team come.")


def test_staff_and_people_in_place_leave_no_rule_that_stops_the_start(by: Viewer) -> None:
    made = make.group(by)
    make.placed_journey(by, made)
    assert actions.start_group(by=by, group_id=made.pk).started_despite == ""


def test_cancelling_sends_families_back_to_wait_as_long_as_they_have(by: Viewer) -> None:
    made = make.group(by)
    family = make.placed_journey(by, made, days_ago=50)
    since = family.waiting_since
    with pytest.raises(RuleBroken, match="Say why"):
        actions.cancel_group(by=by, group_id=made.pk, why="")
    actions.cancel_group(by=by, group_id=made.pk, why="The building is shut")
    family.refresh_from_db()
    assert family.status == "waiting"
    assert family.waiting_since == since
    assert family.waiting_for == "A place in a group"
    assert set(Session.objects.values_list("status", flat=True)) == {"cancelled"}
    with pytest.raises(RuleBroken, match="can no longer be changed"):
        actions.place_family(by=by, group_id=made.pk, journey_id=family.pk)


def test_a_change_of_schedule_moves_every_circle_and_only_what_is_to_come(by: Viewer) -> None:
    first = make.first_tuesday(-2)
    made = make.group(by, first_day=first)
    circles = list(Circle.objects.filter(group=made))
    before = {week.number: week.day for week in sessions_by_week(circles)}
    number = next(n for n, day in before.items() if day > timezone.localdate())
    to = before[number] + timedelta(days=2)
    result = actions.change_schedule(by=by, group_id=made.pk, change=Change(number, to))
    after = {week.number: week.day for week in sessions_by_week(circles)}
    assert after[number] == to
    assert all(after[n] == before[n] for n in before if n < number)
    assert {d.number for d in result.differences} == {n for n in before if before[n] != after[n]}
    weeks = sessions_by_week(circles)
    assert all(len({s.day for s in week.sessions.values()}) == 1 for week in weeks)
    with pytest.raises(RuleBroken, match="past"):
        actions.change_schedule(by=by, group_id=made.pk, change=Change(1, to + timedelta(days=100)))


def test_a_change_of_slot_changes_what_is_to_come(by: Viewer) -> None:
    made = make.group(by, first_day=make.first_tuesday(-2))
    other = make.venue(by)
    rooms = {c.pk: r.pk for c, r in zip(made.circles.order_by("pk"), other.rooms.order_by("pk"), strict=False)}
    actions.change_slot(by=by, group_id=made.pk, venue_id=other.pk, starts=time(18), rooms=rooms)
    today = timezone.localdate()
    coming = Session.objects.filter(circle__group=made, day__gte=today)
    assert set(coming.values_list("starts", "ends")) == {(time(18), time(20))}
    assert all(other.name in where for where in coming.values_list("where", flat=True))
    past = Session.objects.filter(circle__group=made, day__lt=today)
    assert set(past.values_list("starts", flat=True)) == {time(17, 30)}


def test_new_staff_run_what_is_to_come_and_see_the_families(by: Viewer) -> None:
    made = make.group(by)
    family = make.placed_journey(by, made)
    worker = viewer(Role.PRACTITIONER, Organisation.objects.get(pk=by.organisation_id))
    member = staff_member(by, membership=worker)
    parents = make.circle(made, "parents")
    actions.set_circle_staff(by=by, circle_id=parents.pk, staff=[(member.pk, "practitioner")])
    assert Session.objects.filter(circle=parents, staff__staff=member).count() == 12
    assert Journey.objects.visible_to(worker).filter(pk=family.pk).exists()


@pytest.mark.parametrize("key", ["m-pact", "northumbria-group", "youth-justice-parents-group"])
def test_other_files_make_groups_by_the_same_code(by: Viewer, key: str) -> None:
    made = make.group(by, key)
    assert Session.objects.filter(circle__group=made).exists()
    assert reasons_of(by, made)


def test_whole_families_come_to_a_multi_family_group_up_to_eight(by: Viewer) -> None:
    large = make.venue(by, rooms=[("Hall", 60), ("Second hall", 60)])
    made = make.group(by, "m-pact", at=large)
    for _ in range(8):
        make.placed_journey(by, made)
    ninth = journey(by, "m-pact")
    with pytest.raises(RuleBroken, match="8 are the most"):
        actions.place_family(by=by, group_id=made.pk, journey_id=ninth.pk)
    broken = [r for r in reasons_of(by, made) if r.outcome is Outcome.NOT_MET and r.blocks]
    assert broken == []


def test_another_house_sees_and_changes_nothing(by: Viewer) -> None:
    made = make.group(by)
    family = make.placed_journey(by, made)
    other = viewer(Role.COORDINATOR)
    assert not Group.objects.visible_to(other).exists()
    assert not Place.objects.visible_to(other).exists()
    with pytest.raises(RuleBroken):
        actions.remove_family(by=other, group_id=made.pk, journey_id=family.pk, why="x")


@pytest.mark.django_db(transaction=True)
def test_two_people_who_place_at_once_do_so_one_after_the_other() -> None:
    by = viewer(Role.COORDINATOR)
    small = make.venue(by, rooms=[("Rose room", 4), ("Oak room", 16), ("Blue room", 14)])
    made = make.group(by, at=small)
    families = [journey(by), journey(by)]
    ready = threading.Barrier(2)
    said: list[str] = []

    def place(family: Journey) -> None:
        ready.wait()
        try:
            actions.place_family(by=by, group_id=made.pk, journey_id=family.pk)
            said.append("placed")
        except RuleBroken as broken:
            said.append(str(broken))
        finally:
            connection.close()

    threads = [threading.Thread(target=place, args=(family,)) for family in families]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    placed, refused = sorted(said, key=lambda words: words != "placed")
    assert placed == "placed"
    assert "seats 4" in refused
    assert Place.objects.filter(circle__strand_key="parents").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_family_placed_twice_at_once_has_one_place() -> None:
    by = viewer(Role.COORDINATOR)
    groups = [make.group(by), make.group(by, starts=time(13))]
    family = journey(by)
    ready = threading.Barrier(2)
    said: list[str] = []

    def place(group: Group) -> None:
        ready.wait()
        try:
            actions.place_family(by=by, group_id=group.pk, journey_id=family.pk)
            said.append("placed")
        except RuleBroken as broken:
            said.append(str(broken))
        finally:
            connection.close()

    threads = [threading.Thread(target=place, args=(group,)) for group in groups]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said, key=lambda words: words != "placed")[0] == "placed"
    assert len([words for words in said if "place" in words and words != "placed"]) == 1
    assert Place.objects.filter(left_on__isnull=True).count() == 2
