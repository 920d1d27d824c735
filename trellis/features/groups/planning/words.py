"""Slots, groups and practitioners in words."""

from __future__ import annotations

from collections.abc import Sequence

from trellis.features.groups.planning.indexed import Indexed

PLACES = {"facilitator": "facilitator", "parent_mentor": "parent mentor"}


def slot_words(indexed: Indexed, slot: str) -> str:
    """Return a slot with its weekday, such as "Tuesday (tue-evening)"."""
    return f"{indexed.weekday[slot].capitalize()} ({slot})"


def circle_words(indexed: Indexed, circle: int) -> str:
    """Return what a group is called, such as "carers group" or "female children group"."""
    about = indexed.circles[circle]
    return f"{about.strand.id} group" if about.label == "all" else f"{about.label} {about.strand.id} group"


def kind_words(indexed: Indexed, kind: int) -> str:
    """Return what a practitioner must be, such as "trained female facilitator"."""
    about = indexed.kinds[kind]
    parts = ["trained" if about.trained else "", about.sex or "", PLACES.get(about.role, about.role.replace("_", " "))]
    return " ".join(part for part in parts if part)


def listed(words: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "no time"
