"""Times, places, groups and people in words: by the names that were given, else by id."""

from __future__ import annotations

from collections.abc import Sequence

from trellis.features.groups.planning.indexed import Indexed
from trellis.features.groups.planning.problem import Person

PLACES = {"facilitator": "facilitator", "parent_mentor": "parent mentor"}


def slot_words(indexed: Indexed, slot: str) -> str:
    """Return a slot by name, else with its weekday, such as "Tuesday (tue-evening)"."""
    return indexed.names.slots.get(slot) or f"{indexed.weekday[slot].capitalize()} ({slot})"


def venue_words(indexed: Indexed, venue: str) -> str:
    """Return what a venue is called."""
    return indexed.names.venues.get(venue, venue)


def offer_words(indexed: Indexed, at: int) -> str:
    """Return what an offer is called."""
    return indexed.names.offers.get(indexed.offers[at].id, indexed.offers[at].id)


def where_words(indexed: Indexed, at: int) -> str:
    """Return an offer with time and place, such as "O0012 (Tuesday (tue-evening), V03)"; a name says both itself."""
    offer = indexed.offers[at]
    if offer.id in indexed.names.offers:
        return offer_words(indexed, at)
    return f"{offer.id} ({slot_words(indexed, offer.slot)}, {venue_words(indexed, offer.venue)})"


def family_words(indexed: Indexed, family: int) -> str:
    """Return what a family is called."""
    about = indexed.families[family]
    return indexed.names.families.get(about.id, f"Family {about.id}")


def person_words(indexed: Indexed, person: Person) -> str:
    """Return what somebody of a family is called, such as "carer F0001a"."""
    return indexed.names.people.get(person.id, f"{person.role} {person.id}")


def practitioner_words(indexed: Indexed, who: int) -> str:
    """Return what somebody who runs groups is called."""
    return indexed.names.practitioners.get(indexed.practitioners[who].id, indexed.practitioners[who].id)


def begun(words: str) -> str:
    """Return words with a capital letter, as a sentence begins."""
    return words[:1].upper() + words[1:]


def circle_words(indexed: Indexed, circle: int) -> str:
    """Return what a group is called, such as "carers group" or "female children group"."""
    about = indexed.circles[circle]
    named = indexed.names.circles.get((about.strand.id, about.label))
    if named:
        return named
    return f"{about.strand.id} group" if about.label == "all" else f"{about.label} {about.strand.id} group"


def kind_words(indexed: Indexed, kind: int) -> str:
    """Return what a practitioner must be, such as "trained female facilitator"."""
    about = indexed.kinds[kind]
    parts = ["trained" if about.trained else "", about.sex or "", PLACES.get(about.role, about.role.replace("_", " "))]
    return " ".join(part for part in parts if part)


def listed(words: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "no time"
