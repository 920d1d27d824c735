"""Writes of safety plans."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from trellis.features.families.models import Family, Person
from trellis.features.safety.actions.people import check_of_family
from trellis.features.safety.models import PlanAgreement, SafetyPlan, SafetyPlanVersion
from trellis.features.safety.rules.helplines import BY_KEY
from trellis.features.safety.rules.plans import SECTIONS, Paper, check_plan
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action


@dataclass(frozen=True)
class PlanWords:
    """All that one version of a plan says; `sections` by the keys of `rules.plans.SECTIONS`."""

    sections: dict[str, str]
    paper: str
    agreed_on: datetime.date
    review_on: datetime.date
    agreed_by: Sequence[Person] = ()
    agreed_others: str = ""
    helplines: Sequence[str] = field(default_factory=tuple)
    other_numbers: str = ""


@action("safety_plan.made", "safety.record")
def make_plan(*, by: Viewer, family: Family, name: str, words: PlanWords) -> SafetyPlan:
    """Make a safety plan with a family: its first version."""
    if not name.strip():
        raise RuleBroken("Give the plan a name that the family would use.", "name")
    plan = SafetyPlan.objects.create(organisation_id=by.organisation_id, family=family, name=name.strip())
    _add_version(by, plan, words)
    about(plan, family=str(family.pk), version=1)
    return plan


@action("safety_plan.changed", "safety.record")
def new_version(*, by: Viewer, plan: SafetyPlan, words: PlanWords) -> SafetyPlanVersion:
    """Add a version to a plan; those before stay as they were."""
    plan = SafetyPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.ended_on is not None:
        raise RuleBroken("This plan has ended. Make another.")
    made = _add_version(by, plan, words)
    about(plan, family=str(plan.family_id), version=made.number)
    return made


@action("safety_plan.ended", "safety.record")
def end_plan(*, by: Viewer, plan: SafetyPlan, why: str) -> None:
    """End a plan, with the reason; it stays in the record."""
    if not why.strip():
        raise RuleBroken("Say why this plan is no longer used.", "why")
    plan.ended_on = timezone.localdate()
    plan.ended_why = why.strip()
    plan.save(update_fields=["ended_on", "ended_why"])
    about(plan, family=str(plan.family_id))


def _add_version(by: Viewer, plan: SafetyPlan, words: PlanWords) -> SafetyPlanVersion:
    check_plan(
        words.sections,
        agreed_on=words.agreed_on,
        agreed_by=len(words.agreed_by),
        agreed_others=words.agreed_others,
        review_on=words.review_on,
        today=timezone.localdate(),
    )
    for person in words.agreed_by:
        check_of_family(plan.family, agreed_by=person)
    if unknown := [key for key in words.helplines if key not in BY_KEY]:
        raise RuleBroken(f"“{unknown[0]}” is not one of the numbers.", "helplines")
    last = SafetyPlanVersion.objects.filter(plan=plan).order_by("-number").first()
    made = SafetyPlanVersion.objects.create(
        organisation_id=by.organisation_id,
        family_id=plan.family_id,
        plan=plan,
        number=last.number + 1 if last else 1,
        helplines=list(words.helplines),
        other_numbers=words.other_numbers.strip(),
        paper=Paper(words.paper),
        agreed_on=words.agreed_on,
        agreed_others=words.agreed_others.strip(),
        review_on=words.review_on,
        made_by_id=by.membership_id,
        **{section.key: words.sections.get(section.key, "").strip() for section in SECTIONS},
    )
    PlanAgreement.objects.bulk_create(
        PlanAgreement(organisation_id=by.organisation_id, family_id=plan.family_id, version=made, person=person)
        for person in words.agreed_by
    )
    return made
