"""The chronology is read and written by those who work with the family; to everybody else there is none."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import WORKING, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    family, own = world.ours.family.pk, world.ours.own_entry.pk
    entry = f"chronology.own.{own}"
    return [
        probe("chronology:chronology", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("chronology:print", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("chronology:word", family, opens_for=WORKING),
        probe("chronology:pdf", family, opens_for=WORKING),
        probe("chronology:write", family, opens_for=WORKING),
        probe("chronology:withdraw", family, own, opens_for=WORKING, shows_family_to=WORKING),
        probe("chronology:mark", family, entry, opens_for=WORKING, shows_family_to=WORKING),
        # The key of an entry of another room, which only those read who may see what it tells of.
        probe("chronology:mark", family, f"safety.incident.{world.ours.incident.pk}", opens_for=WORKING),
    ]
