"""Who looked at a family, and what of it was unusual: for supervisors; one's own streets: for oneself."""

from __future__ import annotations

from tests.matrix.house import House, World
from tests.matrix.probe import EVERYONE, PRACTITIONER, PRACTITIONER_ELSEWHERE, STAFF, SUPERVISOR, Probe, probe
from trellis.features.looking import actions
from trellis.features.looking.tests.factories import unusual_look


def furnish(house: House) -> None:
    """Have somebody without work with the family look at it, and somebody name a street."""
    house.records["unusual_look"] = unusual_look(house.viewer(PRACTITIONER_ELSEWHERE), house.family)
    house.records["own_street"] = actions.name_street(
        by=house.viewer(PRACTITIONER), street="Alder Road", postcode="NE1 4XF"
    )


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    ours, family = world.ours, world.ours.family.pk
    furnish(ours)
    furnish(world.theirs)
    who = {SUPERVISOR}
    nobody = {"never_shows_family_to": EVERYONE}
    return [
        probe("looking:looked_at", family, opens_for=who, shows_family_to=who),
        probe("looking:looked_at", family, opens_for=who, query={"kind": "looks"}, shows_family_to=who),
        probe("looking:csv", family, opens_for=who),
        probe("looking:watched", family, opens_for=who),
        probe("looking:reviews", opens_for=who, shows_family_to=who),
        probe("looking:reviews", opens_for=who, query={"show": "reviewed"}),
        probe("looking:review", ours.unusual_look.pk, opens_for=who, shows_family_to=who),
        probe("looking:streets", opens_for=STAFF, **nobody),
        probe("looking:take_street_away", ours.own_street.pk, opens_for={PRACTITIONER}, **nobody),
    ]
