"""What changed for a family, and its closing summary: for those who work with it."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import WORKING, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    ours = world.ours
    journey, ended = ours.journey.pk, ours.ended.pk
    return [
        probe("outcomes:change", journey, opens_for=WORKING, shows_family_to=WORKING),
        probe("outcomes:set_goal", journey, opens_for=WORKING),
        probe("outcomes:put_aside", journey, ours.goal.pk, opens_for=WORKING),
        probe("outcomes:review_point", journey, "start", opens_for=WORKING),
        probe("outcomes:review_point", journey, "no-such-point", opens_for=()),
        probe("outcomes:close", journey, opens_for=WORKING),
        *(
            probe(f"outcomes:{page}", ended, opens_for=WORKING, shows_family_to=WORKING)
            for page in ("summary", "paper", "pdf")
        ),
    ]
