"""Families: a practitioner finds those that they work with and no others; administrators and referrers find none."""

from __future__ import annotations

from tests.matrix.house import World
from tests.matrix.probe import STAFF, WORKING, Probe, probe

DRAWINGS = {
    "families:genogram": WORKING,
    "families:genogram_paper": WORKING,
    "families:genogram_pdf": frozenset(),
    "families:ecomap": WORKING,
    "families:ecomap_paper": WORKING,
    "families:ecomap_pdf": frozenset(),
}


def addresses(world: World) -> list[Probe]:
    """List the probes."""
    ours = world.ours
    family, person = ours.family.pk, ours.person.pk
    kept = {
        "families:rename": (family,),
        "families:add_person": (family,),
        "families:change_person": (family, person),
        "families:add_contact": (family, person),
        "families:contact": (family, person, ours.contact.pk),
        "families:remove_contact": (family, person, ours.contact.pk),
        "families:add_occupation": (family, person),
        "families:relationship": (family,),
        "families:remove_relationship": (family, ours.relationship.pk),
        "families:add_household": (family,),
        "families:household": (family, ours.household.pk),
        "families:plan": (family, person),
        "families:add_responsibility": (family, person),
        "families:responsibility": (family, person, ours.responsibility.pk),
        "families:remove_responsibility": (family, person, ours.responsibility.pk),
        "families:signpost": (family, person),
        "families:change_relationship": (family, ours.relationship.pk),
        "families:tie_quality": (family,),
        "families:change_tie_quality": (family, ours.tie_quality.pk),
        "families:remove_tie_quality": (family, ours.tie_quality.pk),
        "families:residence": (family, ours.residence_home.pk, ours.residence.pk),
        "families:add_arrangement": (family,),
        "families:arrangement": (family, ours.arrangement.pk),
        "families:remove_arrangement": (family, ours.arrangement.pk),
        "families:add_order": (family,),
        "families:order": (family, ours.limiting_order.pk),
        "families:remove_order": (family, ours.limiting_order.pk),
        "families:add_need": (family,),
        "families:need": (family, ours.need.pk),
        "families:what_came": (family, ours.signpost.pk),
    }
    return [
        probe("families:list", opens_for=STAFF, shows_family_to=WORKING),
        # Found by name by those who may see it, and by nobody else; small letters, so that the box itself is no match.
        probe("families:list", opens_for=STAFF, query={"search": ours.marker.lower()}, shows_family_to=WORKING),
        probe("families:new", opens_for=STAFF),
        probe("families:family", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("families:person", family, person, opens_for=WORKING, shows_family_to=WORKING),
        probe("families:contact_and_orders", family, opens_for=WORKING, shows_family_to=WORKING),
        probe("families:needs", family, opens_for=WORKING, shows_family_to=WORKING),
        *(probe(name, *args, opens_for=WORKING) for name, args in kept.items()),
        *(probe(name, family, opens_for=WORKING, shows_family_to=shown) for name, shown in DRAWINGS.items()),
    ]
