"""Rooms: each circle its own where circles meet at once, and nobody else in it."""

from __future__ import annotations

from collections.abc import Iterator

from trellis.features.groups.rules.plan import GroupFacts
from trellis.features.groups.rules.words import OWN_DEFAULT, listed, reason, source_of
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.kernel.decisions import Reason

OWN_ROOM, ROOM_TAKEN, BUILDING = "separate_rooms", "room_taken", "building_safety_plan"


def room_reasons(definition: ProgrammeDefinition, group: GroupFacts) -> Iterator[Reason]:
    """Say whether circles that meet at once have rooms of their own, free at that time."""
    cadence = definition.cadence
    source = source_of(definition, cadence)
    for circle in group.circles:
        if not circle.room:
            yield reason(
                OWN_ROOM, None, f"Choose a room for the {circle.title.lower()}.", about=circle.title,
                why=cadence.why, source=source, blocks=False, ask_whom="the venue",
            )  # fmt: skip
        if circle.room_taken:
            yield reason(
                ROOM_TAKEN, False, f"{circle.room_name} is taken: {circle.room_taken}.",
                about=circle.title, source=OWN_DEFAULT,
            )  # fmt: skip
    if len(group.circles) > 1:
        yield from _apart(definition, group)
    if cadence.safety_plan_needed:
        yield reason(
            BUILDING, None, "Is there a plan for arriving, leaving and moving about the building safely?",
            why=cadence.why, source=OWN_DEFAULT, blocks=False, ask_whom="those who run the group",
        )  # fmt: skip


def _apart(definition: ProgrammeDefinition, group: GroupFacts) -> Iterator[Reason]:
    cadence = definition.cadence
    used: dict[tuple[str, object], list[str]] = {}
    for circle in group.circles:
        if circle.room:
            used.setdefault((circle.room, circle.starts or group.starts), []).append(circle.title)
    shared = [titles for titles in used.values() if len(titles) > 1]
    for titles in shared:
        circles = listed(f"the {title.lower()}" for title in titles)
        yield reason(
            OWN_ROOM, False, f"At the same time and in one room: {circles}.", why=cadence.why,
            source=source_of(definition, cadence), blocks=True,
        )  # fmt: skip
    if not shared and all(circle.room for circle in group.circles):
        yield reason(
            OWN_ROOM, True, "Each circle has a room of its own.", why=cadence.why,
            source=source_of(definition, cadence),
        )  # fmt: skip
