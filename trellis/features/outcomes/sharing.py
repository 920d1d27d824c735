"""What outcomes gives to an agreement to share: goals, and how near they were at the last look."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch

from trellis.features.confidentiality.rules import Shared, SharedSection
from trellis.features.outcomes.models import Goal, GoalRating

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def goals(viewer: Viewer, family: Any, what: Collection[str], _today: date) -> SharedSection | None:
    """Give the family's goals, each with its last rating from 0 to 10."""
    if Shared.GOALS not in what:
        return None
    ratings = Prefetch("ratings", GoalRating.objects.visible_to(viewer).order_by("-pk"))
    found = Goal.objects.visible_to(viewer).filter(journey__family_id=family.pk, dropped_on__isnull=True)
    lines = []
    for goal in found.prefetch_related(ratings).order_by("pk"):
        last = next(iter(goal.ratings.all()), None)
        lines.append(f"{goal.words}: {last.rating} out of 10 at the last look" if last else goal.words)
    return SharedSection("Goals", tuple(lines)) if lines else None
