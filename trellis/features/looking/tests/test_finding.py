"""What the job finds in the log: once, for those who may review it, with nothing that is sealed in it."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from trellis.features.families.models import FamilyWorker, Seal, ShutOut
from trellis.features.families.tests.factories import family, person
from trellis.features.looking import actions, jobs
from trellis.features.looking.models import UnusualLook
from trellis.features.looking.rules import Outcome, UnusualKind
from trellis.features.looking.tests.factories import home, looked, works_with
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access import actions as people
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.audit.actions import searched, viewed
from trellis.platform.audit.models import AuditEvent
from trellis.platform.notifications.models import Message

pytestmark = pytest.mark.django_db
# A Thursday, early in the afternoon of London.
NOW = datetime.datetime(2026, 11, 19, 13, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def thursday(time_machine_at):
    """Every test is on that Thursday."""


@pytest.fixture
def time_machine_at():
    import time_machine

    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def house():
    return organisation()


@pytest.fixture
def supervisor(house):
    return viewer(Role.SUPERVISOR, house, name="Sal Boss")


@pytest.fixture
def kit(house):
    return viewer(Role.PRACTITIONER, house, name="Kit Moran")


@pytest.fixture
def theirs(house):
    """A family that somebody else made, so that nobody here has written in its file."""
    maker = viewer(Role.COORDINATOR, house)
    made = family(maker, "Ashworth family")
    person(maker, made, family_name="Moran")
    return made


def find(house):
    return {(one.kind, one.family_id) for one in jobs.find(house.pk, timezone.now())}


def back(**ago):
    return timezone.now() - datetime.timedelta(**ago)


def test_ones_own_surname_comes_up_once(house, supervisor, kit, theirs):
    looked(kit, theirs)
    assert find(house) == {("own_name", theirs.pk)}
    assert find(house) == set()
    looked(kit, theirs)
    assert find(house) == set()
    assert UnusualLook.objects.get().looks >= 1
    assert Message.objects.filter(to_id=supervisor.membership_id).count() == 1


def test_whoever_works_with_the_family_may_have_its_name(house, kit, theirs):
    works_with(kit, theirs)
    looked(kit, theirs)
    assert find(house) == set()


def test_work_that_ended_long_before_is_no_work(house, kit, theirs):
    work = works_with(kit, theirs)
    FamilyWorker.objects.filter(pk=work.pk).update(until=back(days=30))
    looked(kit, theirs)
    assert find(house) == {("own_name", theirs.pk)}


def test_whoever_wrote_in_the_file_has_work_with_it(house, kit, theirs):
    looked(kit, theirs, back(days=3), event="person.changed")
    looked(kit, theirs)
    assert find(house) == set()


def test_whoever_decided_who_may_look_has_no_work_with_it(house, theirs):
    sal = viewer(Role.SUPERVISOR, house, name="Sal Moran")
    actions.watch_over(by=sal, family=theirs, reason="To look busy")
    looked(sal, theirs)
    assert find(house) == {("own_name", theirs.pk), ("watched", theirs.pk)}


def test_an_own_street_comes_up_also_for_those_who_work_there(house, kit, theirs):
    home(theirs.people.get(), theirs, "12 Alder Rd", "NE1 9ZZ")
    works_with(kit, theirs)
    actions.name_street(by=kit, street="Alder Road", postcode="ne1 4xf")
    looked(kit, theirs)
    assert find(house) == {("own_street", theirs.pk)}
    assert "Alder" not in UnusualLook.objects.get().reason


def test_an_address_that_is_sealed_is_never_compared(house, supervisor, kit, theirs):
    """That it was, would tell a supervisor from whom it is sealed in which street it is."""
    home(theirs.people.get(), theirs, "12 Alder Rd", "NE1 4XF")
    works_with(kit, theirs)
    Seal.objects.create(
        organisation=house,
        family=theirs,
        person=theirs.people.get(),
        fact="address",
        kind="all_but_few",
        reason="A refuge",
        source="The refuge",
        sealed_by_id=supervisor.membership_id,
    )
    actions.name_street(by=kit, street="Alder Road", postcode="NE1 4XF")
    looked(kit, theirs)
    assert find(house) == set()


def test_a_family_that_is_watched_over(house, supervisor, kit, theirs):
    actions.watch_over(by=supervisor, family=theirs, reason="In the newspaper")
    other = viewer(Role.PRACTITIONER, house, name="Ada Hill")
    looked(other, theirs)
    assert find(house) == {("watched", theirs.pk)}
    actions.stop_watching(by=supervisor, family=theirs)
    looked(viewer(Role.PRACTITIONER, house, name="Bo Hill"), theirs)
    assert find(house) == set()


def test_three_days_without_work(house, theirs):
    ada = viewer(Role.COORDINATOR, house, name="Ada Hill")
    for days in (1, 2):
        looked(ada, theirs, back(days=days))
    assert find(house) == set()
    looked(ada, theirs, back(days=3))
    assert find(house) == {("without_work", theirs.pk)}


def test_lines_of_a_list_are_no_opened_files(house, kit, theirs):
    looked(kit, theirs, event="listed")
    assert find(house) == set()


def test_a_hundred_within_an_hour(house):
    ada = viewer(Role.COORDINATOR, house, name="Ada Hill")
    found = [family(ada) for _ in range(100)]
    for one in found:
        looked(ada, one, back(minutes=10))
    assert find(house) == {("many", None)}


def test_at_night(house):
    ada = viewer(Role.COORDINATOR, house, name="Ada Hill")
    for _ in range(3):
        looked(ada, family(ada), NOW.replace(hour=1))
    assert find(house) == {("night", None)}


def test_the_same_search_again_and_again(house):
    ada = viewer(Role.COORDINATOR, house, name="Ada Hill")
    for words in ("Ashworth", "ashworth", " Ashworth ", "ASHWORTH", "ashworth"):
        searched(ada, "families", words, 2)
    (found,) = jobs.find(house.pk, timezone.now())
    assert found.kind == "searches"
    assert "shworth" not in found.reason


def test_shortly_before_leaving(house):
    boss = viewer(Role.ADMINISTRATOR, house)
    ada = viewer(Role.PRACTITIONER, house, name="Ada Hill")
    maker = viewer(Role.COORDINATOR, house)
    for _ in range(20):
        looked(ada, family(maker), back(days=2))
    assert find(house) == set()
    people.take_access_away(by=boss, membership=Membership.objects.get(pk=ada.membership_id))
    assert find(house) == {("leaving", None)}


def test_what_goes_on_after_a_review_comes_up_again(house, supervisor, kit, theirs):
    looked(kit, theirs, back(hours=2))
    find(house)
    actions.review(by=supervisor, look=UnusualLook.objects.get(), outcome=Outcome.TALKED, note="Asked not to.")
    assert find(house) == set()
    looked(kit, theirs)
    assert find(house) == {("own_name", theirs.pk)}


def test_a_supervisor_neither_sees_nor_reviews_their_own_looking(house, theirs):
    sal = viewer(Role.SUPERVISOR, house, name="Sal Moran")
    boss = viewer(Role.ADMINISTRATOR, house)
    looked(sal, theirs)
    assert find(house) == {("own_name", theirs.pk)}
    look = UnusualLook.objects.get()
    assert not UnusualLook.objects.visible_to(sal).exists()
    assert [message.to_id for message in Message.objects.all()] == [boss.membership_id]
    with pytest.raises(RuleBroken, match="their own looking"):
        actions.review(by=sal, look=look, outcome=Outcome.PART_OF_WORK)
    with pytest.raises(IntegrityError), transaction.atomic():
        UnusualLook.objects.filter(pk=look.pk).update(
            reviewed_by_id=sal.membership_id, reviewed_at=timezone.now(), outcome="talked"
        )


def test_a_supervisor_who_is_shut_out_of_the_family_hears_nothing_of_it(house, supervisor, kit, theirs):
    shut = viewer(Role.SUPERVISOR, house, name="Out Side")
    ShutOut.objects.create(organisation=house, family=theirs, membership_id=shut.membership_id, cause="other_side")
    looked(kit, theirs)
    find(house)
    assert [message.to_id for message in Message.objects.all()] == [supervisor.membership_id]
    assert not UnusualLook.objects.visible_to(shut).exists()
    assert not AuditEvent.objects.visible_to(shut).filter(about_family=theirs.pk).exists()
    assert AuditEvent.objects.visible_to(supervisor).filter(about_family=theirs.pk).exists()


def test_another_house_is_not_gone_through(house, kit, theirs):
    looked(kit, theirs)
    assert find(organisation()) == set()


def test_the_job_goes_through_every_house(house, kit, theirs):
    looked(kit, theirs)
    jobs.find_all(timestamp=0)
    assert UnusualLook.objects.count() == 1


def test_an_event_names_the_family_of_its_record(house, kit, theirs):
    someone = theirs.people.get()
    viewed(kit, theirs, people=[someone])
    viewed(kit, someone)
    assert set(AuditEvent.objects.filter(by_id=kit.membership_id).values_list("about_family", flat=True)) == {theirs.pk}


def test_a_person_of_two_families_is_seen_in_the_one_that_was_opened(house, kit, theirs, django_assert_num_queries):
    maker = viewer(Role.COORDINATOR, house)
    second = family(maker)
    someone = theirs.people.get()
    with django_assert_num_queries(1):
        viewed(kit, second, people=[someone])
    assert set(AuditEvent.objects.filter(by_id=kit.membership_id).values_list("about_family", flat=True)) == {second.pk}


@pytest.mark.parametrize("kind", [UnusualKind.MANY, UnusualKind.WATCHED])
def test_one_that_is_open_is_there_once(house, kit, theirs, kind):
    from trellis.features.looking.tests.factories import unusual_look

    which = theirs if kind is UnusualKind.WATCHED else None
    unusual_look(kit, which, kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        unusual_look(kit, which, kind)


def test_the_database_keeps_the_log_behind_the_familys_wall():
    with connection.cursor() as cursor:
        cursor.execute("SELECT polname, polpermissive FROM pg_policy WHERE polrelid = 'audit_auditevent'::regclass")
        found = dict(cursor.fetchall())
    assert found["wall_of_families"] is False
