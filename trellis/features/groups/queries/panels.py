"""What groups add to other rooms' pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from trellis.features.groups.models import Circle, Group
from trellis.features.groups.queries.facts import facts_of_several
from trellis.features.groups.queries.places import place_of_journey
from trellis.features.groups.rules import GroupStatus
from trellis.features.groups.rules.checks import rules_of
from trellis.features.programmes.queries import definition
from trellis.kernel.decisions import Outcome

if TYPE_CHECKING:
    from datetime import date

    from trellis.platform.access.viewer import Viewer

SHOWN = 5
SOON = timedelta(days=14)


def forming_groups(viewer: Viewer, subject: Any, today: date) -> dict[str, Any] | None:
    """Return the groups that form, the first to start first, with places filled and rules broken; none gives None."""
    found = Group.objects.visible_to(viewer).filter(status=GroupStatus.FORMING).select_related("venue")
    groups = list(found.order_by("first_day", "pk")[: SHOWN + 1])
    if not groups:
        return None
    facts = facts_of_several(viewer, groups[:SHOWN])
    rows = []
    for group in groups[:SHOWN]:
        reasons = rules_of(definition(group.programme_version_id), facts[group.pk])
        broken = [each for each in reasons if each.outcome is Outcome.NOT_MET]
        rows.append(
            {
                "group": group,
                "families": len(facts[group.pk].families),
                "circles": [(circle.title, len(circle.people)) for circle in facts[group.pk].circles],
                "stops": len([each for each in broken if each.blocks]),
                "warns": len([each for each in broken if not each.blocks]),
                "soon": _soon(group.first_day, today),
            }
        )
    return {"rows": rows, "more": len(groups) > SHOWN, "today": today}


def _soon(first_day: date, today: date) -> str:
    if first_day < today:
        return "Not started yet"
    return "Soon" if first_day <= today + SOON else ""


def journey_places(viewer: Viewer, subject: Any, today: date) -> dict[str, Any] | None:
    """Return the places of a journey's people with the next session of each; none gives None."""
    places = place_of_journey(viewer, subject.pk)
    if not places:
        return None
    upcoming = (
        Circle.objects.filter(
            pk__in={place.circle_id for place in places}, sessions__day__gte=today, sessions__status="planned"
        )
        .order_by("pk", "sessions__day")
        .distinct("pk")
        .values_list("pk", "sessions__day", "sessions__title")
    )
    next_of = {pk: (day, title) for pk, day, title in upcoming}
    seen = set(
        Group.objects.visible_to(viewer).filter(pk__in={p.group_id for p in places}).values_list("pk", flat=True)
    )
    rows = [
        {
            "name": place.participant.person.short_name,
            "group": place.group,
            "may_open": place.group_id in seen,
            "circle": place.circle.title,
            "room": place.circle.room.name if place.circle.room else "",
            "venue": place.group.venue.name,
            "next": next_of.get(place.circle_id),
        }
        for place in places
    ]
    return {"rows": rows, "today": today}
