"""Writes to journeys. Every one keeps the journey's history, under a lock on the journey."""

from trellis.features.journeys.actions.accepting import accept_referral
from trellis.features.journeys.actions.ending import close_before_start, end_journey
from trellis.features.journeys.actions.running import note_attention, start_journey
from trellis.features.journeys.actions.waiting import (
    end_keyworker,
    give_keyworker,
    record_support,
    set_evenings,
    set_priority,
    set_waiting_for,
)

__all__ = [
    "accept_referral",
    "close_before_start",
    "end_journey",
    "end_keyworker",
    "give_keyworker",
    "note_attention",
    "record_support",
    "set_evenings",
    "set_priority",
    "set_waiting_for",
    "start_journey",
]
