"""The waiting list, the caseload and each journey: practitioners see their own, and change less."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import OPERATIONAL, STAFF, WORKING, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    ours = world.ours
    journey = ours.journey.pk
    return [
        probe("journeys:waiting_list", opens_for=STAFF, shows_family_to=OPERATIONAL),
        probe("journeys:waiting_paper", opens_for=STAFF, shows_family_to=OPERATIONAL),
        probe("journeys:waiting_export", "csv", opens_for=STAFF, shows_family_to=OPERATIONAL),
        probe("journeys:waiting_export", "xlsx", opens_for=STAFF, shows_family_to=OPERATIONAL),
        probe("journeys:waiting_export", "exe", opens_for=()),
        probe("journeys:list", opens_for=STAFF, shows_family_to=WORKING),
        probe("journeys:list", opens_for=STAFF, query={"search": ours.marker.lower()}, shows_family_to=WORKING),
        probe("journeys:journey", journey, opens_for=WORKING, shows_family_to=WORKING),
        probe("journeys:priority", journey, opens_for=OPERATIONAL),
        probe("journeys:waiting_for", journey, opens_for=OPERATIONAL),
        probe("journeys:evenings", journey, opens_for=WORKING),
        probe("journeys:keyworker", journey, opens_for=OPERATIONAL),
        probe("journeys:end_keyworker", journey, ours.keyworker.pk, opens_for=OPERATIONAL),
        probe("journeys:support", journey, opens_for=WORKING),
        probe("journeys:close", ours.waiting.pk, opens_for=OPERATIONAL),
    ]
