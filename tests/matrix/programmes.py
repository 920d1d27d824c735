"""Programmes: everybody reads what they are for; those who run them read how; administrators open and close them."""

from __future__ import annotations

from tests.matrix.house import PROGRAMME, World
from tests.matrix.probe import ADMINISTRATOR, EVERYONE, STAFF, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    boss = {ADMINISTRATOR}
    return [
        probe("programmes:list", opens_for=EVERYONE),
        probe("programmes:programme", PROGRAMME, opens_for=EVERYONE),
        probe("programmes:programme", "no-such-programme", opens_for=()),
        probe("programmes:facilitators", PROGRAMME, opens_for=STAFF | boss),
        probe("programmes:offers", opens_for=boss),
        probe("programmes:change_offer", PROGRAMME, opens_for=boss),
    ]
