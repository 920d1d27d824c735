"""Reads of risk; the first argument is the viewer."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from trellis.features.safety.models import Incident, RiskAssessment, RiskJudgement, RiskNote, SafetyReview
from trellis.features.safety.rules.risk import Level, Someone, Way, Weighed, level_of, way_of
from trellis.features.safety.rules.sources import in_force
from trellis.features.safety.rules.thresholds import ESCALATION, Sheet
from trellis.kernel.dates import add_months

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from trellis.platform.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Standing:
    """An assessment with where it leads now."""

    assessment: RiskAssessment
    way: Way
    judgements: list[RiskJudgement]

    @property
    def harming(self) -> str:
        """Return the name of the person who harms."""
        one = self.assessment
        return one.harming.short_name if one.harming else one.harming_name


def assessments_of(viewer: Viewer, family_id: uuid.UUID) -> QuerySet[RiskAssessment]:
    """Return the score sheets of a family, newest first, without those withdrawn."""
    judgements = RiskJudgement.objects.visible_to(viewer).select_related("judged_by__user", "supervisor__user")
    return (
        RiskAssessment.objects.visible_to(viewer)
        .filter(family_id=family_id, withdrawn_why="")
        .select_related("assessed", "harming", "recorded_by__user")
        .prefetch_related(Prefetch("judgements", judgements.order_by("pk"), to_attr="judged"))
        .order_by("-on", "-pk")
    )


def standings(viewer: Viewer, family_id: uuid.UUID, assessments: list[RiskAssessment]) -> list[Standing]:
    """Return where each of these assessments of one family leads, in one more query."""
    rows = Incident.objects.visible_to(viewer).filter(family_id=family_id, withdrawn_why="", harmed__isnull=False)
    told = list(rows.values_list("harmed_id", "done_by_id", "on", "police_called")) if assessments else []
    return [_standing(one, told) for one in assessments]


def latest_of_each_pair(assessments: list[RiskAssessment]) -> list[RiskAssessment]:
    """Return the newest assessment of each two people, the list being newest first."""
    newest: dict[tuple[object, object], RiskAssessment] = {}
    for one in assessments:
        newest.setdefault((one.assessed_id, one.harming_id or one.harming_name.casefold()), one)
    return list(newest.values())


def level_now(viewer: Viewer, assessment: RiskAssessment) -> Level:
    """Return the level of an assessment: the last judgement, or what the score gives."""
    judged = RiskJudgement.objects.visible_to(viewer).filter(assessment=assessment).order_by("-pk").first()
    return Level(judged.level) if judged else level_of(Sheet(assessment.sheet), assessment.score, assessment.on)


def _standing(one: RiskAssessment, told: Sequence[tuple[uuid.UUID, uuid.UUID | None, date, bool | None]]) -> Standing:
    judgements: list[RiskJudgement] = one.judged  # type: ignore[attr-defined]
    of_these = [
        (on, police)
        for harmed, done_by, on, police in told
        if harmed == one.assessed_id and (done_by is None or one.harming_id is None or done_by == one.harming_id)
    ]
    weighed = Weighed(
        sheet=Sheet(one.sheet),
        score=one.score,
        on=one.on,
        assessed=Someone(one.assessed.short_name, one.assessed.birth_date, one.said_sixteen),
        judged=Level(judgements[-1].level) if judgements else None,
        police_calls=_police_calls(one, of_these),
        heard_on=one.heard_on,
        incident_on=_first_after(one.heard_on, of_these),
    )
    return Standing(one, way_of(weighed), judgements)


def _police_calls(one: RiskAssessment, of_these: list[tuple[date, bool | None]]) -> int | None:
    """Return the calls that were told or are written, whichever is more; not known when nothing was told.

    What is written here is never all; it can only show that there were at least so many.
    """
    rule = in_force(ESCALATION, one.on)
    first = add_months(one.on, -rule.months)
    written = sum(1 for on, police in of_these if police and first < on <= one.on)
    if one.police_calls is not None:
        return max(one.police_calls, written)
    return written if written >= rule.police_calls else None


def _first_after(heard_on: date | None, of_these: list[tuple[date, bool | None]]) -> date | None:
    return min((on for on, _ in of_these if heard_on is not None and on > heard_on), default=None)


def notes_of(viewer: Viewer, family_id: uuid.UUID) -> QuerySet[RiskNote]:
    """Return the risk notes of a family, open ones first, each with the looks at it."""
    reviews = SafetyReview.objects.visible_to(viewer).select_related("reviewed_by__user").order_by("pk")
    return (
        RiskNote.objects.visible_to(viewer)
        .filter(family_id=family_id)
        .select_related("person", "harming", "written_by__user")
        .prefetch_related(Prefetch("reviews", reviews))
        .order_by("-on", "-pk")
    )
