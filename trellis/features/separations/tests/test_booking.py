"""Every booking is checked, by the rule and by the database; the words tell no more than the viewer may know."""

from __future__ import annotations

import inspect
import pkgutil
from datetime import time, timedelta
from importlib import import_module

import pytest

from trellis.features.families.actions import give_sight
from trellis.features.families.models import ShutOut
from trellis.features.groups import actions as groups
from trellis.features.groups.models import Place
from trellis.features.groups.tests import factories as a_group
from trellis.features.journeys.tests.factories import journey, participant
from trellis.features.separations.actions import end_separation
from trellis.features.separations.rules.words import CANNOT_BE_BOOKED
from trellis.features.separations.tests import booking
from trellis.features.separations.tests.booking import BOOKS, TRIES, one_wall_alone
from trellis.features.separations.tests.factories import separation
from trellis.features.sessions.actions import move_session
from trellis.features.sessions.tests.factories import booked
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests import factories as access

pytestmark = pytest.mark.django_db
ROOMS = ("groups", "sessions", "journeys")
# What these rooms do besides, with the reason why it brings nobody together who was not together before.
BOOKS_NOBODY = {
    "group.families_placed": "Places each family through group.family_placed",
    "group.made": "Makes sessions at which nobody is expected yet",
    "group.family_removed": "Takes out",
    "group.left_on_ending": "Takes out",
    "group.started": "Changes a word",
    "group.finished": "Changes a word",
    "group.cancelled": "Takes out",
    "venue.added": "A place, nobody in it",
    "venue.changed": "Its name and address: sessions stay in the building they are in",
    "venue.activity_changed": "Whether new groups may meet there",
    "room.added": "A place, nobody in it",
    "room.changed": "Its name and seats",
    "closure.added": "Days without sessions",
    "closure.changed": "Days without sessions",
    "closure.removed": "Days without sessions",
    "session.cancelled": "Takes out",
    "sessions.people_not_expected": "Takes out",
    "sessions.cleared_ahead": "Takes out",
    "register.recorded": "What was so",
    "register.staff_recorded": "What was so",
    "follow_up.finished": "Words",
    "journey.keyworker_ended": "Takes out",
    "journey.accepted": "Says who takes part; nobody is booked for anything yet",
    "journey.attention_noted": "Words",
    "journey.closed_before_start": "Takes out",
    "journey.ended": "Takes out",
    "journey.evenings_set": "When they could come",
    "journey.priority_set": "How soon they should start",
    "journey.started": "Changes a word",
    "journey.support_recorded": "What was so",
    "journey.waiting_for_set": "Words",
}


def actions_of_rooms():
    """Return the events of every action of the rooms that book."""
    found = {}
    for room in ROOMS:
        package = import_module(f"trellis.features.{room}.actions")
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for _, one in inspect.getmembers(import_module(info.name), inspect.isfunction):
                if getattr(one, "is_action", False) and one.__module__.startswith(package.__name__):
                    found[one.action_event] = one
    return found


def test_every_action_of_these_rooms_is_known_to_book_or_not_to():
    found = actions_of_rooms()
    known = {*BOOKS, *BOOKS_NOBODY}
    new = set(found) - known
    assert not new, f"Does it book? Say so in BOOKS, with a way to try it, or in BOOKS_NOBODY, with the reason: {new}"
    assert known == set(found)


@pytest.mark.parametrize("wall", ["rule", "database"])
@pytest.mark.parametrize("attempt", TRIES, ids=lambda attempt: attempt.__name__)
def test_each_is_refused_by_the_rule_alone_and_by_the_database_alone(attempt, wall, monkeypatch):
    by = access.viewer()
    one = attempt(by)
    with one_wall_alone(wall, monkeypatch), pytest.raises(RuleBroken, match="are kept apart") as refused:
        one.act(by)
    assert all(name.name in str(refused.value) for name in one.families)
    assert "threatened her at the school gate" in str(refused.value)
    assert "She said so" in str(refused.value)


@pytest.mark.parametrize("attempt", TRIES, ids=lambda attempt: attempt.__name__)
def test_each_is_allowed_once_they_are_kept_apart_no_more(attempt):
    by = access.viewer()
    one = attempt(by)
    end_separation(by=by, separation=one.separation, why="Both asked for it.")
    one.act(by)


@pytest.mark.parametrize("wall", ["rule", "database"])
@pytest.mark.parametrize("attempt", TRIES, ids=lambda attempt: attempt.__name__)
def test_whoever_is_shut_out_of_the_other_family_reads_what_a_closed_venue_says(attempt, wall, monkeypatch):
    by = access.viewer()
    one = attempt(by)
    house = Membership.objects.get(pk=by.membership_id).organisation
    membership = access.membership(Role.COORDINATOR, house)
    ShutOut.objects.create(organisation=house, family=one.families[1], membership=membership, cause="knows_them")
    with one_wall_alone(wall, monkeypatch), pytest.raises(RuleBroken) as refused:
        one.act(access.Viewer.from_membership(membership))
    assert str(refused.value) == CANNOT_BE_BOOKED
    assert refused.value.problems == ((None, CANNOT_BE_BOOKED),)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("attempt", [booking.a_session, booking.a_session_online, booking.a_moved_session])
def test_a_practitioner_of_one_side_is_told_nothing(attempt):
    by = access.viewer()
    one = attempt(by)
    house = Membership.objects.get(pk=by.membership_id).organisation
    membership = access.membership(Role.PRACTITIONER, house)
    give_sight(by=by, family=one.families[0], membership=membership, because="Keyworker")
    with pytest.raises(RuleBroken) as refused:
        one.act(access.Viewer.from_membership(membership))
    assert str(refused.value) == CANNOT_BE_BOOKED


def test_of_several_families_the_others_are_placed_and_the_one_is_told():
    by = access.viewer()
    group = a_group.group(by)
    there, free, apart = (journey(by, "pact", genders=("female", "male")) for _ in range(3))
    groups.place_family(by=by, group_id=group.pk, journey_id=there.pk)
    separation(by, there.family, apart.family)
    result = groups.place_families(by=by, group_id=group.pk, journey_ids=[apart.pk, free.pk])
    assert [each.pk for each in result.placed] == [free.pk]
    ((refused, words),) = result.refused
    assert refused.pk == apart.pk
    assert "kept apart" in words


@pytest.mark.parametrize("key", ["pact", "m-pact"])
def test_parent_and_child_have_their_places_in_a_programme_made_for_both(key):
    by = access.viewer()
    group = a_group.group(by, key)
    one = journey(by, key, genders=("female", "male") if key == "pact" else ())
    people = [each.person for each in one.participants.order_by("pk")]
    separation(by, people[0], people[1])
    groups.place_family(by=by, group_id=group.pk, journey_id=one.pk)
    assert Place.objects.filter(group=group).count() == len(people)


def test_parent_and_child_are_kept_apart_in_a_programme_that_is_not():
    by = access.viewer()
    one = journey(by, "northumbria-parent-and-child")
    people = [each.person for each in one.participants.order_by("pk")]
    assert len(people) > 1
    separation(by, people[0], people[1])
    with pytest.raises(RuleBroken, match="at one session"):
        booked(by, one, day=booking.day_ahead())
    booked(by, one, day=booking.day_ahead(), expected=[participant(one).pk])


def test_a_closed_venue_is_refused_in_the_same_words():
    by = access.viewer()
    hall = a_group.venue(by, "Riverside Hall")
    day = booking.day_ahead()
    groups.add_closure(by=by, first_day=day, last_day=day, why="Boiler", venue_id=hall.pk)
    one = journey(by, "dvact-needs")
    with pytest.raises(RuleBroken) as refused:
        booked(by, one, day=day, where="Rose room, Riverside Hall")
    assert (str(refused.value), refused.value.problems) == (CANNOT_BE_BOOKED, ((None, CANNOT_BE_BOOKED),))
    booked(by, one, day=day, where="Town Library")
    elsewhere = booked(by, one, day=day + timedelta(days=1), starts=time(15), where="Riverside Hall")
    with pytest.raises(RuleBroken, match=CANNOT_BE_BOOKED):
        move_session(by=by, session_id=elsewhere.pk, day=day)
