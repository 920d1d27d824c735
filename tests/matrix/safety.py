"""Incidents are seen and written by those who work with the family."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import WORKING, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    family = world.ours.family.pk
    return [
        probe("safety:incidents", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("safety:record", family, opens_for=WORKING),
        probe("safety:withdraw", family, world.ours.incident.pk, opens_for=WORKING),
    ]
