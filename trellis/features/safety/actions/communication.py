"""Writes of a child's own plan for being talked with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.safety.actions.people import check_of_family
from trellis.features.safety.models import CommunicationPlan, CommunicationPlanVersion, PlanReader
from trellis.features.safety.rules.communication import PARTS, check_parts
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.models import Membership
from trellis.platform.access.roles import STAFF
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

# What is logged names neither family nor child: the log is read by people to whom the child may not have agreed.


@action("communication_plan.made", "safety.record")
def make_communication_plan(
    *,
    by: Viewer,
    family: Family,
    person: Person,
    parts: dict[str, str],
    shown_to_staff: bool,
    staff: Iterable[Membership] = (),
    people: Iterable[Person] = (),
) -> CommunicationPlan:
    """Write a child's plan with them, and to whom they agree to show it."""
    check_of_family(family, person=person)
    plan = CommunicationPlan.objects.create(
        organisation_id=by.organisation_id,
        family=family,
        person=person,
        shown_to_staff=shown_to_staff,
        written_by_id=by.membership_id,
    )
    _add_version(by, plan, parts)
    _choose(by, plan, list(staff), list(people))
    about(plan)
    return plan


@action("communication_plan.changed", "safety.record")
def new_communication_version(
    *, by: Viewer, plan: CommunicationPlan, parts: dict[str, str]
) -> CommunicationPlanVersion:
    """Write what the child says now; what they said before stays."""
    plan = CommunicationPlan.objects.select_for_update().get(pk=plan.pk)
    made = _add_version(by, plan, parts)
    about(plan, version=made.number)
    return made


@action("communication_plan.shared", "safety.record")
def change_readers(
    *,
    by: Viewer,
    plan: CommunicationPlan,
    shown_to_staff: bool,
    staff: Iterable[Membership] = (),
    people: Iterable[Person] = (),
) -> None:
    """Write to whom the child agrees now; whoever is no longer chosen no longer sees any version."""
    plan = CommunicationPlan.objects.select_for_update().get(pk=plan.pk)
    plan.shown_to_staff = shown_to_staff
    plan.save(update_fields=["shown_to_staff"])
    _choose(by, plan, list(staff), list(people))
    about(plan)


def _add_version(by: Viewer, plan: CommunicationPlan, parts: dict[str, str]) -> CommunicationPlanVersion:
    check_parts(parts)
    last = CommunicationPlanVersion.objects.filter(plan=plan).order_by("-number").first()
    return CommunicationPlanVersion.objects.create(
        organisation_id=by.organisation_id,
        family_id=plan.family_id,
        plan=plan,
        number=last.number + 1 if last else 1,
        on=timezone.localdate(),
        made_by_id=by.membership_id,
        **{part.key: parts.get(part.key, "").strip() for part in PARTS},
    )


def _choose(by: Viewer, plan: CommunicationPlan, staff: Sequence[Membership], people: Sequence[Person]) -> None:
    for person in people:
        check_of_family(plan.family, people=person)
    for member in staff:
        if member.organisation_id != by.organisation_id or member.role not in STAFF:
            raise RuleBroken("Choose somebody of the staff.", "staff")
    now = PlanReader.objects.filter(plan=plan, until__isnull=True)
    kept = [one for one in now if one.membership in staff or (one.person is not None and one.person in people)]
    now.exclude(pk__in=[one.pk for one in kept]).update(until=timezone.now())
    have = {one.membership_id or one.person_id for one in kept}
    PlanReader.objects.bulk_create(
        PlanReader(organisation_id=by.organisation_id, family_id=plan.family_id, plan=plan, **{kind: each})
        for kind, chosen in (("membership", staff), ("person", people))
        for each in chosen
        if each.pk not in have
    )
