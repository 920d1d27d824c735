"""A separation is seen by whoever sees both sides, and by nobody else."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import OPERATIONAL, STAFF, WORKING, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    within, between = world.ours.separation.pk, world.ours.separation_of_families.pk
    return [
        probe("separations:list", opens_for=STAFF, shows_family_to=WORKING),
        probe("separations:list", opens_for=STAFF, query={"show": "ended"}),
        probe("separations:new", world.ours.family.pk, opens_for=WORKING, shows_family_to=WORKING),
        probe("separations:separation", within, opens_for=WORKING, shows_family_to=WORKING),
        probe("separations:review", within, opens_for=WORKING),
        probe("separations:end", within, opens_for=OPERATIONAL),
        probe("separations:separation", between, opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
        probe("separations:review", between, opens_for=OPERATIONAL),
        probe("separations:end", between, opens_for=OPERATIONAL),
    ]
