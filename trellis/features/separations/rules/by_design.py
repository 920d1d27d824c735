"""What a programme that brings one family together asks for, when people of it are kept apart elsewhere."""

from __future__ import annotations

from collections.abc import Collection

from trellis.kernel.decisions import Decision, Outcome, Reason

ROOMS, PLAN = "separate_rooms", "safety_plan"


def asked_of(rooms: Collection[str], has_plan: bool) -> Decision:
    """Say whether people of one family who come together have rooms apart and a safety plan.

    `rooms` holds a key for the room of each of them, empty where none was chosen. The programme is made for parent and
    child together, so nothing here forbids it: it says what is missing.
    """
    chosen = [room for room in rooms if room]
    if len(chosen) < len(rooms):
        apart = Reason(
            ROOMS, Outcome.NOT_YET_KNOWN, "Choose a room for each of them.", question="Which rooms?",
            ask_whom="the venue",
        )  # fmt: skip
    elif len(set(chosen)) < len(chosen):
        apart = Reason(ROOMS, Outcome.NOT_MET, "They meet in one room: choose a room for each of them.")
    else:
        apart = Reason(ROOMS, Outcome.MET, "Each of them has a room of their own.")
    plan = (
        Reason(PLAN, Outcome.MET, "The family has a safety plan.")
        if has_plan
        else Reason(PLAN, Outcome.NOT_MET, "The family has no safety plan yet: make one with them.")
    )
    return Decision.of([apart, plan])
