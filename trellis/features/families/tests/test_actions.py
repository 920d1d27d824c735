"""Writes about families, who may see them, and what is logged."""

import datetime

import pytest

from trellis.features.families import actions, queries
from trellis.features.families.models import Family
from trellis.features.families.tests.factories import family, person
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import organisation, viewer
from trellis.platform.access.viewer import NotAllowed
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_a_person_is_found_by_nickname_and_swapped_date():
    by = viewer()
    person(by, given_name="Elizabeth", birth_date=datetime.date(2010, 3, 4))
    found = queries.likely_matches(by, given_name="Beth", family_name="Ashworth", birth_date=datetime.date(2010, 4, 3))
    assert [m.person.given_name for m in found] == ["Elizabeth"]
    assert "forms of one name" in found[0].why[0]


def test_matches_stay_inside_the_organisation_and_the_viewers_sight():
    house = organisation()
    by, practitioner, stranger = viewer(organisation=house), viewer(Role.PRACTITIONER, house), viewer()
    person(by, given_name="Elizabeth")
    asked = {"given_name": "Elizabeth", "family_name": "Ashworth", "birth_date": datetime.date(2010, 5, 6)}
    assert queries.likely_matches(by, **asked)
    assert not queries.likely_matches(practitioner, **asked)
    assert not queries.likely_matches(stranger, **asked)
    assert queries.may_be_known(practitioner, **asked)
    assert not queries.may_be_known(stranger, **asked)


def test_a_practitioner_sees_a_family_only_while_working_with_it():
    house = organisation()
    by, practitioner = viewer(organisation=house), viewer(Role.PRACTITIONER, house)
    known = family(by)
    assert not Family.objects.visible_to(practitioner).exists()
    membership = Membership.objects.get(pk=practitioner.membership_id)
    actions.give_sight(by=by, family=known, membership=membership, because="Keyworker")
    assert Family.objects.visible_to(practitioner).get() == known
    actions.end_sight(by=by, family=known, membership=membership)
    assert not Family.objects.visible_to(practitioner).exists()


@pytest.mark.parametrize("role", [Role.REFERRER, Role.COMMISSIONER, Role.ADMINISTRATOR])
def test_others_see_no_family_and_write_none(role):
    house = organisation()
    known = family(viewer(organisation=house))
    other = viewer(role, house)
    assert not Family.objects.visible_to(other).exists()
    with pytest.raises(NotAllowed):
        actions.rename_family(by=other, family=known, name="X")


def test_nobody_reads_without_a_viewer():
    family(viewer())
    assert not Family.objects.visible_to(None).exists()


def test_every_write_is_logged_without_what_was_written():
    by = viewer()
    child = person(by, given_name="Marigold")
    event = AuditEvent.objects.get(event="person.added")
    assert event.about_id == child.pk
    assert "Marigold" not in str(event.detail)


def test_a_mother_younger_than_her_child_changes_nothing():
    by = viewer()
    home = family(by)
    mother = person(by, home, given_name="Ann", birth_date=datetime.date(1980, 1, 1))
    child = person(by, home, given_name="Tom")
    actions.record_relationship(by=by, family=home, from_person=mother, to_person=child, kind="mother")
    with pytest.raises(RuleBroken, match="cannot be the mother"):
        actions.change_person(by=by, person=mother, birth_date=datetime.date(2015, 1, 1))
    mother.refresh_from_db()
    assert mother.birth_date == datetime.date(1980, 1, 1)


def test_a_family_of_another_organisation_cannot_lend_its_people():
    by = viewer()
    outsider = person(viewer())
    home = family(by)
    insider = person(by, home)
    with pytest.raises(RuleBroken, match="not a person of this family"):
        actions.record_relationship(by=by, family=home, from_person=insider, to_person=outsider, kind="sibling")
