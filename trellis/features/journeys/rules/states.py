"""A journey's states and the ways between them."""

from __future__ import annotations

from trellis.kernel.decisions import RuleBroken
from trellis.kernel.labelled import LabelledEnum


class JourneyStatus(LabelledEnum):
    """Where a family is on its way through a programme."""

    WAITING = "waiting", "Waiting"
    IN_PROGRAMME = "in_programme", "In the programme"
    COMPLETED = "completed", "Completed"
    ENDED_EARLY = "ended_early", "Ended early"
    CLOSED_BEFORE_START = "closed_before_start", "Closed before the start"


class Priority(LabelledEnum):
    """How soon a family should start."""

    URGENT = "urgent", "Urgent"
    SOON = "soon", "Soon"
    STANDARD = "standard", "Standard"


PRIORITY_ORDER = {Priority.URGENT: 1, Priority.SOON: 2, Priority.STANDARD: 3}

NEXT: dict[JourneyStatus, frozenset[JourneyStatus]] = {
    JourneyStatus.WAITING: frozenset({JourneyStatus.IN_PROGRAMME, JourneyStatus.CLOSED_BEFORE_START}),
    JourneyStatus.IN_PROGRAMME: frozenset({JourneyStatus.COMPLETED, JourneyStatus.ENDED_EARLY}),
    JourneyStatus.COMPLETED: frozenset(),
    JourneyStatus.ENDED_EARLY: frozenset(),
    JourneyStatus.CLOSED_BEFORE_START: frozenset(),
}


def check_next(status: JourneyStatus, wanted: JourneyStatus) -> None:
    """Raise RuleBroken, in words, unless a journey may go from `status` to `wanted`."""
    if wanted not in NEXT[status]:
        raise RuleBroken(f"This journey is “{status.label}”, so it cannot become “{wanted.label}”.")


def check_priority(priority: Priority, why: str) -> None:
    """Raise RuleBroken, in words, when a family is put before others without a reason."""
    if priority is not Priority.STANDARD and not why.strip():
        raise RuleBroken(
            f"Say why this family is “{priority.label}”, so that others can see it is fair.", "priority_why"
        )
