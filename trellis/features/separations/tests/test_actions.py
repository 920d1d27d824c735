"""Recording, reviewing and ending; what stands already is shown, and who may see what."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.utils import timezone

from trellis.features.families.actions import give_sight
from trellis.features.families.tests.factories import family, person
from trellis.features.groups.tests import factories as groups
from trellis.features.journeys.tests.factories import journey, participant
from trellis.features.separations import actions, queries
from trellis.features.separations.models import Separation
from trellis.features.separations.tests.factories import separation, side
from trellis.features.sessions.tests.factories import booked
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests import factories as access

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return access.viewer()


@pytest.fixture
def two(by):
    """Two families with one person each."""
    first, second = family(by, "North family"), family(by, "South family")
    return person(by, first, given_name="Ann"), person(by, second, given_name="Bob")


def ahead(days=90):
    return timezone.localdate() + timedelta(days=days)


def practitioner_of(by, *families):
    """Somebody who works with these families alone."""
    house = Membership.objects.get(pk=by.membership_id).organisation
    membership = access.membership(Role.PRACTITIONER, house)
    for each in families:
        give_sight(by=by, family=each, membership=membership, because="Keyworker")
    return access.Viewer.from_membership(membership)


def test_a_separation_says_why_who_said_so_and_until_when_it_is_looked_at(by, two):
    made = separation(by, *two)
    assert (made.margin_minutes, made.different_workers) == (60, False)
    assert made.recorded_by_id == by.membership_id
    for missing in ({"reason": " "}, {"source": ""}, {"review_on": timezone.localdate()}, {"margin_minutes": 1000}):
        with pytest.raises(RuleBroken):
            separation(by, *two, **missing)


def test_the_same_two_are_kept_apart_once_in_either_order(by, two):
    separation(by, *two)
    with pytest.raises(RuleBroken, match="kept apart already"):
        separation(by, two[1], two[0])
    with pytest.raises(RuleBroken, match="two different"):
        separation(by, two[0], two[0])


def test_whoever_does_not_see_both_sides_cannot_record_or_see_it(by, two):
    north, south = (each.families.get() for each in two)
    one_side = practitioner_of(by, north)
    with pytest.raises(RuleBroken, match="people and families shown"):
        separation(one_side, *two)
    made = separation(by, *two)
    both = practitioner_of(by, north, south)
    for viewer, sees in (
        (by, True),
        (both, True),
        (one_side, False),
        (practitioner_of(by), False),
        (access.viewer(), False),
    ):
        assert Separation.objects.visible_to(viewer).filter(pk=made.pk).exists() is sees
        assert bool(queries.current_of_family(viewer, north.pk)) is sees
        assert bool(list(queries.separations_listed(viewer))) is sees
    with pytest.raises(RuleBroken, match="not there"):
        actions.review_separation(by=one_side, separation=made, words="Fine", next_review_on=ahead())


def test_a_review_is_kept_and_moves_the_day(by, two):
    made = separation(by, *two)
    actions.review_separation(by=by, separation=made, words="He has moved away.", next_review_on=ahead(30))
    made.refresh_from_db()
    assert made.review_on == ahead(30)
    assert made.reviews.get().words == "He has moved away."
    with pytest.raises(RuleBroken, match="what you found"):
        actions.review_separation(by=by, separation=made, words=" ", next_review_on=ahead(30))


def test_an_ended_separation_refuses_nothing_and_stays_as_it_was(by, two):
    made = separation(by, *two)
    assert queries.must_not_meet(by, two[0].pk, two[1].pk)
    with pytest.raises(RuleBroken, match="need not be kept apart"):
        actions.end_separation(by=by, separation=made, why="")
    actions.end_separation(by=by, separation=made, why="Both asked for it.")
    assert not queries.must_not_meet(by, two[0].pk, two[1].pk)
    with pytest.raises(RuleBroken, match="ended already"):
        actions.end_separation(by=by, separation=made, why="Again")
    with pytest.raises(RuleBroken, match="ended already"):
        actions.review_separation(by=by, separation=made, words="Fine", next_review_on=ahead())


def test_two_must_not_meet_whoever_asks_and_pairs_have_no_names(by, two):
    north, south = (each.families.get() for each in two)
    child = person(by, north)
    separation(by, north, south)
    asks = practitioner_of(by)
    assert queries.must_not_meet(asks, child.pk, two[1].pk)
    assert queries.must_not_meet(asks, two[1].pk, child.pk)
    assert not queries.must_not_meet(asks, child.pk, two[0].pk)
    assert queries.separated_pairs(asks, [two[0].pk, two[1].pk]) == {tuple(sorted((two[0].pk, two[1].pk)))}
    assert queries.separated_pairs(asks, [two[0].pk]) == set()
    assert not queries.must_not_meet(access.viewer(), child.pk, two[1].pk)


def test_somebody_of_both_families_is_kept_from_neither(by, two):
    north, south = (each.families.get() for each in two)
    from trellis.features.families.actions import add_existing_person

    shared = person(by, north)
    add_existing_person(by=by, family=south, person=shared)
    separation(by, north, south)
    assert not queries.must_not_meet(by, shared.pk, two[1].pk)
    assert not queries.must_not_meet(by, shared.pk, two[0].pk)


def test_a_father_is_kept_from_the_rest_of_his_own_family(by, two):
    north = two[0].families.get()
    child = person(by, north)
    separation(by, two[0], north)
    assert queries.must_not_meet(by, two[0].pk, child.pk)


def test_bookings_that_stand_are_shown_with_ways_out_and_it_is_recorded_on_a_second_asking(by):
    first, second = journey(by, "dvact-needs"), journey(by, "dvact-needs")
    day = ahead(7)
    one = booked(by, first, day=day, starts=time(10), where="Town Library")
    booked(by, second, day=day, starts=time(11, 30), where="town library")
    asked = participant(first).person, participant(second).person
    with pytest.raises(actions.BookingsStand) as stands:
        separation(by, *asked)
    found = stands.value.found
    assert [each.how.value for each in found.breaches] == ["building"]
    assert len(found.breaches[0].bookings) == 2
    assert "Move it" in found.breaches[0].bookings[0].ways[0][0]
    assert not found.others
    assert not Separation.objects.exists()
    made = separation(by, *asked, despite_bookings=True)
    assert [each.pk for each, _ in queries.to_mend(by)] == [made.pk]
    from trellis.features.sessions.actions import cancel_session

    cancel_session(by=by, session_id=one.pk, why="They must not meet")
    assert queries.to_mend(by) == []


def test_bookings_that_the_viewer_may_not_see_are_neither_named_nor_counted(by):
    group = groups.group(by)
    first, second = (groups.placed_journey(by, group, genders=("female", "male")) for _ in range(2))
    both = practitioner_of(by, first.family, second.family)
    for viewer, others, named in ((by, False, True), (both, True, False)):
        with pytest.raises(actions.BookingsStand) as stands:
            separation(viewer, first.family, second.family)
        assert stands.value.found.others is others
        assert any(group.name in each.title for b in stands.value.found.breaches for each in b.bookings) is named


def test_one_worker_for_both_is_a_breach_where_different_ones_are_asked_for(by):
    from trellis.features.journeys.actions import give_keyworker
    from trellis.features.sessions.tests.factories import staff

    first, second = journey(by), journey(by)
    ruth = staff(by)
    for each in (first, second):
        give_keyworker(by=by, journey_id=each.pk, staff_id=ruth.pk)
    separation(by, side_family(first), side_family(second)).delete()
    with pytest.raises(actions.BookingsStand) as stands:
        separation(by, side_family(first), side_family(second), different_workers=True)
    assert [each.how.value for each in stands.value.found.breaches] == ["worker"]


def side_family(of):
    return of.family


def test_parent_and_child_in_a_programme_made_for_both_break_nothing_but_are_asked_for_rooms_and_a_plan(by):
    group = groups.group(by)
    one = groups.placed_journey(by, group, genders=("female", "male"))
    mother, son = (participant(one, strand).person for strand in ("parents", "young_people"))
    made = separation(by, mother, son)
    found = queries.breaches_of(by, [queries.sides_of(made)])[made.pk]
    assert not found.is_broken
    assert found.lacks
    (by_design,) = found.by_design
    assert by_design.booking.title == group.name
    assert [each.key for each in by_design.decision.met] == ["separate_rooms"]
    assert [each.key for each in by_design.decision.not_met] == ["safety_plan"]
    assert side(mother).person == mother.pk
