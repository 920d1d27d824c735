"""Two families of the demonstration who must not meet."""

from __future__ import annotations

from datetime import timedelta

from trellis.demo.clock import as_of
from trellis.demo.setting import Service
from trellis.features.families.models import Family
from trellis.features.separations import actions
from trellis.features.separations.rules.people import Side

ONE, OTHER = "Quigley family", "Kowalczyk family"


def keep_apart(service: Service) -> None:
    """Keep two families apart whose sons have fought; the review is due soon."""
    by, today = service.coordinator, service.today
    named = {family.name: family for family in Family.objects.visible_to(by).filter(name__in=[ONE, OTHER])}
    with as_of(today - timedelta(weeks=3), 15):
        made = actions.record_separation(
            by=by,
            first=Side(family=named[ONE].pk),
            second=Side(family=named[OTHER].pk),
            reason="Conor and Kacper fought behind the school in June; each says the other brought a knife.",
            source="The school, and both mothers",
            review_on=today + timedelta(days=9),
        )
    with as_of(today - timedelta(weeks=1), 11):
        actions.review_separation(
            by=by,
            separation=made,
            words="Aoife wants it to stay as it is. Marta says that Kacper is calmer since the summer.",
            next_review_on=today + timedelta(days=9),
        )
