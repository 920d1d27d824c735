"""Staff: seen by those who plan with them, changed by co-ordinators and administrators."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import ADMINISTRATOR, COORDINATOR, OPERATIONAL, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    see = OPERATIONAL | {ADMINISTRATOR}
    manage = {ADMINISTRATOR, COORDINATOR}
    staff = world.ours.staff.pk
    return [
        probe("workforce:staff", opens_for=see),
        probe("workforce:staff", opens_for=see, query={"left": "yes"}),
        probe("workforce:add", opens_for=manage),
        probe("workforce:member", staff, opens_for=see),
        probe("workforce:change", staff, opens_for=manage),
        probe("workforce:activity", staff, opens_for=manage),
        probe("workforce:add_training", staff, opens_for=manage),
        probe("workforce:remove_training", staff, world.ours.training.pk, opens_for=manage),
    ]
