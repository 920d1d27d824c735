"""Groups, venues and closures: planned by co-ordinators and supervisors, read by those who run a circle."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import ADMINISTRATOR, COORDINATOR, OPERATIONAL, STAFF, WORKING, Probe, probe


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    return [*_groups(world), *_venues(world)]


def _groups(world: World) -> list[Probe]:
    ours = world.ours
    group, forming = ours.group.pk, ours.forming.pk
    return [
        probe("groups:groups", opens_for=STAFF),
        probe("groups:new", opens_for=OPERATIONAL),
        probe("groups:new_step", "place", opens_for=OPERATIONAL, opens_with=(200, 302)),
        probe("groups:new_step", "no-such-step", opens_for=()),
        probe("groups:preview", opens_for=OPERATIONAL, opens_with=(302,)),
        probe("groups:group", group, opens_for=WORKING, shows_family_to=WORKING),
        probe("groups:sheet", group, opens_for=WORKING),
        probe("groups:places", group, opens_for=OPERATIONAL, shows_family_to=OPERATIONAL),
        probe("groups:add", group, opens_for=OPERATIONAL),
        probe("groups:undo", group, opens_for=OPERATIONAL),
        probe("groups:family", group, ours.waiting.pk, opens_for=OPERATIONAL),
        probe("groups:remove", group, ours.journey.pk, opens_for=OPERATIONAL),
        probe("groups:schedule", group, opens_for=OPERATIONAL),
        probe("groups:slot", group, opens_for=OPERATIONAL),
        probe("groups:staff", group, ours.circle.pk, opens_for=OPERATIONAL),
        probe("groups:start", forming, opens_for=OPERATIONAL),
        probe("groups:finish", group, opens_for=OPERATIONAL),
        probe("groups:cancel", forming, opens_for=OPERATIONAL),
        # A circle is reached through its own group only, a family only in its own organisation.
        probe("groups:staff", forming, ours.circle.pk, opens_for=()),
        probe("groups:family", group, world.theirs.waiting.pk, opens_for=()),
        probe("groups:remove", group, world.theirs.journey.pk, opens_for=()),
    ]


def _venues(world: World) -> list[Probe]:
    ours = world.ours
    see, manage = STAFF | {ADMINISTRATOR}, frozenset({ADMINISTRATOR, COORDINATOR})
    venue, room, closure = ours.venue.pk, ours.room.pk, ours.closure.pk
    return [
        probe("groups:venues", opens_for=see),
        probe("groups:add_venue", opens_for=manage),
        probe("groups:venue", venue, opens_for=see, posts_for=manage),
        probe("groups:change_venue", venue, opens_for=manage),
        probe("groups:venue_activity", venue, opens_for=manage),
        probe("groups:change_room", venue, room, opens_for=manage),
        probe("groups:change_room", world.theirs.venue.pk, room, opens_for=()),
        probe("groups:closures", opens_for=see, posts_for=manage),
        probe("groups:change_closure", closure, opens_for=manage),
        probe("groups:remove_closure", closure, opens_for=manage),
    ]
