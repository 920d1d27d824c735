"""Adding and changing staff, and who may see them."""

from __future__ import annotations

from datetime import date

import pytest

from trellis.features.workforce import actions, queries
from trellis.features.workforce.models import StaffMember
from trellis.features.workforce.tests.factories import staff_member
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Organisation
from trellis.platform.access.roles import Role
from trellis.platform.access.tests.factories import viewer
from trellis.platform.access.viewer import NotAllowed
from trellis.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_adding_somebody_is_logged() -> None:
    by = viewer()
    member = actions.add_staff_member(by=by, name=" Ruth Hartley ", gender="female", duties=["practitioner"])
    assert member.name == "Ruth Hartley"
    assert AuditEvent.objects.filter(event="workforce.staff_added", about_id=member.pk).exists()


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.SUPERVISOR, Role.REFERRER, Role.COMMISSIONER])
def test_others_may_not_add(role: Role) -> None:
    with pytest.raises(NotAllowed):
        actions.add_staff_member(by=viewer(role), name="A", gender="female", duties=["practitioner"])


@pytest.mark.parametrize(("name", "duties", "field"), [("  ", ["practitioner"], "name"), ("Ruth", [], "duties")])
def test_what_is_missing_is_named(name: str, duties: list[str], field: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        actions.add_staff_member(by=viewer(), name=name, gender="female", duties=duties)
    assert broken.value.field == field


def test_a_sign_in_belongs_to_one_member_of_staff_and_to_this_organisation() -> None:
    by = viewer()
    organisation = Organisation.objects.get(pk=by.organisation_id)
    worker = viewer(Role.PRACTITIONER, organisation)
    staff_member(by, name="Ruth", membership=worker)
    with pytest.raises(RuleBroken, match="Ruth signs in"):
        staff_member(by, membership=worker)
    with pytest.raises(RuleBroken, match="sign-ins shown"):
        staff_member(by, membership=viewer(Role.PRACTITIONER))


def test_training_twice_over_the_same_days_is_refused() -> None:
    by = viewer()
    member = staff_member(by, trained_in=["pact"], trained_to=date(2026, 12, 31))
    with pytest.raises(RuleBroken, match="already"):
        actions.add_training(by=by, member=member, programme_key="pact", valid_from=date(2026, 12, 31))
    actions.add_training(by=by, member=member, programme_key="pact", valid_from=date(2027, 1, 1))
    with pytest.raises(RuleBroken, match="before it begins"):
        actions.add_training(
            by=by,
            member=member,
            programme_key="x",
            valid_from=date(2026, 2, 1),
            valid_to=date(2026, 1, 1),
        )


def test_those_available_are_at_work_can_do_the_duty_and_come_trained_first() -> None:
    by = viewer()
    trained = staff_member(by, name="Zoe", trained_in=["pact"], trained_to=date(2026, 6, 30))
    untrained = staff_member(by, name="Ada")
    staff_member(by, name="Mentor", duties=["parent_mentor"])
    gone = staff_member(by, name="Gone")
    actions.set_active(by=by, member=gone, is_active=False)
    staff_member(viewer(), name="Elsewhere")

    found = queries.available_staff(by, "practitioner", "pact", date(2026, 6, 30))
    assert [(each.staff, each.is_trained) for each in found] == [(trained, True), (untrained, False)]
    later = queries.available_staff(by, "practitioner", "pact", date(2026, 7, 1))
    assert [each.is_trained for each in later] == [False, False]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.ADMINISTRATOR, True),
        (Role.COORDINATOR, True),
        (Role.SUPERVISOR, True),
        (Role.PRACTITIONER, True),
        (Role.REFERRER, False),
        (Role.COMMISSIONER, False),
    ],
)
def test_who_sees_staff(role: Role, sees: bool) -> None:
    by = viewer()
    staff_member(by)
    same = viewer(role, Organisation.objects.get(pk=by.organisation_id))
    assert StaffMember.objects.visible_to(same).exists() is sees
    assert not StaffMember.objects.visible_to(viewer(role)).exists()
