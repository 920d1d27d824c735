"""Reads of what changed; the first argument is the viewer."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from trellis.features.families.rules import OccupationKind
from trellis.features.outcomes.models import Circumstance, Goal, GoalRating, ReviewPoint, ScaleRating
from trellis.features.outcomes.rules import (
    Block,
    IncidentChange,
    Point,
    RatingChange,
    blocks,
    due_points,
    incident_change,
    rating_change,
)
from trellis.features.programmes.queries import definition
from trellis.features.programmes.rules.delivery import MeasureKind
from trellis.features.safety.queries import days_and_severity

if TYPE_CHECKING:
    from trellis.features.journeys.models import Journey
    from trellis.features.programmes.rules.schema import ProgrammeDefinition
    from trellis.platform.access.viewer import Viewer

SCALES = frozenset({MeasureKind.SAFETY, MeasureKind.RELATIONSHIP, MeasureKind.CONFIDENCE, MeasureKind.READINESS})
FOLLOWED_FOR = datetime.timedelta(weeks=26)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is rated 0 to 10: its words, whose it is, its ratings by point, and how far it moved."""

    title: str
    whose: str
    ratings: dict[Point, int]
    change: RatingChange | None


@dataclass(frozen=True, slots=True)
class Attending:
    """School or work of one person at each point: kind, and attendance in per cent where it was known."""

    whose: str
    at: dict[Point, tuple[OccupationKind, int | None]]


@dataclass(frozen=True, slots=True)
class Change:
    """All that is known of how a family's life changed, from its journey's records."""

    points: dict[Point, ReviewPoint]
    incident_blocks: list[Block]
    incident_change: IncidentChange | None
    goals: list[Line]
    scales: list[Line]
    attending: list[Attending]
    due: list[tuple[Point, datetime.date]]


def review_points(viewer: Viewer, journey_id: uuid.UUID) -> dict[Point, ReviewPoint]:
    """Return the looks taken, by point, with everything rated in them loaded."""
    found = (
        ReviewPoint.objects.visible_to(viewer)
        .filter(journey_id=journey_id)
        .select_related("by__user")
        .prefetch_related(
            Prefetch("ratings", GoalRating.objects.visible_to(viewer)),
            Prefetch("scales", ScaleRating.objects.visible_to(viewer)),
            Prefetch("circumstances", Circumstance.objects.visible_to(viewer)),
        )
    )
    return {Point(review.point): review for review in found}


def goals_of(viewer: Viewer, journey_id: uuid.UUID, *, current_only: bool = False) -> list[Goal]:
    """Return the goals of a journey in the order they were set, those put aside last."""
    found = Goal.objects.visible_to(viewer).filter(journey_id=journey_id).select_related("person")
    if current_only:
        found = found.filter(dropped_on__isnull=True)
    return sorted(found, key=lambda goal: (goal.dropped_on is not None, goal.pk))


def scales_of(programme: ProgrammeDefinition) -> list[tuple[str, str]]:
    """Return (key, label) of the programme's measures that each person rates 0 to 10."""
    return [(measure.key, measure.label) for measure in programme.measures if measure.kind in SCALES]


def change_of(viewer: Viewer, journey: Journey, today: datetime.date) -> Change:
    """Gather how a family's life changed; `journey` has its participants' people loaded."""
    programme = definition(journey.programme_version_id)
    points = review_points(viewer, journey.pk)
    people = {one.person_id: one.person.short_name for one in journey.participants.all()}
    incidents = days_and_severity(viewer, journey.family_id)
    started = journey.started_on
    until = min(today, journey.ended_on + FOLLOWED_FOR) if journey.ended_on else today
    compared_until = journey.ended_on or today
    return Change(
        points=points,
        incident_blocks=blocks(incidents, started, until) if started else [],
        incident_change=incident_change(incidents, started, compared_until) if started else None,
        goals=_goal_lines(goals_of(viewer, journey.pk), points),
        scales=_scale_lines(scales_of(programme), people, points),
        attending=_attending(people, points),
        due=due_points(
            started_on=started,
            ended_on=journey.ended_on,
            weeks=max(strand.weeks for strand in programme.strands),
            follow_up_weeks=programme.follow_up_weeks,
            done=set(points),
            today=today,
        ),
    )


def _line(title: str, whose: str, ratings: dict[Point, int]) -> Line:
    return Line(title, whose, ratings, rating_change(ratings))


def _goal_lines(goals: list[Goal], points: dict[Point, ReviewPoint]) -> list[Line]:
    lines = []
    for goal in goals:
        ratings = {
            point: rating.rating
            for point, review in points.items()
            for rating in review.ratings.all()
            if rating.goal_id == goal.pk
        }
        if ratings or goal.dropped_on is None:
            lines.append(_line(goal.words, goal.person.short_name if goal.person else "the family", ratings))
    return lines


def _scale_lines(
    measures: list[tuple[str, str]], people: dict[uuid.UUID, str], points: dict[Point, ReviewPoint]
) -> list[Line]:
    lines = []
    for key, label in measures:
        for person_id, name in people.items():
            ratings = {
                point: scale.rating
                for point, review in points.items()
                for scale in review.scales.all()
                if scale.measure_key == key and scale.person_id == person_id
            }
            if ratings:
                lines.append(_line(label, name, ratings))
    return lines


def _attending(people: dict[uuid.UUID, str], points: dict[Point, ReviewPoint]) -> list[Attending]:
    found = []
    for person_id, name in people.items():
        at = {
            point: (OccupationKind(one.occupation), one.attendance_percent)
            for point, review in points.items()
            for one in review.circumstances.all()
            if one.person_id == person_id
        }
        if at:
            found.append(Attending(name, at))
    return found
