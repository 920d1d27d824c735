"""Reads of safety plans; the first argument is the viewer."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from trellis.features.safety.models import PlanAgreement, SafetyPlan, SafetyPlanVersion
from trellis.features.safety.rules.plans import Paper, strictest

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trellis.platform.access.viewer import Viewer


def plans_of(viewer: Viewer, family_id: uuid.UUID) -> QuerySet[SafetyPlan]:
    """Return the plans of a family, each with its versions, newest first, and who agreed them."""
    agreed = PlanAgreement.objects.visible_to(viewer).select_related("person").order_by("pk")
    versions = (
        SafetyPlanVersion.objects.visible_to(viewer)
        .select_related("made_by__user")
        .prefetch_related(Prefetch("agreements", agreed))
        .order_by("-number")
    )
    return (
        SafetyPlan.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .prefetch_related(Prefetch("versions", versions, to_attr="kept"))
        .order_by("pk")
    )


def current_version(plan: SafetyPlan) -> SafetyPlanVersion:
    """Return the newest version of a plan that `plans_of` gave."""
    newest: SafetyPlanVersion = plan.kept[0]  # type: ignore[attr-defined]
    return newest


def paper_of_home(viewer: Viewer, family_id: uuid.UUID) -> Paper:
    """Return what every plan in use allows of paper: one that says no is enough, whoever else shares the fridge."""
    return paper_of(list(plans_of(viewer, family_id)))


def paper_of(plans: list[SafetyPlan]) -> Paper:
    """Return what the plans of one home, given by `plans_of`, allow of paper; those that have ended say nothing."""
    return strictest(Paper(current_version(plan).paper) for plan in plans if plan.ended_on is None)
