"""The day on which ages are taken when a referral is screened, and why that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from trellis.features.programmes.rules.delivery import ClockEvent, KindOfDay
from trellis.features.programmes.rules.schema import ProgrammeDefinition
from trellis.kernel.working_days import add_working_days

_BEFORE = (ClockEvent.ACCEPTED, ClockEvent.REFERRAL_SUBMITTED, ClockEvent.DOCUMENTS_RECEIVED)


@dataclass(frozen=True, slots=True)
class ScreeningDay:
    """A day for ages, and why that one."""

    day: date
    why: str


def usual_day(definition: ProgrammeDefinition, today: date) -> ScreeningDay:
    """Return today plus the time that the programme gives itself until the first session; today when it gives none."""
    for clock in definition.clocks:
        if clock.ends is ClockEvent.FIRST_SESSION and clock.starts in _BEFORE:
            working = clock.kind_of_day is KindOfDay.WORKING
            day = add_working_days(today, clock.days) if working else today + timedelta(days=clock.days)
            return ScreeningDay(day, f"No first session is fixed yet; the programme says: {clock.label}")
    return ScreeningDay(today, "No first session is fixed yet, so ages are taken today")
