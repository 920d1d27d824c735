"""What may happen to a journey, and why."""

from trellis.features.journeys.rules.states import (
    NEXT,
    PRIORITY_ORDER,
    JourneyStatus,
    Priority,
    check_next,
    check_priority,
)

__all__ = ["NEXT", "PRIORITY_ORDER", "JourneyStatus", "Priority", "check_next", "check_priority"]
