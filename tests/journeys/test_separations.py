"""Two families are kept apart: what stands is shown and mended, what is new is refused, and one side learns nothing."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.utils import timezone

from tests.journeys.answering import answer, answer_and_save, value_of
from trellis.features.families.actions import give_sight
from trellis.features.journeys.tests.factories import journey, participant
from trellis.features.separations.rules.words import CANNOT_BE_BOOKED
from trellis.features.sessions.tests.factories import booked
from trellis.platform.access.roles import Role
from trellis.platform.access.viewer import Viewer

pytestmark = pytest.mark.browser


@pytest.mark.timeout(300)
def test_two_families_are_kept_apart(house, someone):
    coordinator = someone(Role.COORDINATOR, "Priya Nair")
    by = Viewer.from_membership(coordinator.membership)
    day = timezone.localdate() + timedelta(days=14)
    one, other = journey(by, "dvact-needs"), journey(by, "dvact-needs")
    for each in (one, other):
        booked(by, each, day=day, starts=time(10), where="Town Library")

    coordinator.open(f"/families/{one.family_id}/")
    coordinator.press("Keep somebody apart")
    coordinator.type("Look for another family or somebody of it", other.family.name)
    coordinator.press("Look", exact=True)
    answer(
        coordinator,
        first=value_of(coordinator, "first", f"The whole {one.family.name}"),
        other=value_of(coordinator, "other", f"The whole {other.family.name}"),
        reason="He waits for her outside.",
        source="The police",
        margin="60",
    )
    coordinator.press("Keep them apart")
    coordinator.reads("Bookings that stand already")
    coordinator.reads("Cancel it")
    answer_and_save(coordinator, "Keep them apart", seen=True)
    coordinator.reads("Bookings to mend")
    separation = coordinator.page.url

    coordinator.open("/")
    coordinator.reads(f"{one.family.name} and {other.family.name}")
    coordinator.open(separation)
    coordinator.press("Cancel it", within=coordinator.page.locator(".trellis-card").first)
    answer_and_save(coordinator, "Cancel the session", why="They must not meet")
    coordinator.open(separation)
    coordinator.reads("Nothing that is booked brings them together.")
    mended = next(each for each in (one, other) if each.sessions.filter(status="cancelled").exists())

    try_to_book(coordinator, mended, day)
    coordinator.reads("are kept apart. Both would be in one building at times too near each other.")
    coordinator.reads("Who said so: The police.")

    practitioner = someone(Role.PRACTITIONER, "Hannah Whitlock", phone=True)
    give_sight(by=by, family=mended.family, membership=practitioner.membership, because="Keyworker")
    try_to_book(practitioner, mended, day)
    practitioner.reads(CANNOT_BE_BOOKED)
    there = other if mended == one else one
    practitioner.does_not_read(there.family.name)
    practitioner.open("/separations/")
    practitioner.reads("No separation is recorded between families that you may see.")

    coordinator.open(separation)
    coordinator.press("Look at it again")
    answer_and_save(coordinator, "Save", words="He has left town.", next_review_on=day)
    coordinator.reads("He has left town.")
    coordinator.press("End it")
    answer_and_save(coordinator, "End it", why="Both asked for it.")
    coordinator.reads("Both asked for it.")
    coordinator.open("/separations/?show=ended")
    coordinator.reads(one.family.name)


def try_to_book(person, of, day):
    """Ask for a session in the library while the other family is there."""
    person.open(f"/journeys/{of.pk}/sessions/book/")
    answer(
        person,
        what="other",
        title="A talk",
        day=day,
        starts="10:30",
        minutes="60",
        where="Town Library",
        expected=[str(participant(of).pk)],
    )
    person.press("Book it")
