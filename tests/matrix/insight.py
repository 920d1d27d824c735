"""Figures of programmes: for those who plan and those who pay; they name nobody."""

from __future__ import annotations

from tests.matrix.house import PROGRAMME, World
from tests.matrix.probe import COMMISSIONER, EVERYONE, LICENSOR, OPERATIONAL, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    see = OPERATIONAL | {COMMISSIONER}
    nobody = {"never_shows_family_to": EVERYONE}
    return [
        # A licensor lists the programmes that it licenses; this is none of them.
        probe("insight:programmes", opens_for=see | {LICENSOR}, **nobody),
        probe("insight:programme", PROGRAMME, opens_for=see, **nobody),
        probe("insight:csv", PROGRAMME, opens_for=see, **nobody),
        probe("insight:xlsx", PROGRAMME, opens_for=see, **nobody),
    ]
