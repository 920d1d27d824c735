"""Letters, calls and messages are written and seen by those who work with the family."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import OPERATIONAL, STAFF, WORKING, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    ours = world.ours
    family, person, letter = ours.family.pk, ours.gran.pk, ours.letter.pk
    return [
        probe("correspondence:post", opens_for=STAFF, shows_family_to=WORKING),
        probe("correspondence:calls", opens_for=STAFF),
        probe("correspondence:messages", opens_for=STAFF, shows_family_to=WORKING),
        probe("correspondence:return_address", opens_for=OPERATIONAL),
        probe("correspondence:family", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("correspondence:write", family, person, opens_for=WORKING, shows_family_to=WORKING),
        probe("correspondence:call", family, person, opens_for=WORKING, shows_family_to=WORKING),
        probe("correspondence:message", family, person, opens_for=WORKING, shows_family_to=WORKING),
        probe("correspondence:sent", family, ours.written_message.pk, opens_for=WORKING),
        probe("correspondence:letter", family, letter, opens_for=WORKING, shows_family_to=WORKING),
        probe("correspondence:mark", family, letter, opens_for=WORKING),
        probe("correspondence:paper", family, letter, opens_for=WORKING),
        probe("correspondence:envelope", family, letter, opens_for=WORKING),
    ]
