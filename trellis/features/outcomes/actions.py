"""Writes about goals, looks at how things are, and closing."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping

from django.utils import timezone

from trellis.features.families.models import Person
from trellis.features.families.rules import OccupationKind
from trellis.features.journeys import actions as journeys
from trellis.features.journeys.models import Journey
from trellis.features.outcomes.models import Circumstance, Goal, GoalRating, ReviewPoint, ScaleRating
from trellis.features.outcomes.rules import Point, check_sections
from trellis.kernel.dates import in_words
from trellis.kernel.decisions import RuleBroken
from trellis.platform.access.viewer import Viewer
from trellis.platform.audit.actions import about, action

MOST_GOALS = 6


@action("goal.set", "outcomes.record")
def set_goal(*, by: Viewer, journey: Journey, words: str, person: Person | None = None) -> Goal:
    """Write down something that somebody of the family wants to be different; at most six at a time."""
    if not words.strip():
        raise RuleBroken("Write the goal in the family’s own words.", "words")
    if Goal.objects.filter(journey=journey, dropped_on__isnull=True).count() >= MOST_GOALS:
        raise RuleBroken(f"{MOST_GOALS} goals at a time are enough. Put one aside first.", "words")
    goal = Goal.objects.create(organisation_id=by.organisation_id, journey=journey, person=person, words=words.strip())
    about(goal, journey=str(journey.pk))
    return goal


@action("goal.put_aside", "outcomes.record")
def put_goal_aside(*, by: Viewer, goal: Goal) -> None:
    """Stop working on a goal; its ratings stay."""
    goal.dropped_on = timezone.localdate()
    goal.save(update_fields=["dropped_on"])
    about(goal, journey=str(goal.journey_id))


@action("review_point.recorded", "outcomes.record")
def record_review_point(
    *,
    by: Viewer,
    journey: Journey,
    point: str,
    on: datetime.date,
    note: str = "",
    goals: Mapping[uuid.UUID, int] | None = None,
    scales: Mapping[tuple[uuid.UUID, str], int] | None = None,
    circumstances: Mapping[uuid.UUID, tuple[str, int | None]] | None = None,
) -> ReviewPoint:
    """Write down one look at how things are; a second look at the same point replaces the first.

    `goals`: rating 0 to 10 by goal. `scales`: rating 0 to 10 by (person, measure of the programme).
    `circumstances`: (occupation, attendance in per cent or None) by person.
    """
    _check_day(journey, Point(point), on)
    review, _ = ReviewPoint.objects.update_or_create(
        organisation_id=by.organisation_id,
        journey=journey,
        point=point,
        defaults={"on": on, "note": note.strip(), "by_id": by.membership_id},
    )
    common = {"organisation_id": by.organisation_id, "journey": journey, "review_point": review}
    review.ratings.all().delete()
    review.scales.all().delete()
    review.circumstances.all().delete()
    GoalRating.objects.bulk_create(
        GoalRating(**common, goal_id=goal, rating=_rating(rating)) for goal, rating in (goals or {}).items()
    )
    ScaleRating.objects.bulk_create(
        ScaleRating(**common, person_id=person, measure_key=key, rating=_rating(rating))
        for (person, key), rating in (scales or {}).items()
    )
    Circumstance.objects.bulk_create(
        Circumstance(
            **common,
            person_id=person,
            occupation=OccupationKind(kind),
            attendance_percent=_percent(percent),
        )
        for person, (kind, percent) in (circumstances or {}).items()
    )
    about(review, journey=str(journey.pk), point=point)
    return review


@action("journey.closed", "outcomes.close")
def close_journey(
    *, by: Viewer, journey: Journey, outcome: str, reason: str, sections: Mapping[str, str], on: datetime.date
) -> None:
    """End a journey that has begun, with its closing summary.

    `outcome` is completed or ended_early; the programme's own rule decides whether completed may be said.
    """
    kept = check_sections(sections)
    journeys.end_journey(by=by, journey_id=journey.pk, outcome=outcome, reason=reason, summary_sections=kept, on=on)
    about(journey, outcome=outcome, reason=reason)


def _check_day(journey: Journey, point: Point, on: datetime.date) -> None:
    if on > timezone.localdate():
        raise RuleBroken(f"The day must be today or earlier, not {in_words(on)}.", "on")
    if point != Point.START and journey.started_on is None:
        raise RuleBroken("The programme has not begun, so only the start can be written down.", "on")
    if point == Point.FOLLOW_UP and (journey.ended_on is None or on <= journey.ended_on):
        raise RuleBroken("A follow-up comes after the journey has ended.", "on")
    earlier = ReviewPoint.objects.filter(journey=journey, on__gt=on).exclude(point=point)
    order = list(Point)
    for other in earlier:
        if order.index(Point(other.point)) < order.index(point):
            words = f"{Point(other.point).label} was on {in_words(other.on)}; {point.label.lower()} must be later."
            raise RuleBroken(words, "on")


def _rating(rating: int) -> int:
    if not 0 <= rating <= 10:
        raise RuleBroken(f"A rating is from 0 to 10, not {rating}.")
    return rating


def _percent(percent: int | None) -> int | None:
    if percent is not None and not 0 <= percent <= 100:
        raise RuleBroken(f"Attendance is from 0 to 100 per cent, not {percent}.")
    return percent
