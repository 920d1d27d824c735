"""Who has a place in which group, for the rule that keeps people apart; in ids, for the whole organisation."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import connection
from django.urls import reverse

from trellis.features.groups.models import Group
from trellis.features.groups.rules import PLACE_FAMILIES
from trellis.features.separations.queries.finding import BookingInWords
from trellis.features.separations.rules import Booking
from trellis.kernel.dates import in_words

if TYPE_CHECKING:
    from trellis.platform.access.viewer import Viewer


def seats_of(viewer: Viewer, people: Collection[uuid.UUID]) -> list[Booking]:
    """Return the places in groups that people have now; answers the hook "bookings_of_people".

    The `place` of a seat is the room of its circle, so that who sits where can be told.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person, group_id, journey_id, by_design, room_id FROM groups_seated(%s) ORDER BY group_id, person",
            [list(people)],
        )
        return [
            Booking(person, None, group, journey, by_design, place=f"room:{room}" if room else "")
            for person, group, journey, by_design, room in cursor
        ]


def groups_in_words(
    viewer: Viewer, sessions: Collection[uuid.UUID], groups: Collection[uuid.UUID]
) -> dict[object, BookingInWords]:
    """Say in words the groups that the viewer may see, with ways out; answers the hook "bookings_in_words"."""
    found = Group.objects.visible_to(viewer).filter(pk__in=groups).select_related("venue").order_by("first_day", "pk")
    may_place = viewer.may(PLACE_FAMILIES)
    return {
        each.pk: BookingInWords(
            title=each.name,
            when=f"from {in_words(each.first_day)}, {each.venue.name}",
            href=reverse("groups:group", args=[each.pk]),
            ways=(
                (
                    (
                        "Take one family out, and give it a place in another group",
                        reverse("groups:places", args=[each.pk]),
                    ),
                    ("Choose other rooms or another venue", reverse("groups:slot", args=[each.pk])),
                )
                if may_place
                else ()
            ),
        )
        for each in found
    }
