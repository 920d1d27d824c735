"""Likely duplicates are seen by co-ordinators and supervisors who may see both people; supervisors merge."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import OPERATIONAL, SUPERVISOR, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    ours = world.ours
    pair = (ours.person.pk, ours.duplicate.pk)
    supervisors = frozenset({SUPERVISOR})
    return [
        probe("duplicates:list", opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
        probe(
            "duplicates:list",
            opens_for=OPERATIONAL,
            query={"search": ours.marker.lower()},
            shows_family_to=OPERATIONAL,
        ),
        probe("duplicates:look", opens_for=OPERATIONAL),
        probe("duplicates:decisions", opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
        probe("duplicates:take_back", ours.told_apart.pk, opens_for=OPERATIONAL),
        probe("duplicates:merges", opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
        probe("duplicates:take_apart", ours.merge.pk, opens_for=supervisors, shows_family_to=supervisors),
        probe(
            "duplicates:compare",
            *pair,
            opens_for=OPERATIONAL,
            posts_for=supervisors,
            shows_family_to=OPERATIONAL,
            data={"as_seen": "stale"},
        ),
        probe("duplicates:two_people", *pair, opens_for=OPERATIONAL),
        probe("duplicates:of_person", ours.person.pk, opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
    ]
