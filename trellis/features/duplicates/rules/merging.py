"""What a merge chooses between, and what it may never make."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from trellis.kernel.decisions import RuleBroken

FIELDS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "known_as": "Known as",
    "birth_date": "Date of birth",
    "gender": "Gender",
    "ethnicity": "Ethnicity",
    "first_language": "First language",
    "interpreter_needed": "Interpreter needed",
    "access_needs": "Access needs",
    "has_died": "Has died",
    "died_on": "Died on",
}
NOTHING_SAID = (None, "", "not_known", False)


def in_order(one: uuid.UUID, other: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    """Return two ids in the order in which a pair is written; raise RuleBroken for one and the same."""
    if one == other:
        raise RuleBroken("This is one record, not two. Choose two different records.")
    return (one, other) if one < other else (other, one)


def differing(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> list[str]:
    """Return the fields in which two records say different things, in the order of FIELDS."""
    return [name for name in FIELDS if kept[name] != gone[name]]


def tidied(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> dict[str, str]:
    """Return which record's value to propose for each differing field: whichever says something, else the one kept."""
    return {
        name: "gone" if kept[name] in NOTHING_SAID and gone[name] not in NOTHING_SAID else "kept"
        for name in differing(kept, gone)
    }


def nobody_is_their_own_ancestor(ties: Iterable[tuple[uuid.UUID, uuid.UUID]], person: uuid.UUID) -> bool:
    """Say whether a person would not be found above themselves; `ties` are (parent, child)."""
    children: dict[uuid.UUID, set[uuid.UUID]] = {}
    for parent, child in ties:
        children.setdefault(parent, set()).add(child)
    seen: set[uuid.UUID] = set()
    below = list(children.get(person, ()))
    while below:
        one = below.pop()
        if one == person:
            return False
        if one not in seen:
            seen.add(one)
            below.extend(children.get(one, ()))
    return True
