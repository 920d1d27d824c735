"""What a family set out to change, and how it went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from trellis.features.families.rules import OccupationKind
from trellis.features.journeys.models import JourneyPart
from trellis.features.outcomes.rules import Point


class ReviewPoint(JourneyPart):
    """One look at how things are: at the start, the middle, the end, later."""

    journey = models.ForeignKey("journeys.Journey", on_delete=models.PROTECT, related_name="review_points")
    point = models.CharField(max_length=10, choices=Point.choices())
    on = models.DateField()
    note = models.TextField(blank=True)
    by = models.ForeignKey("access.Membership", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("journey", "point", name="review_point_once")]

    def __str__(self) -> str:
        return Point(self.point).label


class Goal(JourneyPart):
    """Something that a person of the family wants to be different, in their own words."""

    journey = models.ForeignKey("journeys.Journey", on_delete=models.PROTECT, related_name="goals")
    person = models.ForeignKey("families.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    dropped_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.words


class GoalRating(JourneyPart):
    """How near a goal was, 0 to 10, at one point."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="ratings")
    review_point = models.ForeignKey(ReviewPoint, on_delete=models.CASCADE, related_name="ratings")
    rating = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("goal", "review_point", name="goal_rated_once"),
            models.CheckConstraint(condition=Q(rating__lte=10), name="rating_0_to_10"),
        ]

    def __str__(self) -> str:
        return str(self.rating)


class ScaleRating(JourneyPart):
    """How one person rates one of the programme's 0 to 10 scales (feeling safe, getting on) at one point."""

    walled_by = ("journey__family", "person")

    review_point = models.ForeignKey(ReviewPoint, on_delete=models.CASCADE, related_name="scales")
    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="+")
    measure_key = models.CharField(max_length=60)
    rating = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("review_point", "person", "measure_key", name="scale_rated_once"),
            models.CheckConstraint(condition=Q(rating__lte=10), name="scale_0_to_10"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_key}: {self.rating}"


class Circumstance(JourneyPart):
    """School attendance and work of one person at one point."""

    walled_by = ("journey__family", "person")

    review_point = models.ForeignKey(ReviewPoint, on_delete=models.CASCADE, related_name="circumstances")
    person = models.ForeignKey("families.Person", on_delete=models.PROTECT, related_name="+")
    occupation = models.CharField(max_length=20, choices=OccupationKind.choices())
    attendance_percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("review_point", "person", name="circumstance_once"),
            models.CheckConstraint(
                condition=Q(attendance_percent__isnull=True) | Q(attendance_percent__lte=100),
                name="attendance_up_to_100",
            ),
        ]

    def __str__(self) -> str:
        return OccupationKind(self.occupation).label
